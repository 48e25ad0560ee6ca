using Containerize.Tests.Engine.Lab;
using Containerize.Tests.Engine.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>What goes over the wire to docker-registry: its own log is the witness, and the result file must agree.</summary>
public sealed class RegistryTrafficTests(HelloWeb web, RegistryTrafficTests.Changing changing) : IClassFixture<RegistryTrafficTests.Changing>
{
    [LabFact]
    public async Task An_unchanged_republish_makes_two_requests_besides_a_greeting_and_none_of_them_about_a_blob()
    {
        await using var registry = await OwnRegistry.StartAsync();
        var arguments = HelloWeb.To(TheLab.NewName("unchanged"), registry.Address);
        (await web.PublishAsync(arguments)).Result.ShouldSucceed();

        Publication? second = null;
        var requests = await registry.Log.DuringAsync(async () => second = await web.PublishAsync(arguments));

        second!.Image.Unchanged.ShouldBeTrue();
        second.Image.BytesSent.ShouldBe(0);
        requests.ShouldAllBe(request => !request.IsAboutBlob);
        requests.Count(request => request.Path != "/v2/").ShouldBeLessThanOrEqualTo(2);
        requests.Count.ShouldBeLessThanOrEqualTo(3);
        second.Image.Requests.ShouldBe(requests.Count);
    }

    [LabFact]
    public async Task Base_layers_are_mounted_from_their_repository_and_never_uploaded()
    {
        await using var registry = await OwnRegistry.StartAsync();

        Publication? publication = null;
        var requests = await registry.Log.DuringAsync(async () => publication = await web.PublishAsync(HelloWeb.To(TheLab.NewName("mounting"), registry.Address)));

        var image = publication!.Image;
        image.BaseLayers.Select(layer => layer.Outcome).Distinct().ShouldBe(["mounted"]);
        Mounted(requests).ShouldBe(Digests(image.BaseLayers), ignoreOrder: true);
        Uploaded(requests).ShouldBe([.. Digests(image.OwnLayers), image.ConfigDigest], ignoreOrder: true);
        image.Requests.ShouldBe(requests.Count);
    }

    [LabFact]
    public async Task A_base_in_another_registry_is_copied()
    {
        await using var registry = await OwnRegistry.StartAsync();
        var repository = TheLab.NewName("copying");
        var login = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["DOTNET_CONTAINER_PULL_REGISTRY_UNAME"] = TheLab.User,
            ["DOTNET_CONTAINER_PULL_REGISTRY_PWORD"] = TheLab.Password,
        };

        Publication? publication = null;
        var requests = await registry.Log.DuringAsync(async () => publication = await web.PublishAsync(
            [$"-p:ContainerRegistry={registry.Address}", $"-p:ContainerizeBaseRegistry={TheLab.AuthRegistry}", $"-p:ContainerRepository={repository}"], login));

        var image = publication!.Image;
        image.BaseLayers.Select(layer => layer.Outcome).Distinct().ShouldBe(["uploaded"]);
        Mounted(requests).ShouldBeEmpty();
        Uploaded(requests).ShouldBe([.. Digests(image.Layers), image.ConfigDigest], ignoreOrder: true);
        foreach (var layer in image.Layers)
        {
            (await registry.Content.BlobSizeAsync(repository, layer.Digest)).ShouldBe(layer.CompressedSize);
        }
    }

    [LabTheory]
    [InlineData("the cache of the publish before")]
    [InlineData("an empty cache, as a new CI agent has")]
    public async Task A_one_line_edit_sends_the_application_layer_alone_and_less_than_100_kB(string with)
    {
        await using var registry = await OwnRegistry.StartAsync();
        var repository = TheLab.NewName("edited");
        var arguments = HelloWeb.To(repository, registry.Address);
        var before = (await changing.Sample.PublishAsync(arguments, rebuild: true)).Image;
        string[] another = with.Contains("empty", StringComparison.Ordinal) ? [$"-p:ContainerizeCacheDirectory={changing.Sample.PathOf("obj/another-cache")}"] : [];

        Publication? publication = null;
        var requests = await changing.Sample.Workspace.WhileChangedAsync(changing.Sample.PathOf("Program.cs"), "\"healthy\"", "\"very healthy\"", () => registry.Log.DuringAsync(
            async () => publication = await changing.Sample.PublishAsync([.. arguments, .. another], rebuild: true)));

        var after = publication!.Image;
        after.Layers.Where(layer => layer.Outcome != "present").Select(layer => $"{layer.Class} {layer.Outcome}").ShouldBe(["app uploaded"]);
        after.Layers.Where(layer => !layer.Cached).Select(layer => layer.Class).ShouldBe(["app"]);
        after.Layers.SkipLast(1).ShouldBe(before.Layers.SkipLast(1).Select(layer => layer with { Cached = true, Outcome = "present" }));
        Mounted(requests).ShouldBeEmpty();
        Uploaded(requests).ShouldBe([after.Layers[^1].Digest, after.ConfigDigest], ignoreOrder: true);
        after.BytesSent.ShouldBeInRange(after.LayerBytesSent, 100_000);
        after.LayerBytesSent.ShouldBe(await registry.Content.BlobSizeAsync(repository, after.Layers[^1].Digest));
    }

    private static IEnumerable<string> Mounted(IReadOnlyList<AccessLine> requests) => requests.Select(request => request.MountedBlob).OfType<string>();

    private static IEnumerable<string> Uploaded(IReadOnlyList<AccessLine> requests) => requests.Select(request => request.UploadedBlob).OfType<string>();

    private static IEnumerable<string> Digests(IEnumerable<PublishedLayer> layers) => layers.Select(layer => layer.Digest);

    /// <summary>A copy of the web sample that may be edited.</summary>
    public sealed class Changing : IDisposable
    {
        private readonly Lazy<Sample> sample = new(() => Sample.Copy("HelloWeb", "HelloWeb"));

        public Sample Sample => sample.Value;

        public void Dispose()
        {
            if (sample.IsValueCreated)
            {
                sample.Value.Dispose();
            }
        }
    }
}
