using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>
/// dotnet build -t:PublishContainer with ContainerizeBuilder: the builder compiles, and nobody else. The builder is a script that fails, since all that it
/// would be given is there by then; with real ones: Containerize.Engine.Tests.
/// </summary>
public sealed class BuilderDoorTests : PublisherTests
{
    private const string Program = "buildctl";

    [Fact]
    public async Task Nothing_is_compiled_and_what_others_hook_in_has_its_say()
    {
        var library = Publisher.Workspace.Library().ByReference().Save();
        var app = Publisher.Workspace.Console().ByReference().ItemProjectReference(library);
        // As MinVer and others do, and as people set what the image is to be like.
        Publisher.Workspace.Write("Directory.Build.targets", """
            <Project>
              <PropertyGroup><GetPackageVersionDependsOn>$(GetPackageVersionDependsOn);MakeVersion</GetPackageVersionDependsOn></PropertyGroup>
              <Target Name="MakeVersion"><PropertyGroup><Version>7.8.9</Version><PackageVersion>7.8.9</PackageVersion></PropertyGroup></Target>
              <Target Name="SetUser" BeforeTargets="ContainerizeImage"><PropertyGroup><ContainerUser>4711</ContainerUser></PropertyGroup></Target>
            </Project>
            """);

        var result = await CallAsync(app, "-p:ContainerizeBuilderArguments=--no-cache");

        result.Errors.ShouldHaveSingleItem(result.Text).Code.ShouldBe("CTZ6011");
        foreach (var project in (string[])["App", library.Name])
        {
            Directory.EnumerateFiles(Publisher.Workspace.PathOf(project), "*.dll", SearchOption.AllDirectories).ShouldBeEmpty();
        }

        var dockerfile = Publisher.Workspace.Read("App/obj/Release/net10.0/containerize/Dockerfile");
        dockerfile.ShouldContain("-c Release");
        dockerfile.ShouldContain($"COPY {library.Name}/ {library.Name}/");
        dockerfile.ShouldContain("LABEL org.opencontainers.image.version=7.8.9");
        dockerfile.ShouldContain("USER 4711");
        Publisher.Workspace.Read("called").ShouldSatisfyAllConditions(
            call => call.ShouldContain("--opt filename=Dockerfile"),
            call => call.ShouldEndWith("--no-cache\n"));
    }

    [Fact]
    public async Task What_is_wrong_is_told_before_the_builder_is_asked()
    {
        var result = await CallAsync(Publisher.Workspace.Console().ByReference().ItemInclude("ContainerPort", "http").ItemInclude("ContainerPort", "70000"));

        result.Errors.Select(error => error.Code).ShouldBe(["CTZ1105", "CTZ1105"], result.Text);
        File.Exists(Publisher.Workspace.PathOf("called")).ShouldBeFalse();
    }

    [Theory]
    [InlineData(true)]
    // By an item, which only a target can see.
    [InlineData(false)]
    public async Task A_project_that_gets_no_image_says_so(bool isSaidByProperty)
    {
        var app = Publisher.Workspace.Console().ByReference();
        var result = (await CallAsync(isSaidByProperty ? app.Property("EnableSdkContainerSupport", "false") : app.ItemInclude("ProjectCapability", "TestContainer"))).ShouldSucceed();

        result.Warnings.ShouldHaveSingleItem(result.Text).Code.ShouldBe("CTZ1003");
        File.Exists(Publisher.Workspace.PathOf("called")).ShouldBeFalse();
    }

    private Task<DotnetResult> CallAsync(ProjectCreator app, params string[] properties)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the builder is a shell script");
        var workspace = Publisher.Workspace.WithPackageInside();
        workspace.Write($"programs/{Program}", $"#!/bin/sh\necho \"$*\" > '{workspace.PathOf("called")}'\necho 'error: failed to solve: as it is meant to' >&2\nexit 1\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(workspace.PathOf($"programs/{Program}"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        workspace.Dotnet.Environment["PATH"] = $"{workspace.PathOf("programs")}:{Environment.GetEnvironmentVariable("PATH")}";
        return workspace.Dotnet.RunAsync(
            ["build", app.Save().FullPath, "-t:PublishContainer", $"-p:ContainerizeBuilder={Program}", $"-p:ContainerizeBaseRegistry={Publisher.Registry.Host}", $"-p:ContainerRegistry={Publisher.Registry.Host}", .. properties],
            TestContext.Current.CancellationToken);
    }
}
