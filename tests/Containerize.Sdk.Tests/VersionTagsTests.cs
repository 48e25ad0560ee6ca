using System.Diagnostics;
using Containerize.TestKit;
using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>Tags from the version, whoever makes it and when.</summary>
public sealed class VersionTagsTests : PublisherTests
{
    private const string Wanted = "-p:ContainerVersionTags=true";

    [Fact]
    [Sets("ContainerVersionTags")]
    public async Task They_come_in_addition_to_those_that_are_named_wherever_the_switch_stands()
    {
        Publisher.Workspace.Write("Directory.Build.props", "<Project><PropertyGroup><ContainerVersionTags>true</ContainerVersionTags></PropertyGroup></Project>");
        var app = Publisher.Workspace.Console().ByReference().Property("ContainerImageTags", "edge").Property("Version", "1.2.3");

        (await Publisher.PublishAsync(app)).ShouldSucceed();

        Publisher.Registry.Store.Tags("app").ShouldBe(["edge", "1.2.3", "1.2", "1", "latest"], ignoreOrder: true);
        (await Publisher.ImageAsync(reference: "1.2")).Label("org.opencontainers.image.version").ShouldBe("1.2.3");
    }

    [Fact]
    public async Task A_prerelease_that_the_command_line_names_moves_no_other_tag()
    {
        (await Publisher.PublishAsync(Publisher.Workspace.Console().ByReference(), Wanted, "-p:Version=2.0.0-rc.1+5")).ShouldSucceed();

        Publisher.Registry.Store.Tags("app").ShouldBe(["2.0.0-rc.1_5"]);
    }

    [Fact]
    public async Task A_version_that_a_target_has_set_counts()
    {
        Publisher.Workspace.Write("Directory.Build.targets", """
            <Project>
              <Target Name="Number" BeforeTargets="PrepareForBuild"><PropertyGroup><Version>3.4.5-x</Version></PropertyGroup></Target>
            </Project>
            """);

        (await Publisher.PublishAsync(Publisher.Workspace.Console().ByReference(), Wanted)).ShouldSucceed();

        Publisher.Registry.Store.Tags("app").ShouldBe(["3.4.5-x"]);
        (await Publisher.ImageAsync(reference: "3.4.5-x")).Label("org.opencontainers.image.version").ShouldBe("3.4.5-x");
    }

    [Fact]
    public async Task What_is_no_version_is_one_error_and_nothing_is_pushed()
    {
        var result = await Publisher.PublishAsync(Publisher.Workspace.Console().ByReference(), Wanted, "-p:ContainerVersion=next");

        var error = result.Errors.ShouldHaveSingleItem(result.Text);
        error.Code.ShouldBe("CTZ1103");
        error.Text.ShouldContain("'next' is not a version");
        Publisher.Registry.Store.Tags("app").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_switch_that_is_neither_true_nor_false_is_an_error()
    {
        var result = await Publisher.PublishAsync(Publisher.Workspace.Console().ByReference(), "-p:ContainerVersionTags=major");

        result.Errors.ShouldHaveSingleItem(result.Text).Code.ShouldBe("CTZ1111");
    }

    [RanInto("a version that a package makes of git", "$(Version) in a tag, with MinVer, Nerdbank.GitVersioning or GitVersion: 1.0.0, as no target had run", "ContainerVersionTags: the version that they make, also in a publish with no build")]
    [Theory]
    [InlineData("MinVer", "8.0.0")]
    [InlineData("Nerdbank.GitVersioning", "3.10.94")]
    [InlineData("GitVersion.MsBuild", "6.8.2")]
    public async Task A_version_that_a_package_makes_of_git_needs_no_configuration(string package, string version)
    {
        var app = Publisher.Workspace.Console().ByReference().ItemPackageReference(package, version, privateAssets: "all")
            .File(".gitignore", "bin/\nobj/\n")
            .File("version.json", """{ "version": "1.2.3", "publicReleaseRefSpec": [ "." ] }""")
            .Save();
        await GitAsync(app, "init", "-q", "-b", "main");
        await GitAsync(app, "add", ".");
        await GitAsync(app, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "sources");
        await GitAsync(app, "tag", "1.2.3");

        (await Publisher.PublishAsync(app, Wanted)).ShouldSucceed();
        (await Publisher.PublishAsync(app, Wanted, "--no-build", "-p:ContainerRepository=again")).ShouldSucceed();

        string[] expected = ["1.2.3", "1.2", "1", "latest"];
        Publisher.Registry.Store.Tags("app").ShouldBe(expected, ignoreOrder: true);
        Publisher.Registry.Store.Tags("again").ShouldBe(expected, ignoreOrder: true);
    }

    private static async Task GitAsync(ProjectCreator app, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = app.DirectoryPath })!;
        await git.WaitForExitAsync(TestContext.Current.CancellationToken);
        git.ExitCode.ShouldBe(0);
    }
}
