using System.Text.RegularExpressions;
using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>The layers that a Dockerfile names before anything is built are those that the publish in it finds.</summary>
public sealed partial class DockerfileForesightTests
{
    private const int Files = 20;
    private const int Size = 8 * 1024 * 1024;

    [Fact]
    public async Task Large_content_from_another_folder_is_foreseen_in_pieces_and_copied_as_that_folder()
    {
        using var workspace = TestWorkspace.Create().WithPackageInside();
        Directory.CreateDirectory(workspace.PathOf("data"));
        for (var number = 0; number < Files; number++)
        {
            // A hole: it takes no room.
            using var file = File.Create(workspace.PathOf($"data/{number}.bin"));
            file.SetLength(Size);
        }

        var project = workspace.Console().ByReference().ItemInclude("Content", "../data/**", metadata: new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Link"] = "data/%(Filename)%(Extension)",
            ["CopyToPublishDirectory"] = "PreserveNewest",
        });
        (await project.TryBuildAsync(TestContext.Current.CancellationToken, "-t:ContainerizeDockerfile", "-p:NuGetAudit=false")).ShouldSucceed();

        var dockerfile = workspace.Read("App/Dockerfile");
        string[] layers = [.. CopiedLayer().Matches(dockerfile).Select(copied => copied.Groups["name"].Value)];
        layers.Count(layer => layer.StartsWith("assets", StringComparison.Ordinal)).ShouldBeGreaterThan(1);
        dockerfile.ShouldNotContain(".bin");
        workspace.Read("App/Dockerfile.dockerignore").Split('\n').ShouldContain("!data");

        var result = await project.TryPublishAsync(
            TestContext.Current.CancellationToken,
            $"-p:ContainerizeLayersPath={workspace.PathOf("layers")}",
            $"-p:ContainerizeLayerNames={string.Join('+', layers)}");
        result.ShouldSucceed().Warnings.ShouldBeEmpty();
        workspace.FilesBelow("layers").Count(file => file.EndsWith(".bin", StringComparison.Ordinal)).ShouldBe(Files);
    }

    [GeneratedRegex("/layers/(?<name>[^/]+)/")]
    private static partial Regex CopiedLayer();
}
