using Containerize.TestKit;
using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Containerize.TestKit.Registry.Seeding;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>A container project of Node.js, with a program in the place of npm that tells how often it was called and for what.</summary>
public sealed class NodeProjectTests : IAsyncLifetime
{
    private const string Package = """{ "name": "shop", "scripts": { "start": "node server.js" }, "dependencies": { "kit": "1.0.0" } }""";
    private const string Lock = """{ "lockfileVersion": 3, "packages": { "node_modules/kit": { "version": "1.0.0" } } }""";

    /// <summary>Installs what the lock file says, as npm would.</summary>
    private const string Npm = """
        #!/bin/sh
        echo "$@" >> "$CALLS"
        case "$1" in
            --version) echo 10.9.0; exit ;;
        esac
        if grep -q broken package-lock.json; then echo "npm error code E404" >&2; echo "npm error 404 no such package" >&2; exit 1; fi
        mkdir -p node_modules/kit/bin node_modules/.bin
        cp package-lock.json node_modules/kit/data.json
        cp package-lock.json node_modules/.package-lock.json
        echo '#!/usr/bin/env node' > node_modules/kit/bin/kit.js
        chmod 755 node_modules/kit/bin/kit.js
        ln -s ../kit/bin/kit.js node_modules/.bin/kit
        """;

    private Publisher publisher = null!;

    public async ValueTask InitializeAsync()
    {
        publisher = await Publisher.StartAsync("a shöp");
        publisher.Registry.PushBase("library/node", "24-slim");
        if (OperatingSystem.IsLinux())
        {
            Tool("npm", Npm);
            Tool("node", "#!/bin/sh\necho v24.1.0\n");
            publisher.Workspace.Dotnet.Environment["PATH"] = $"{publisher.Workspace.PathOf(".tools")}:{Environment.GetEnvironmentVariable("PATH")}";
            publisher.Workspace.Dotnet.Environment["CALLS"] = publisher.Workspace.PathOf(".calls");
        }
    }

    public ValueTask DisposeAsync() => publisher.DisposeAsync();

    [Fact]
    public async Task Packages_lie_below_the_app_and_start_with_node()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The program in the place of npm is a shell script.");

        var image = await PublishAsync(Shop());

        image.OwnLayers.Select(layer => layer.Class).ShouldBe(["packages", "assets", "app"]);
        image.Files.Keys.Where(path => path.StartsWith("app/", StringComparison.Ordinal)).ShouldBe(
            [
                "app/node_modules/kit/data.json", "app/node_modules/kit/bin/kit.js", "app/node_modules/.bin/kit", "app/public/a.css", "app/package.json", "app/server.js",
            ],
            ignoreOrder: true);
        image.Files["app/node_modules/kit/bin/kit.js"].IsExecutable.ShouldBeTrue();
        image.Files["app/node_modules/.bin/kit"].LinkTarget.ShouldBe("../kit/bin/kit.js");
        image.Entrypoint.ShouldBe(["node", "server.js"]);
        image.Environment("NODE_ENV").ShouldBe("production");
        image.Label("org.opencontainers.image.base.name").ShouldEndWith("/library/node:24-slim");
        Calls().ShouldBe(["ci --omit=dev --no-audit --no-fund --no-update-notifier"]);
        Directory.Exists(publisher.Workspace.PathOf("node_modules")).ShouldBeFalse("the folder is left as it was");
    }

    [Fact]
    public async Task Only_another_lock_file_makes_npm_run_again()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The program in the place of npm is a shell script.");
        var shop = Shop();
        await PublishAsync(shop);
        publisher.Workspace.Write("server.js", "2");
        (await PublishAsync(shop)).Files["app/server.js"].Text.ShouldBe("2");
        (await publisher.PublishAsync(shop, "--no-build")).ShouldSucceed();
        Calls().Length.ShouldBe(1);

        publisher.Workspace.Write("package-lock.json", Lock.Replace("1.0.0", "1.0.1", StringComparison.Ordinal));

        (await PublishAsync(shop)).Files["app/node_modules/kit/data.json"].Text.ShouldContain("1.0.1");
        Calls().Length.ShouldBe(2);
    }

    [Fact]
    public async Task Each_platform_gets_the_packages_that_are_for_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The program in the place of npm is a shell script.");
        var shop = Shop().Property("ContainerRuntimeIdentifiers", "linux-x64;linux-arm64");

        (await publisher.PublishAsync(shop)).ShouldSucceed();

        (await publisher.ImageAsync("shop", architecture: "arm64")).Files.Keys.ShouldContain("app/node_modules/kit/data.json");
        Calls().ShouldContain(call => call.Contains("--cpu=arm64", StringComparison.Ordinal) && call.Contains("--ignore-scripts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_npm_says_is_told_in_one_line_and_nothing_is_pushed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The program in the place of npm is a shell script.");
        var shop = Shop().File("package-lock.json", """{ "broken": true }""");

        var result = await publisher.PublishAsync(shop);

        var error = result.Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe("CTZ6030");
        error.Text.ShouldContain("404 no such package");
        error.Text.ShouldContain("ContainerizeBuilder=docker");
        publisher.Registry.Store.Repositories.ShouldNotContain("shop");
    }

    [Fact]
    public async Task Without_npm_a_publish_says_what_to_do()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The program in the place of npm is a shell script.");
        File.Delete(publisher.Workspace.PathOf(".tools/npm"));
        // Programs of the machine, npm aside.
        foreach (var name in new[] { "dotnet", "sh", "git" })
        {
            var found = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Join(folder, name)).FirstOrDefault(File.Exists);
            if (found is not null)
            {
                File.CreateSymbolicLink(publisher.Workspace.PathOf($".tools/{name}"), found);
            }
        }

        publisher.Workspace.Dotnet.Environment["PATH"] = publisher.Workspace.PathOf(".tools");

        var result = await publisher.PublishAsync(Shop());

        result.Errors.ShouldHaveSingleItem().Code.ShouldBe("CTZ6029");
        result.Errors[0].Text.ShouldContain("no npm on the PATH");
    }

    [Fact]
    [Sets("ContainerAppKind")]
    public async Task A_project_says_that_it_is_something_else_than_it_looks_like()
    {
        var none = Shop().Property("ContainerAppKind", "none").Property("ContainerBaseImage", "scratch").ItemInclude("ContainerContent", "server.js");
        var other = Project("other/Other.proj").Property("ContainerAppKind", "ruby").File("other/package.json", "{}");

        (await PublishAsync(none)).Files.Keys.ShouldBe(["app/server.js"]);
        var error = (await publisher.PublishAsync(other)).Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe("CTZ1111");
        error.Text.ShouldContain("'ruby' is no kind of app");
    }

    [Fact]
    public async Task What_cannot_be_published_is_told_before_npm_runs()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The program in the place of npm is a shell script.");
        var shop = Shop().File("package.json", """{ "scripts": { "start": "npm run build && node server.js" }, "dependencies": { "kit": "1.0.0" } }""");

        (await publisher.PublishAsync(shop)).Errors.ShouldHaveSingleItem().Code.ShouldBe("CTZ1130");
        Calls().ShouldBeEmpty();

        shop.ItemInclude("ContainerAppCommand", "node;server.js");
        (await PublishAsync(shop)).Entrypoint.ShouldBe(["node", "server.js"]);
    }

    [Fact]
    public async Task Its_own_values_go_before_the_usual_ones()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The program in the place of npm is a shell script.");
        var shop = Shop()
            .Property("ContainerUser", "2000").Property("ContainerWorkingDirectory", "/usr/src/app").Property("ContainerExclude", "*.css")
            .ItemInclude("ContainerEnvironmentVariable", "NODE_ENV", metadata: new Dictionary<string, string>(StringComparer.Ordinal) { ["Value"] = "staging" })
            .ItemInclude("ContainerPort", "3000");

        var image = await PublishAsync(shop);

        image.User.ShouldBe("2000");
        image.Environment("NODE_ENV").ShouldBe("staging");
        image.Files.Keys.ShouldContain("usr/src/app/server.js");
        image.Files.Keys.ShouldNotContain(path => path.EndsWith(".css", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_builder_that_gets_to_see_the_folder_is_given_what_lies_there()
    {
        var shop = Shop().File(".certs/root.crt", "certificate").ItemInclude("ContainerContent", ".certs/root.crt");

        (await GenerateAsync(shop)).ShouldSucceed();
        publisher.Workspace.Read("Dockerfile.dockerignore").Split('\n').ShouldContain("!.certs/root.crt");
        publisher.Workspace.Read("Dockerfile").ShouldContain("cp .certs/root.crt /added/assets/app/root.crt");

        shop.Save();
        publisher.Workspace.Write("../elsewhere.crt", "certificate");
        shop.ItemInclude("ContainerContent", "../elsewhere.crt");

        var refused = await GenerateAsync(shop);
        refused.ExitCode.ShouldNotBe(0);
        refused.Errors.ShouldHaveSingleItem().ShouldSatisfyAllConditions(error => error.Code.ShouldBe("CTZ6009"), error => error.Text.ShouldContain("elsewhere.crt"));
    }

    private Task<DotnetResult> GenerateAsync(ProjectCreator project)
    {
        project.Save();
        return publisher.Workspace.Dotnet.RunAsync(["build", project.FullPath, "-t:ContainerizeDockerfile"], TestContext.Current.CancellationToken);
    }

    private ProjectCreator Shop() => Project("Shop.proj")
        .File("package.json", Package).File("package-lock.json", Lock).File("server.js", "1").File("public/a.css", "a").File(".env", "PASSWORD=1").File("README.md", "how");

    private ProjectCreator Project(string path) => ProjectCreator.Create(publisher.Workspace, path, $"{PackedPackage.Name}/{PackedPackage.Version}");

    private async Task<PulledImage> PublishAsync(ProjectCreator project)
    {
        (await publisher.PublishAsync(project)).ShouldSucceed().Warnings.ShouldBeEmpty();
        return await publisher.ImageAsync("shop");
    }

    private string[] Calls() => File.Exists(publisher.Workspace.PathOf(".calls")) ? File.ReadAllLines(publisher.Workspace.PathOf(".calls")) : [];

    private void Tool(string name, string text)
    {
        publisher.Workspace.Write($".tools/{name}", text.ReplaceLineEndings("\n"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(publisher.Workspace.PathOf($".tools/{name}"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }
}
