using System.Diagnostics;
using Containerize.TestKit;
using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Containerize.TestKit.Registry.Seeding;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>Values reach the image as they were written, or are an error that says how to write them.</summary>
public sealed class ValueTests : PublisherTests
{
    [Fact]
    public async Task Words_with_characters_of_MSBuilds_reach_the_command_as_metadata_or_escaped()
    {
        var app = Publisher.Workspace.Console().ByReference()
            .ItemInclude("ContainerAppCommandArgs", "--filter")
            .ItemInclude("ContainerAppCommandArgs", "pattern", metadata: Value("*.md;b?"))
            .ItemInclude("ContainerAppCommandArgs", "match", metadata: Value(@"\d+ ""x"" 'y'"))
            .ItemInclude("ContainerDefaultArgs", "%2A.md;/h%3Fx=1;a%3Bb");

        var image = await Publisher.PublishSoundlyAsync(app);

        image.Entrypoint.ShouldBe(["dotnet", "/app/App.dll", "--filter", "*.md;b?", @"\d+ ""x"" 'y'"]);
        image.Command.ShouldBe(["*.md", "/h?x=1", "a;b"]);
    }

    [Fact]
    public async Task Items_are_what_was_written_though_they_are_called_alike_or_said_twice()
    {
        var app = Publisher.Workspace.Console().ByReference()
            .ItemInclude("ContainerAppCommandArgs", "-v;-v;%25b%3Bc")
            .ItemInclude("ContainerEnvironmentVariable", "same", metadata: Value("a;b=%3B 100%25 \"x\" 'y'"))
            .ItemInclude("ContainerLabel", "same", metadata: Value("in a label;"))
            .ItemInclude("ContainerAnnotation", "same", metadata: Value(""))
            .ItemInclude("ContainerLabel", " padded ", metadata: Value(" kept "))
            .ItemInclude("ContainerLabel", "example.com/a\\b", metadata: Value("c\\d"))
            .ItemInclude("ContainerEnvironmentVariable", "EMPTY", metadata: Value(""));

        var result = (await Publisher.PublishAsync(app)).ShouldSucceed();

        result.Warnings.ShouldBeEmpty();
        var image = await Publisher.ImageAsync();
        image.Entrypoint.ShouldBe(["dotnet", "/app/App.dll", "-v", "-v", "%b;c"]);
        image.Environment("same").ShouldBe("a;b=; 100% \"x\" 'y'");
        image.Environment("EMPTY").ShouldBeEmpty();
        image.Label("same").ShouldBe("in a label;");
        image.Label("padded").ShouldBe(" kept ");
        image.Label("example.com/a/b").ShouldBe("c\\d");
        ((string)image.Manifest["annotations"]!["same"]!).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_word_that_MSBuild_takes_for_files_is_one_error_that_names_it()
    {
        var result = await Publisher.PublishAsync(Publisher.Workspace.Console().ByReference().ItemInclude("ContainerAppCommandArgs", "--filter;*.md;/h?x=1"));

        var error = result.Errors.ShouldHaveSingleItem(result.Text);
        error.Code.ShouldBe("CTZ1119");
        error.Text.ShouldContain("'*.md'");
        Publisher.Registry.Store.Tags("app").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_path_is_added_to_the_bases_and_a_dollar_that_means_no_variable_stays()
    {
        var app = Publisher.Workspace.Console().ByReference()
            .ItemInclude("ContainerEnvironmentVariable", "PATH", metadata: Value("$PATH:/opt/tool"))
            .ItemInclude("ContainerEnvironmentVariable", "PRICE", metadata: new Dictionary<string, string>(StringComparer.Ordinal) { ["Value"] = "pa$PATH", ["Expand"] = "false" })
            .ItemInclude("ContainerEnvironmentVariable", "EMPTY", metadata: Value(""))
            .Property("ContainerUser", "$APP_UID");

        var result = (await Publisher.PublishAsync(app)).ShouldSucceed();

        var image = await Publisher.ImageAsync();
        image.Environment("PATH").ShouldBe("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/tool");
        image.Environment("PRICE").ShouldBe("pa$PATH");
        image.User.ShouldBe("1654");
        result.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_probably_not_meant_is_told_and_published()
    {
        var app = Publisher.Workspace.Console().ByReference()
            .ItemInclude("ContainerEnvironmentVariable", "MODE", metadata: new Dictionary<string, string>(StringComparer.Ordinal) { ["Vaule"] = "b" })
            .ItemInclude("ContainerEnvironmentVariable", "TOOLS", metadata: Value("$PAHT:/opt"))
            .ItemInclude("ContainerLayer", "models", metadata: new Dictionary<string, string>(StringComparer.Ordinal) { ["Files"] = "modles/*" });

        var result = (await Publisher.PublishAsync(app)).ShouldSucceed();

        result.Warnings.Select(warning => warning.Code).ShouldBe(["CTZ1121", "CTZ1122", "CTZ1123"], ignoreOrder: true);
        result.Text.ShouldContain("dated      1970-01-01, since the project is in no git work tree and SOURCE_DATE_EPOCH is not set");
    }

    [RanInto("a ContainerLayer that takes nothing", "a pattern that matches no file", "warning CTZ1122, which names the pattern")]
    [Fact]
    [Sets("ContainerLayer")]
    public async Task A_layer_whose_pattern_matches_something_is_not_told()
    {
        var app = Publisher.Workspace.Console().ByReference()
            .ItemInclude("ContainerLayer", "models", metadata: new Dictionary<string, string>(StringComparer.Ordinal) { ["Files"] = "*.deps.json" });

        (await Publisher.PublishAsync(app)).ShouldSucceed().Warnings.ShouldBeEmpty();
        (await Publisher.ImageAsync()).OwnLayers.Select(layer => layer.Class).ShouldBe(["host", "models", "app"]);
    }

    [Theory]
    [InlineData("Console", "dotnet/runtime-deps", "CTZ2006")]
    [InlineData("Web", "dotnet/runtime", "CTZ2006")]
    [InlineData("Console", "dotnet/runtime-old", "CTZ2006")]
    public async Task An_app_that_cannot_start_on_its_base_is_an_error_before_it_is_pushed(string kind, string repository, string code)
    {
        var old = FakeBases.Config("amd64", null);
        old["config"]!["Env"]!.AsArray()[^1] = "DOTNET_VERSION=8.0.20";
        Publisher.Registry.PushImage("old/dotnet/runtime", "8.0", old, FakeBases.Layers("amd64"));
        var project = kind == "Web" ? Publisher.Workspace.Web() : Publisher.Workspace.Console();
        var named = repository == "dotnet/runtime-old" ? "old/dotnet/runtime:8.0" : repository + ":10.0";

        var result = await Publisher.PublishAsync(project.ByReference(), $"-p:ContainerBaseImage={Publisher.Registry.Host}/{named}");

        result.Errors.ShouldHaveSingleItem(result.Text).Code.ShouldBe(code);
        Publisher.Registry.Store.Tags("app").ShouldBeEmpty();
    }

    [Fact]
    public async Task An_app_that_rolls_forward_starts_on_a_later_version()
    {
        var later = FakeBases.Config("amd64", null);
        later["config"]!["Env"]!.AsArray()[^1] = "DOTNET_VERSION=11.0.1";
        Publisher.Registry.PushImage("later/dotnet/runtime", "11.0", later, FakeBases.Layers("amd64"));
        var app = Publisher.Workspace.Console().ByReference().Property("RollForward", "Major");

        (await Publisher.PublishAsync(app, $"-p:ContainerBaseImage={Publisher.Registry.Host}/later/dotnet/runtime:11.0")).ShouldSucceed().Warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_app_for_musl_on_a_base_with_glibc_is_an_error()
    {
        var app = Publisher.Workspace.Console().ByReference().Property("RuntimeIdentifier", "linux-musl-x64").Property("SelfContained", "true");

        var result = await Publisher.PublishAsync(app, $"-p:ContainerBaseImage={Publisher.Registry.Host}/dotnet/runtime-deps:10.0");

        result.Errors.ShouldHaveSingleItem(result.Text).Code.ShouldBe("CTZ2007");
    }

    [Theory]
    [InlineData("ubuntu.22.04-x64")]
    [InlineData("rhel.8-x64")]
    [InlineData("any")]
    public async Task An_old_name_of_a_platform_is_read(string identifier)
        => (await Publisher.PublishSoundlyAsync(Publisher.Workspace.Console().ByReference(), "-p:ContainerRuntimeIdentifier=" + identifier)).OwnLayers.ShouldNotBeEmpty();

    /// <summary>What a reader pastes into a shell has to arrive as it was written.</summary>
    [RanInto("a command line of the docs", "the list of platforms in docs/platforms.md, pasted into bash: command not found, and one platform pushed", "every such line is taken apart by bash in a test, and published")]
    [Fact]
    public async Task Command_lines_of_the_docs_paste_into_bash()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "there is no /bin/bash");
        string[] lines =
        [
            .. new[] { "platforms.md", "properties.md" }
                .SelectMany(page => File.ReadLines(Path.Join(PackedPackage.RepositoryRoot, "docs", page)))
                .Where(line => line.StartsWith("dotnet publish ", StringComparison.Ordinal) && line.Contains("%3B", StringComparison.Ordinal)),
        ];
        lines.ShouldContain(line => line.Contains("ContainerRuntimeIdentifiers", StringComparison.Ordinal));
        lines.ShouldContain(line => line.Contains("ContainerImageTags", StringComparison.Ordinal));

        var app = Publisher.Workspace.Console().ByReference();
        foreach (var line in lines)
        {
            (await Publisher.PublishAsync(app, [.. await WordsAsync(line["dotnet publish ".Length..])])).ShouldSucceed();
        }

        (await Publisher.ImageAsync(architecture: "arm64")).OwnLayers.ShouldNotBeEmpty();
        Publisher.Registry.Store.Tags("app").ShouldBe(["1.4", "latest"]);
    }

    private static async Task<string[]> WordsAsync(string line)
    {
        using var bash = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", $"printf '%s\\n' {line}"]) { RedirectStandardOutput = true })!;
        var words = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        return words.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static Dictionary<string, string> Value(string value) => new(StringComparer.Ordinal) { ["Value"] = value };
}
