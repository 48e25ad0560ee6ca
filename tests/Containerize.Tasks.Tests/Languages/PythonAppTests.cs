using Containerize.Diagnostics;
using Containerize.Languages;
using Containerize.Languages.Python;
using Containerize.Layering;
using Containerize.Oci;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Languages;

/// <summary>What a folder of Python tells of an app.</summary>
public sealed class PythonAppTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("Flask==3.1.3\ngunicorn==27.0.1", "app.py", "app = Flask(__name__)", "python -m gunicorn --bind 0.0.0.0:8080 app:app")]
    [InlineData("flask\nwaitress", "wsgi.py", "application = create()", "python -m waitress --listen=0.0.0.0:8080 wsgi:application")]
    [InlineData("flask\ngunicorn", "app.py", "def create_app():\n    return 1", "python -m gunicorn --bind 0.0.0.0:8080 app:create_app()")]
    [InlineData("fastapi\nuvicorn[standard]>=0.30", "main.py", "app: FastAPI = FastAPI()", "python -m uvicorn --host 0.0.0.0 --port 8080 main:app")]
    [InlineData("flask", "app.py", "app = Flask(__name__)\nif __name__ == '__main__':\n    app.run()", "python app.py")]
    [InlineData("requests", "main.py", "print(1)", "python main.py")]
    [InlineData("", "job.py", "print(1)", "python job.py")]
    [InlineData("", "__main__.py", "print(1)", "python __main__.py")]
    public void It_starts_with_the_server_that_it_requires_or_with_its_script(string requirements, string file, string text, string command)
    {
        folder.Write("requirements.txt", requirements);
        folder.Write(file, text);

        string.Join(' ', PythonApp.Read(folder.Root).FindCommand()).ShouldBe(command);
    }

    /// <summary>Flask's own server is for development.</summary>
    [Theory]
    [InlineData("flask", "app.py", "gunicorn")]
    [InlineData("", "a.py", "no main.py")]
    public void What_starts_it_has_to_be_known(string requirements, string file, string told)
    {
        folder.Write("requirements.txt", requirements);
        folder.Write(file, "app = Flask(__name__)");
        folder.Write("b.py", "1");

        var error = Should.Throw<ContainerizeException>(PythonApp.Read(folder.Root).FindCommand);

        error.Code.ShouldBe(ErrorCodes.AppCommandUnknown);
        error.Message.ShouldContain(told);
    }

    [Fact]
    public void A_server_listens_where_the_image_says_and_a_script_nowhere()
    {
        folder.Write("app.py", "app = Flask(__name__)");
        folder.Write("requirements.txt", "flask\ngunicorn");
        PythonApp.Read(folder.Root).Ports.ShouldBe(["8080/tcp"]);

        folder.Write("requirements.txt", "requests");
        PythonApp.Read(folder.Root).Ports.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, null, "3.13-slim")]
    [InlineData("3.12\n", null, "3.12-slim")]
    [InlineData("3.12.4", ">=3.13", "3.12.4-slim")]
    [InlineData(null, ">=3.10", "3.13-slim")]
    [InlineData(null, ">=3.10,<3.13", "3.12-slim")]
    [InlineData(null, ">=3.14", "3.14-slim")]
    [InlineData(null, "==3.11.*", "3.11-slim")]
    [InlineData(null, "~=3.10", "3.13-slim")]
    [InlineData(null, "~=3.10.2", "3.10-slim")]
    [InlineData(null, ">3.9, !=3.13.*", "3.14-slim")]
    public void Its_base_has_the_version_that_it_asks_for(string? file, string? range, string tag)
    {
        if (file is not null)
        {
            folder.Write(".python-version", file);
        }

        if (range is not null)
        {
            folder.Write("pyproject.toml", $"[project]\nname = \"shop\"\nrequires-python = \"{range}\"\n");
        }

        PythonApp.Read(folder.Root).Base.ShouldBe((DockerHub.Name, "library/python", tag));
    }

    [Theory]
    [InlineData("pypy3.10", null)]
    [InlineData(null, ">=3.99")]
    [InlineData(null, "newest")]
    public void A_version_that_no_image_has_is_an_error(string? file, string? range)
    {
        if (file is not null)
        {
            folder.Write(".python-version", file);
        }

        folder.Write("pyproject.toml", $"requires-python = '{range}'\n");

        Should.Throw<ContainerizeException>(() => PythonApp.Read(folder.Root).Base).Code.ShouldBe(ErrorCodes.BaseImageNotInferred);
    }

    [Fact]
    public void Requirements_are_read_with_the_files_that_they_include()
    {
        folder.Write("requirements.txt", "-r requirements/base.txt  # all\n--index-url https://${INDEX_USER}:${INDEX_TOKEN}@pypi.example/simple\nFlask_Login[x]==0.6.3 ; python_version >= '3'\n");
        folder.Write("requirements/base.txt", "-c limits.txt\nclick>=8 \\\n  --hash=sha256:abc\nzope.interface @ https://pypi.example/zope.interface-1-py3-none-any.whl\n");
        folder.Write("requirements/limits.txt", "werkzeug==3.1.9\n");

        var requirements = PythonRequirements.Read(folder.Root);

        requirements.Files.ShouldBe(["requirements.txt", "requirements/base.txt", "requirements/limits.txt"]);
        requirements.Variables.ShouldBe(["INDEX_TOKEN", "INDEX_USER"]);
        requirements.Has("flask-login").ShouldBeTrue();
        requirements.Pins("Flask.Login").ShouldBeTrue();
        requirements.Pins("werkzeug").ShouldBeTrue();
        requirements.Pins("zope-interface").ShouldBeTrue();
        requirements.Pins("click").ShouldBeFalse();
        requirements.FileWithPassword.ShouldBeNull();
    }

    [Theory]
    [InlineData("-e .", "CTZ1129")]
    [InlineData("./lib", "CTZ1129")]
    [InlineData("shop @ git+https://git.example/shop", "CTZ1129")]
    [InlineData("-r ../all.txt", "CTZ6007")]
    [InlineData("-r missing.txt", "CTZ1129")]
    public void What_is_not_built_or_not_there_is_told(string line, string code)
    {
        folder.Write("requirements.txt", line);

        Should.Throw<ContainerizeException>(() => PythonApp.Read(folder.Root)).Code.Id.ShouldBe(code);
    }

    [Fact]
    public void A_password_in_it_is_in_no_dockerfile()
    {
        folder.Write("requirements.txt", "--index-url https://me:secret1@pypi.example/simple\nflask\n");

        var error = Should.Throw<ContainerizeException>(PythonApp.Read(folder.Root).DescribeRestore);

        error.Code.ShouldBe(ErrorCodes.SecretInClear);
        error.Message.ShouldNotContain("secret1");
    }

    [Theory]
    [InlineData("[project]\ndependencies = [\"flask\"]\n")]
    [InlineData("[project]\ndependencies = [\n  'flask',\n]\n")]
    [InlineData("[tool.poetry.dependencies]\nflask = \"3\"\n")]
    public void Packages_without_versions_are_an_error_that_says_how_to_write_them(string project)
    {
        folder.Write("pyproject.toml", project);

        var error = Should.Throw<ContainerizeException>(() => PythonApp.Read(folder.Root));

        error.Code.ShouldBe(ErrorCodes.PackagesNotLocked);
        error.Message.ShouldContain("uv export");
    }

    [Fact]
    public void The_packages_lie_beside_the_app_and_are_no_part_of_it()
    {
        folder.Write("requirements.txt", "flask");
        foreach (var file in new[] { "app.py", "shop/core.py", "static/a.css", "venv/a.py", "shop/__pycache__/core.pyc", ".venv/a.py", "uv.lock", "site-packages/a.py" })
        {
            folder.Write(file, "1");
        }

        var linux = RuntimeIdentifier.Parse("linux-x64");
        var app = PythonApp.Read(folder.Root);
        var content = app.ListContent(new AppTarget(linux, linux, folder.At("obj/x")));

        content.Count.ShouldBe(2);
        content[0].Takes("site-packages/flask/app.py").ShouldBeTrue();
        content[0].Takes("site-packages/flask/__pycache__/app.pyc").ShouldBeFalse();
        content[0].Takes("requirements.txt").ShouldBeFalse();
        folder.Files().Where(content[1].Takes).ShouldBe(["app.py", "shop/core.py", "static/a.css"]);
        app.OriginOf("site-packages/flask-3.1.3.dist-info/RECORD").ShouldBe(new FileOrigin.Package("flask", "3.1.3"));
        app.OriginOf("static/a.css").ShouldBe(new FileOrigin.Content());
        app.ListVariables("/srv").ShouldContain(KeyValuePair.Create("PYTHONPATH", "/srv/site-packages"));
    }
}
