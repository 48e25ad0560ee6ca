using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;

namespace Containerize.Tests.Engine.Building;

/// <summary>
/// An image of the shape of library/python, of Debian's Python and pip, put into the lab's registry under that name: the real one is out of reach here, and so is
/// PyPI. What pip installs are wheels that are made of Debian's packages.
/// </summary>
internal static class PythonImage
{
    private static readonly string[] Packages = ["flask", "werkzeug", "jinja2", "markupsafe", "itsdangerous", "click", "blinker", "gunicorn", "packaging", "setuptools"];

    private static readonly Lazy<Task<string>> Made = new(BuildAsync);

    private static readonly string Wheels = Path.Join(Path.GetTempPath(), "containerize-tests", $"wheels-{Guid.NewGuid():N}");

    /// <returns>What a requirements.txt says that names all of the wheels.</returns>
    public static Task<string> MakeAsync() => Made.Value;

    /// <summary>In which pip on this machine finds the wheels and nothing else.</summary>
    public static Dictionary<string, string?> Environment => new(StringComparer.Ordinal) { ["PIP_NO_INDEX"] = "1", ["PIP_FIND_LINKS"] = Wheels };

    private static async Task<string> BuildAsync()
    {
        Directory.CreateDirectory(Wheels);
        var script = Path.Join(PackedPackage.RepositoryRoot, "tests", "Containerize.Engine.Tests", "Building", "wheels.py");
        var requirements = await Command.RunAsync("/usr/bin/python3", [script, Wheels, .. Packages]);
        using var workspace = TestWorkspace.Create("python");
        Directory.CreateDirectory(workspace.PathOf("wheels"));
        foreach (var wheel in Directory.EnumerateFiles(Wheels))
        {
            File.Copy(wheel, workspace.PathOf($"wheels/{Path.GetFileName(wheel)}"));
        }

        workspace.Write("pip.conf", "[global]\nno-index = true\nfind-links = /wheels\n");
        workspace.Write("Dockerfile", $"""
            FROM {TheLab.Registry}/dotnet/runtime-deps:10.0 AS root
            RUN apt-get update && \
                apt-get install -y --no-install-recommends python3 python3-pip && \
                rm -rf /var/lib/apt/lists/* && \
                ln -s ../../bin/python3 /usr/local/bin/python
            COPY wheels /wheels
            COPY pip.conf /etc/

            FROM scratch
            COPY --from=root / /
            ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
            CMD ["python3"]
            """.ReplaceLineEndings("\n"));
        await LabImage.PushAsync(workspace, "library/python:3.13-slim");
        return requirements;
    }
}
