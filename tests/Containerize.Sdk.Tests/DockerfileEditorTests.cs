using Containerize.TestKit;
using Containerize.TestKit.Feeds;
using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>A stage for editors in the Dockerfile, and what Visual Studio reads to find it.</summary>
public sealed class DockerfileEditorTests
{
    /// <summary>Of Visual Studio's own package, which only it can use; here one of that name, with nothing of that in it.</summary>
    private const string Tools = "Microsoft.VisualStudio.Azure.Containers.Tools.Targets";

    private static readonly string[] Asked = ["DockerfileContext", "DockerfileFile", "DockerfileFastModeStage", "DockerDefaultTargetOS", "DockerFastModeProjectMountDirectory"];

    [Fact]
    [Sets("ContainerizeBaseStage", "ContainerBuildContext", "ContainerPath", "ContainerFastModeStage", "ContainerFastModeProjectMountDirectory")]
    public async Task A_project_that_references_Visual_Studios_tools_has_the_stage_and_tells_them_where_it_is()
    {
        using var workspace = TestWorkspace.Create().WithPackageInside();
        var tools = await PackedLibrary.PackAsync(Tools, "nothing", TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(workspace.PathOf(Path.Join("packages", tools.FileName)), tools.Content, TestContext.Current.CancellationToken);
        var app = workspace.Console().ByReference().ItemPackageReference(Tools, tools.Version).ItemProjectReference(workspace.Library().Save())
            .Property("ContainerWorkingDirectory", "/srv/app").Save();
        (await ReadAsync(app)).ShouldBe(["", "", "", "", ""]);

        (await GenerateAsync(app)).ShouldSucceed();

        workspace.Read("App/Dockerfile").ShouldContain(" AS base\n");
        (await ReadAsync(app)).ShouldBe(["..", "", "base", "Linux", "/srv/app"]);
        // What the project says, by an old name or a new one, stays.
        (await ReadAsync(app, "-p:DockerfileContext=.", "-p:DockerfileFastModeStage=debug", "-p:DockerDefaultTargetOS=Windows")).ShouldBe([".", "", "debug", "Windows", "/srv/app"]);
        (await ReadAsync(app, "-p:ContainerBuildContext=.", "-p:ContainerFastModeStage=debug", "-p:ContainerFastModeProjectMountDirectory=/x")).ShouldBe(["", "", "", "Linux", ""]);

        (await GenerateAsync(app, "-p:ContainerizeBaseStage=false", "-p:ContainerizeDockerfilePath=build/Dockerfile")).ShouldSucceed();
        workspace.Read("App/build/Dockerfile").ShouldNotContain(" AS base\n");
        (await GenerateAsync(app, "-p:ContainerizeBaseStage=true", "-p:ContainerizeDockerfilePath=build/Dockerfile")).ShouldSucceed();
        (await ReadAsync(app, "-p:ContainerizeDockerfilePath=build/Dockerfile")).ShouldBe(["../..", "build/Dockerfile", "base", "Linux", "/srv/app"]);
        (await ReadAsync(app, "-p:ContainerizeDockerfilePath=build/Dockerfile", "-p:ContainerPath=x"))[1].ShouldBeEmpty();
    }

    private static Task<DotnetResult> GenerateAsync(ProjectCreator app, params string[] arguments)
        => app.TryBuildAsync(TestContext.Current.CancellationToken, ["-t:ContainerizeDockerfile", "-p:NuGetAudit=false", .. arguments]);

    private static async Task<string[]> ReadAsync(ProjectCreator app, params string[] arguments)
    {
        var result = await app.Workspace.Dotnet.RunAsync(
            ["msbuild", app.FullPath, "-restore", .. Asked.Select(name => $"-getProperty:{name}"), .. arguments], TestContext.Current.CancellationToken);
        using var json = System.Text.Json.JsonDocument.Parse(result.ShouldSucceed().Text);
        return [.. Asked.Select(name => json.RootElement.GetProperty("Properties").GetProperty(name).GetString()!)];
    }
}
