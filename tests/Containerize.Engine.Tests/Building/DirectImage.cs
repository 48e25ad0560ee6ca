using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;
using Xunit;

namespace Containerize.Tests.Engine.Building;

/// <summary>What a builder's image is held against: the image that a publish makes of the same project.</summary>
internal static class DirectImage
{
    public static Task<PulledImage> PublishAsync(ProjectCreator project) => PublishAsync(project.Workspace, project.FullPath);

    /// <param name="entry">Absolute path of a project, or of a program of one file.</param>
    public static async Task<PulledImage> PublishAsync(TestWorkspace workspace, string entry, params string[] options)
    {
        var repository = TheLab.NewName("parity");
        var publish = await workspace.Dotnet.RunAsync(
            ["publish", entry, .. options, "-p:ContainerImage=true", $"-p:ContainerRegistry={TheLab.Registry}", $"-p:ContainerRepository={repository}", $"-p:ContainerizeBaseRegistry={TheLab.Registry}"],
            TestContext.Current.CancellationToken);
        publish.ShouldSucceed();
        await Command.RunAsync("skopeo", ["copy", "--quiet", "--src-tls-verify=false", $"docker://{TheLab.Registry}/{repository}:latest", "oci:.direct:image"], workspace.Root);
        return await PulledImage.ReadAsync(LayoutImageSource.OfFolder(workspace.PathOf(".direct")), "image", cancellationToken: TestContext.Current.CancellationToken);
    }

    /// <summary>What a builder put upon the base of a direct image, lowest first.</summary>
    public static IReadOnlyList<PulledLayer> OwnLayersAbove(this PulledImage built, PulledImage direct)
    {
        var diffIds = built.Config["rootfs"]!["diff_ids"]!.AsArray();
        return [.. built.Layers.Zip(diffIds, (layer, diffId) => (Layer: layer, DiffId: (string)diffId!))
            .Skip(direct.Layers.Count - direct.OwnLayers.Count)
            .Where(entry => entry.DiffId != ImageBuild.EmptyTar)
            .Select(entry => entry.Layer)];
    }
}
