using System.Xml.Linq;
using Containerize.TestKit;
using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>Targets of others run when people expect it: what they set before ContainerizeImage and what they write after Publish is in the image.</summary>
public sealed class HookTests : PublisherTests
{
    private const string Repository = "hooked";

    public static TheoryData<string, bool> KindsAndDoors => [.. new[] { "console", "web", "worker" }.SelectMany(kind => new[] { (kind, true), (kind, false) })];

    [Theory]
    [MemberData(nameof(KindsAndDoors))]
    [RanInto("targets that set the image's values", "targets before ContainerizeImage that set version, tag, repository and labels, and a target after Publish that writes a file, in Directory.Build.targets", "all of it takes effect, in console, web and worker projects, through both doors")]
    public async Task What_targets_set_before_ContainerizeImage_and_write_after_Publish_is_in_the_image(string kind, bool bySdk)
    {
        Hooks.Write(Publisher.Workspace, Repository);
        var app = kind switch { "web" => Publisher.Workspace.Web(), "worker" => Publisher.Workspace.Worker(), _ => Publisher.Workspace.Console() };

        (await Publisher.PublishAsync(bySdk ? app.BySdk() : app.ByReference())).ShouldSucceed().Warnings.ShouldBeEmpty();

        Hooks.ShouldBeIn(await Publisher.ImageAsync(Repository, Hooks.Version));
        Publisher.Registry.Store.Repositories.ShouldNotContain("app");
    }

    [Fact]
    [RanInto("targets that set the image's values", "the same for an image of two platforms, which are published one by one", "all of it takes effect in both")]
    public async Task Several_platforms_published_one_by_one_are_hooked_alike()
    {
        Hooks.Write(Publisher.Workspace, Repository);
        var app = Publisher.Workspace.Console().ByReference().Property("RuntimeIdentifiers", "linux-x64;linux-arm64").Property("RuntimeIdentifier", "linux-x64").Property("SelfContained", "false");

        (await Publisher.PublishAsync(app, "-p:ContainerRuntimeIdentifiers=\"linux-x64;linux-arm64\"")).ShouldSucceed().Warnings.ShouldBeEmpty();

        Hooks.ShouldBeIn(await Publisher.ImageAsync(Repository, Hooks.Version));
        Hooks.ShouldBeIn(await Publisher.ImageAsync(Repository, Hooks.Version, "arm64"));
    }

    [Fact]
    [RanInto(
        "targets that set the image's values",
        "the same in a publish in which a target had a Dockerfile written before",
        "all of it takes effect in the image, and nothing of it in the Dockerfile")]
    public async Task A_Dockerfile_that_was_written_before_in_the_same_build_takes_nothing_from_a_hook()
    {
        Hooks.Write(Publisher.Workspace.WithPackageInside(), Repository);
        var app = Publisher.Workspace.Console().ByReference().Target(
            "WriteDockerfile", "Build", new XElement("CallTarget", new XAttribute("Targets", "ContainerizeDockerfile")));

        (await Publisher.PublishAsync(app)).ShouldSucceed().Warnings.ShouldBeEmpty();

        Hooks.ShouldBeIn(await Publisher.ImageAsync(Repository, Hooks.Version));
        Publisher.Workspace.Read("App/Dockerfile").ShouldNotContain("com.example.team");
    }

    [Fact]
    public async Task What_comes_after_ContainerizeImage_sees_the_image()
    {
        var app = Publisher.Workspace.Console().ByReference().Target(
            "Deploy", "ContainerizeImage", new XElement("Message", new XAttribute("Importance", "high"), new XAttribute("Text", "deploying @(ContainerizedImage->'%(Digest)')")));

        var result = (await Publisher.PublishAsync(app)).ShouldSucceed();

        result.Text.ShouldContain($"deploying {(await Publisher.ImageAsync()).Digest}");
    }

    public static TheoryData<string, string> TooEarly => new()
    {
        { "<PropertyGroup><ContainerImageTag>$(Version)</ContainerImageTag></PropertyGroup>", "'$(Version)', which was '' when MSBuild read it; Version became '1.0.0' later" },
        { "<PropertyGroup><ContainerImageTags>v$(PackageVersion);latest</ContainerImageTags></PropertyGroup>", "which was 'v;latest' when MSBuild read it" },
        { "<ItemGroup><ContainerLabel Include=\"build\" Value=\"$(BuildVersion)\" /></ItemGroup><Target Name=\"Make\" BeforeTargets=\"Publish\"><PropertyGroup><BuildVersion>8.1</BuildVersion></PropertyGroup></Target>", "BuildVersion became '8.1' later" },
        { "<PropertyGroup><Version>1.0.0</Version><ContainerImageTag>$(Version)</ContainerImageTag></PropertyGroup><Target Name=\"Make\" BeforeTargets=\"Publish\"><PropertyGroup><Version>8.1.0</Version></PropertyGroup></Target>", "Version became '8.1.0' later" },
    };

    [Theory]
    [MemberData(nameof(TooEarly))]
    [RanInto("a tag made of a version", "ContainerImageTag is $(Version) above the line that sets Version, or a target makes the version", "error CTZ1007 names the file, the line, what was read and what it is now; no image called latest")]
    public async Task A_value_that_was_read_too_early_is_an_error(string lines, string told)
    {
        var workspace = Publisher.Workspace;
        var app = workspace.Console().ByReference().Save();
        workspace.Write("App/App.csproj", workspace.Read("App/App.csproj").Replace("<Project Sdk=\"Microsoft.NET.Sdk\">", "<Project Sdk=\"Microsoft.NET.Sdk\">" + lines, StringComparison.Ordinal));

        var result = await workspace.Dotnet.RunAsync(["publish", app.FullPath, .. Publisher.ImageArguments], TestContext.Current.CancellationToken);

        var error = result.Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe("CTZ1007");
        error.Text.ShouldContain(told);
        error.Text.ShouldContain("App.csproj, line 1");
        Publisher.Registry.Requests.Of("PUT", "*").ShouldBeEmpty();
    }

    [Fact]
    [Sets("ContainerImageTag")]
    public async Task A_version_that_is_known_where_it_is_read_is_a_tag()
    {
        var app = Publisher.Workspace.Console().ByReference().Property("Version", "3.4.5").Property("ContainerImageTag", "v$(Version)");

        (await Publisher.PublishAsync(app)).ShouldSucceed();

        (await Publisher.ImageAsync(reference: "v3.4.5")).Label("org.opencontainers.image.version").ShouldBe("3.4.5");
    }
}
