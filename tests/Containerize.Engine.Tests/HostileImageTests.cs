using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;
using Containerize.Tests.Engine.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>
/// An image under the tag that tells lies: it names somebody else's blob for a layer of ours. podman 4 would run it; a machine with an empty
/// cache must not pass it on.
/// </summary>
public sealed class HostileImageTests(HelloWeb web)
{
    [LabFact]
    public async Task A_foreign_blob_in_place_of_a_layer_of_ours_is_replaced_by_ours()
    {
        var repository = TheLab.NewName("hostile");
        var right = await PublishAsync(repository);
        using var registry = new RegistryContent(TheLab.Registry);
        await registry.ReplaceManifestAsync(repository, manifest =>
        {
            // The application's layer gets the content of the one below.
            var layers = manifest["layers"]!.AsArray();
            layers[^1] = layers[^2]!.DeepClone();
        });

        var again = await PublishAsync(repository);

        again.Digest.ShouldBe(right.Digest);
        again.OwnLayers.Single(layer => layer.Class == "app").Digest.ShouldBe(right.OwnLayers.Single(layer => layer.Class == "app").Digest);
        (await registry.PullAsync(repository)).ShouldBeSound();
        await Docker.RunAsync("pull", "--quiet", $"{TheLab.Registry}/{repository}:latest");
    }

    private async Task<PublishedImage> PublishAsync(string repository)
    {
        using var empty = TestWorkspace.Create();
        return (await web.PublishAsync([.. HelloWeb.To(repository), $"-p:ContainerizeCacheDirectory={empty.Root}"])).Image;
    }
}
