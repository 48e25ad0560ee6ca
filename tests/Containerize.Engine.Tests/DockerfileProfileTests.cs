using System.Text.Json.Nodes;
using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Building;
using Containerize.Tests.Engine.Lab;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>
/// What <see cref="DockerfileParityTests"/> and <see cref="DockerfileCacheTests"/> show of the profile that is the default, for the builders that the others
/// are for. Their instructions are the same ones in the same order (a test of the golden files), so one project is enough.
/// </summary>
public sealed class DockerfileProfileTests
{
    /// <summary>Self-contained: the stages have to find out for which platform, and nobody tells them.</summary>
    [LabFact]
    public async Task A_plain_file_makes_the_image_that_a_publish_makes_without_BuildKit_and_an_edit_restores_nothing()
    {
        using var workspace = TestWorkspace.Create("w").WithPackageInside();
        var project = Shapes.Create("self-contained and precompiled", workspace).ItemProjectReference(workspace.Library().Save()).Save();
        var dockerfile = await GeneratedDockerfile.GenerateAsync(project, "-p:ContainerizeDockerfileProfile=plain", "-p:ContainerizeDockerignore=true", Sdk);
        var direct = await DirectImage.PublishAsync(project);

        var first = await ShouldBuildAsync(dockerfile, ImageBuilder.ClassicDocker, direct);
        await ShouldBuildAsync(dockerfile, ImageBuilder.Buildah, direct);

        var edited = await workspace.WhileChangedAsync("SelfContained/Program.cs", "hello", "hello again", () => dockerfile.BuildAsync(ImageBuilder.ClassicDocker));
        edited.Ran("Restored /source/").ShouldBeFalse(edited.Text);
        (await LayersAsync(edited, direct)).Except(await LayersAsync(first, direct), StringComparer.Ordinal).ShouldHaveSingleItem();
        (await edited.RunAsync([])).Trim().ShouldBe("hello again");
    }

    [LabFact]
    public async Task A_file_for_BuildKit_makes_it_without_a_frontend_from_elsewhere_and_editors_get_what_it_is_run_in()
    {
        using var workspace = TestWorkspace.Create("w").WithPackageInside();
        var project = Shapes.Create("web with a library, packages and assets", workspace).Save();
        var dockerfile = await GeneratedDockerfile.GenerateAsync(project, "-p:ContainerizeDockerfileProfile=buildkit", "-p:ContainerizeBaseStage=true", Sdk);
        var direct = await DirectImage.PublishAsync(project);

        // The working directory is made before anything is copied into it.
        await ShouldBuildAsync(dockerfile, ImageBuilder.NewDocker, direct, ["app"]);

        var surroundings = await dockerfile.BuildAsync(ImageBuilder.NewDocker, "--target", "base");
        var run = (await surroundings.Builder.Engine.ImageAsync(surroundings.Tag)).ShouldNotBeNull()["Config"]!;
        foreach (var field in new[] { "User", "ExposedPorts", "WorkingDir" })
        {
            JsonNode.DeepEquals(run[field], direct.Run[field]).ShouldBeTrue($"{field}: {run[field]?.ToJsonString()}");
        }
    }

    /// <summary>The lab has one SDK image, and it has no tag of a family.</summary>
    private static string Sdk => $"-p:ContainerizeSdkImage={TheLab.Registry}/dotnet/sdk:10.0";

    /// <param name="below">What lies in layers below those of the direct image.</param>
    private static async Task<ImageBuild> ShouldBuildAsync(GeneratedDockerfile dockerfile, ImageBuilder builder, PulledImage direct, params string[] below)
    {
        var build = await dockerfile.BuildAsync(builder);
        build.Text.ShouldNotContain("CTZ6004");
        var built = await build.ReadAsync(dockerfile.Workspace);
        var layers = built.OwnLayersAbove(direct);
        var more = layers.Take(layers.Count - direct.OwnLayers.Count).ToArray();
        more.SelectMany(layer => layer.Items).Select(item => item.Path.Trim('/')).Where(path => path.Length > 0).ShouldBe(below, builder.ToString());
        layers.Skip(more.Length).Select(layer => ImageLikeness.Tree(layer, direct.WorkingDirectory!))
            .ShouldBe(direct.OwnLayers.Select(layer => ImageLikeness.Tree(layer, direct.WorkingDirectory!)), builder.ToString());
        ImageLikeness.Configuration(built).ShouldBe(ImageLikeness.Configuration(direct), builder.ToString());
        return build;
    }

    /// <returns>diffIDs above the base.</returns>
    private static async Task<IEnumerable<string>> LayersAsync(ImageBuild build, PulledImage direct)
        => (await build.DiffIdsAsync()).Skip(direct.Layers.Count - direct.OwnLayers.Count);
}
