using Containerize.Diagnostics;
using Containerize.Languages;
using Containerize.Languages.Node;
using Containerize.Layering;
using Containerize.Oci;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Languages;

/// <summary>What a folder with a package.json tells of an app.</summary>
public sealed class NodeAppTests : IDisposable
{
    private const string Lock = """
        { "lockfileVersion": 3, "packages": {
            "": { "name": "shop" },
            "node_modules/express": { "version": "5.1.0" },
            "node_modules/@acme/kit": { "version": "2.0.0", "hasInstallScript": true },
            "node_modules/next": { "version": "15.0.0", "bin": { "next": "dist/bin/next" } },
            "node_modules/typescript": { "version": "5.9.0", "dev": true, "bin": { "tsc": "bin/tsc" }, "hasInstallScript": true },
            "node_modules/own": { "resolved": "packages/own", "link": true },
            "packages/own": { "version": "1.0.0" },
            "packages/own/node_modules/express": { "version": "4.21.0" } } }
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("""{ "scripts": { "start": "node server.js" } }""", "node server.js")]
    [InlineData("""{ "scripts": { "start": "node --import './a b.mjs' dist/index.js --port 80" }, "main": "other.js" }""", "node --import ./a b.mjs dist/index.js --port 80")]
    [InlineData("""{ "scripts": { "start": "next start" } }""", "./node_modules/.bin/next start")]
    [InlineData("""{ "main": "server.js" }""", "node server.js")]
    [InlineData("""{ "main": "missing.js" }""", "node server.js")]
    [InlineData("{ }", "node server.js")]
    public void It_starts_with_one_program_and_no_npm(string package, string command)
    {
        folder.Write("server.js", "1");

        string.Join(' ', Read(package, Lock).FindCommand()).ShouldBe(command);
    }

    [Theory]
    [InlineData("NODE_ENV=production node server.js")]
    [InlineData("npm run build && node server.js")]
    [InlineData("node server.js > log")]
    [InlineData("node $FILE")]
    [InlineData("tsc --watch")]
    [InlineData("nodemon server.js")]
    [InlineData("node \"a")]
    public void A_script_for_a_shell_or_for_what_is_not_installed_is_an_error_that_names_the_item(string script)
    {
        folder.Write("server.js", "1");
        var app = Read($$"""{ "scripts": { "start": {{System.Text.Json.JsonSerializer.Serialize(script)}} } }""", Lock);

        var error = Should.Throw<ContainerizeException>(app.FindCommand);

        error.Code.ShouldBe(ErrorCodes.AppCommandUnknown);
        error.Message.ShouldContain("ContainerAppCommand");
    }

    [Fact]
    public void Without_any_hint_there_is_no_command() => Should.Throw<ContainerizeException>(Read("{ }").FindCommand).Code.ShouldBe(ErrorCodes.AppCommandUnknown);

    [Theory]
    [InlineData(null, null, "24-slim")]
    [InlineData(">=20", null, "24-slim")]
    [InlineData(">= 18 < 23", null, "22-slim")]
    [InlineData("^20.11.0 || ^22.0.0", null, "22-slim")]
    [InlineData("18 - 20", null, "20-slim")]
    [InlineData("20.x", null, "20-slim")]
    [InlineData("<=18.19", null, "18-slim")]
    [InlineData(">22", null, "24-slim")]
    [InlineData("~23.1", null, "23-slim")]
    [InlineData("*", null, "24-slim")]
    [InlineData("20", "22", "22-slim")]
    [InlineData(null, "v22.3.1\n", "22.3.1-slim")]
    [InlineData(null, "lts/jod", "jod-slim")]
    [InlineData(null, "lts/*", "24-slim")]
    public void Its_base_has_the_version_that_it_asks_for(string? engines, string? nvmrc, string tag)
    {
        if (nvmrc is not null)
        {
            folder.Write(".nvmrc", nvmrc);
        }

        Read(engines is null ? "{}" : $$"""{ "engines": { "node": "{{engines}}" } }""").Base.ShouldBe((DockerHub.Name, "library/node", tag));
    }

    [Theory]
    [InlineData("docker.io/library/node:20.11-alpine", "20.11", "20.11-alpine")]
    [InlineData("mirror.example:5000/hub/node:22", "22", "22-slim")]
    [InlineData("docker.io/acme/runtime:7-alpine", null, "24-alpine")]
    [InlineData("docker.io/library/node:lts-slim", null, "24-slim")]
    public void A_base_that_the_project_names_says_the_version_and_the_system_that_builds(string named, string? version, string tag)
    {
        ImageReference.TryParse(named, out var reference).ShouldBeTrue();
        folder.Write("package.json", "{}");

        LanguageApp.FindVersion(reference!, "node").ShouldBe(version);
        NodeApp.Read(folder.Root, version).BuildImageFor(reference!).Tag.ShouldBe(tag);
    }

    [Theory]
    [InlineData(">=200", null)]
    [InlineData("latest", null)]
    [InlineData(null, "system")]
    public void A_version_that_no_image_has_is_an_error(string? engines, string? nvmrc)
    {
        if (nvmrc is not null)
        {
            folder.Write(".nvmrc", nvmrc);
        }

        Should.Throw<ContainerizeException>(() => Read(engines is null ? "{}" : $$"""{ "engines": { "node": "{{engines}}" } }""").Base)
            .Code.ShouldBe(ErrorCodes.BaseImageNotInferred);
    }

    [Fact]
    public void The_lock_file_says_whose_files_are_whose()
    {
        var app = Read("""{ "dependencies": { "express": "*" } }""", Lock);

        app.OriginOf("node_modules/express/lib/a.js").ShouldBe(new FileOrigin.Package("express", "5.1.0"));
        app.OriginOf("node_modules/@acme/kit/a.js").ShouldBe(new FileOrigin.Package("@acme/kit", "2.0.0"));
        app.OriginOf("packages/own/node_modules/express/a.js").ShouldBe(new FileOrigin.Package("express", "4.21.0"));
        app.OriginOf("public/site.css").ShouldBe(new FileOrigin.Content());
        app.OriginOf("server.js").ShouldBe(new FileOrigin.App());
        app.OriginOf("lib/public/a.js").ShouldBe(new FileOrigin.App());
    }

    [Fact]
    public void A_builder_gets_the_package_files_of_folders_whose_names_mean_something_in_a_pattern()
    {
        folder.Write("packages/c++/package.json", "{}");

        var text = Read("""{ "workspaces": ["packages/*"] }""", Lock.Replace("packages/own", "packages/c++", StringComparison.Ordinal)).IgnoreText;

        text.ShouldEndWith("!package-lock.json\n!package.json\n!packages/c\\+\\+/package.json\n");
    }

    [Fact]
    public void Packages_of_the_folder_itself_are_installed_as_links_to_where_the_app_has_them()
    {
        folder.Write("packages/own/package.json", "{}");
        var packages = Read("""{ "workspaces": ["packages/*"] }""", Lock).Packages;

        packages.Files.ShouldBe(["package-lock.json", "package.json", "packages/own/package.json"]);
        packages.Folders.ShouldBe(["node_modules", "packages/own/node_modules"]);
        packages.IsInstalled("node_modules").ShouldBeTrue();
        packages.IsInstalled("packages/own").ShouldBeTrue();
        packages.IsInstalled("packages/own/node_modules/express/a.js").ShouldBeTrue();
        packages.IsInstalled("packages/own/package.json").ShouldBeFalse();
        packages.IsInstalled("package.json").ShouldBeFalse();
        packages.IsInstalled("node_modules/.package-lock.json").ShouldBeFalse();
        packages.IsInstalled("node_modules/.cache/a").ShouldBeFalse();
    }

    [Fact]
    public void What_belongs_to_the_project_to_git_or_to_one_machine_is_no_part_of_it()
    {
        string[] wanted = ["bin/www", "lib/README.md", "package.json", "public/a.css", "server.js"];
        string[] others =
        [
            ".env", ".git/config", ".npmrc", "Dockerfile", "README.md", "Shop.proj", "bin/Release/net10.0/publish/a", "compose.yaml", "node_modules/a/a.js",
            "obj/project.assets.json", "package-lock.json", "lib/node_modules/a.js", "notes/todo.txt", "nuget.config",
        ];
        folder.Write(".dockerignore", "# ours\nnotes\npackage.json\n");
        foreach (var file in wanted.Concat(others))
        {
            folder.Write(file, "{}");
        }

        var content = Read("{}", "{}").ListContent(Target(folder.At("obj"))).ShouldHaveSingleItem();

        wanted.Where(path => !content.Takes(path)).ShouldBeEmpty();
        others.Where(content.Takes).ShouldBeEmpty();
        content.Takes("bin").ShouldBeTrue();
        content.Enters("bin").ShouldBeTrue();
        content.Enters("notes").ShouldBeFalse();
    }

    [Fact]
    public void What_the_ignore_file_lets_in_by_a_pattern_is_in_it()
    {
        folder.Write(".dockerignore", "docs\n!**/keep.md\n");
        var content = Read("{}", "{}").ListContent(Target(folder.At("obj"))).ShouldHaveSingleItem();

        content.Enters("docs/deep").ShouldBeTrue();
        content.Takes("docs/deep/keep.md").ShouldBeTrue();
        content.Takes("docs/deep/other.md").ShouldBeFalse();
    }

    [Theory]
    [InlineData("yarn.lock", "CTZ6020")]
    [InlineData("pnpm-lock.yaml", "CTZ6020")]
    [InlineData(null, "CTZ6031")]
    public void Packages_that_npm_has_not_locked_are_an_error(string? file, string code)
    {
        if (file is not null)
        {
            folder.Write(file, "x");
        }

        Should.Throw<ContainerizeException>(Read("""{ "dependencies": { "a": "1" } }""").DescribeRestore).Code.Id.ShouldBe(code);
    }

    [Fact]
    public void A_package_outside_of_the_folder_is_an_error()
    {
        var app = Read(
            """{ "dependencies": { "a": "file:../a" } }""",
            """{ "packages": { "node_modules/a": { "resolved": "../a", "link": true }, "../a": { } } }""");

        Should.Throw<ContainerizeException>(app.DescribeRestore).Code.ShouldBe(ErrorCodes.OutsideContext);
    }

    [Fact]
    public void Passwords_that_its_settings_name_are_secrets_of_the_build()
    {
        folder.Write(".npmrc", "registry=https://npm.example/${TEAM}\n//npm.example/:_authToken=${NPM_TOKEN}\n# _auth=${OLD}\n");

        Read("""{ "dependencies": { "a": "1" } }""", "{}").DescribeRestore()!.Secrets.ShouldBe(["NPM_TOKEN"]);
    }

    [Theory]
    [InlineData("{ \"scripts\": ")]
    [InlineData("[]")]
    public void What_cannot_be_read_is_told_with_the_file(string text)
        => Should.Throw<ContainerizeException>(() => Read(text)).Message.ShouldContain("package.json");

    [Fact]
    public async Task A_tool_that_is_not_there_is_told_with_the_way_that_needs_none()
    {
        var host = new Containerize.Host.HostEnvironment(name => name == "PATH" ? folder.Root : null, folder.Root);
        var app = Read("""{ "dependencies": { "a": "1" } }""", "{}");

        var error = await Should.ThrowAsync<ContainerizeException>(() => app.PrepareAsync(Target(folder.At("obj/x")), new LanguageTools(host, new Publishing.RecordingLog()), CancellationToken.None));

        error.Code.ShouldBe(ErrorCodes.ToolMissing);
        error.Message.ShouldContain("no node on the PATH");
        error.Message.ShouldContain("ContainerizeBuilder=docker");
    }

    private static AppTarget Target(string path)
    {
        var linux = RuntimeIdentifier.Parse("linux-x64");
        return new AppTarget(linux, linux, path);
    }

    private NodeApp Read(string package, string? locked = null)
    {
        folder.Write("package.json", package);
        if (locked is not null)
        {
            folder.Write("package-lock.json", locked);
        }

        return NodeApp.Read(folder.Root);
    }
}
