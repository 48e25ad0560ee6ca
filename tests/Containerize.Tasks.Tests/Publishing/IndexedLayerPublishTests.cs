using System.Text.Json.Nodes;
using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Oci;
using Containerize.TestKit.Images;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Publishing;

/// <summary>Layers with a table of contents: the annotations that lead to it go wherever the layer goes.</summary>
public sealed class IndexedLayerPublishTests
{
    private const string Elsewhere = "acme/orders";

    public static TheoryData<string, string> Encodings => new()
    {
        { "zstd:chunked", "io.github.containers.zstd-chunked.manifest-checksum" },
        { "estargz", "containerd.io/snapshot/stargz/toc.digest" },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Each_layer_of_ours_says_where_its_table_is(string compression, string annotation)
    {
        await using var bench = await StartAsync(compression);

        await bench.PublishAsync();

        var image = await bench.Registry.PullAsync(PublishBench.Repository);
        image.OwnLayers.Count.ShouldBe(3);
        image.OwnLayers.ShouldAllBe(layer => AnnotationsOf(layer).ContainsKey(annotation));
        image.Layers.Except(image.OwnLayers).ShouldAllBe(layer => layer.Descriptor["annotations"] == null);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task A_second_publish_finds_all_as_it_was(string compression, string annotation)
    {
        await using var bench = await StartAsync(compression);
        var first = await bench.PublishAsync();

        var second = await bench.PublishAsync();

        second.Unchanged.ShouldBeTrue(annotation);
        second.Top.ShouldBe(first.Top);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task An_edit_of_the_app_sends_the_apps_layer_only(string compression, string annotation)
    {
        await using var bench = await StartAsync(compression);
        await bench.PublishAsync();
        bench.Write("Shop.dll", "the app, edited");

        var result = await bench.PublishAsync();

        result.Layers.Where(layer => layer.Outcome == BlobOutcome.Uploaded).Select(layer => layer.Class).ShouldBe(["app"]);
        (await bench.Registry.PullAsync(PublishBench.Repository)).OwnLayers.ShouldAllBe(layer => AnnotationsOf(layer).ContainsKey(annotation));
    }

    /// <summary>Of eStargz nobody can know which layer would be ours, so they are made anew; they come out the same.</summary>
    [Theory]
    [InlineData("zstd:chunked", true)]
    [InlineData("estargz", false)]
    public async Task A_machine_that_never_saw_it_makes_the_same_image_and_sends_nothing(string compression, bool isTakenOver)
    {
        await using var bench = await StartAsync(compression);
        var first = await bench.PublishAsync();
        bench.CacheFolder = "empty";
        bench.Registry.Requests.Clear();

        var second = await bench.PublishAsync();

        second.Top.ShouldBe(first.Top);
        second.Layers.Where(layer => layer.Class != "base").ShouldAllBe(layer => layer.Cached == isTakenOver);
        bench.Registry.Requests.BlobBytesSent.ShouldBe(0);
    }

    /// <summary>The annotations of an image in the registry are anybody's; ours come out of the layer.</summary>
    [Fact]
    public async Task Taken_over_from_another_repository_a_layer_is_mounted_with_the_right_annotations()
    {
        await using var bench = await StartAsync("zstd:chunked");
        var first = await bench.PublishAsync();
        bench.CacheFolder = "empty";

        var second = await bench.PublishAsync(definition => definition.To(target => target with { Repository = Elsewhere }) with
        {
            CacheFrom = [new ImageReference { Registry = bench.Registry.Host, Repository = PublishBench.Repository, Tag = "latest" }],
        });

        second.Top.ShouldBe(first.Top);
        second.Layers.ShouldAllBe(layer => layer.Outcome == BlobOutcome.Mounted);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task A_blob_damaged_in_the_cache_is_made_again(string compression, string annotation)
    {
        await using var bench = await StartAsync(compression);
        var first = await bench.PublishAsync();
        var packages = first.Layers.Single(layer => layer.Class == "packages").Blob;
        var blob = Path.Join(bench.Cache, "blobs", "sha256", packages.Digest.Hex);
        var bytes = await File.ReadAllBytesAsync(blob, TestContext.Current.CancellationToken);
        bytes[^9] ^= 1;
        await File.WriteAllBytesAsync(blob, bytes, TestContext.Current.CancellationToken);

        var second = await bench.PublishAsync(definition => definition.To(target => target with { Repository = Elsewhere }));

        second.Top.ShouldBe(first.Top);
        (await bench.Registry.PullAsync(Elsewhere)).OwnLayers.ShouldAllBe(layer => AnnotationsOf(layer).ContainsKey(annotation));
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Two_platforms_share_the_layers_and_what_is_said_of_them(string compression, string annotation)
    {
        await using var bench = await StartAsync(compression);

        await bench.PublishAsync([bench.Definition(), bench.Definition() with { Platform = new Platform("linux", "arm64") }]);

        var amd64 = await bench.Registry.PullAsync(PublishBench.Repository);
        var arm64 = await bench.Registry.PullAsync(PublishBench.Repository, architecture: "arm64");
        arm64.OwnLayers.Select(layer => layer.Descriptor.ToJsonString()).ShouldBe(amd64.OwnLayers.Select(layer => layer.Descriptor.ToJsonString()));
        arm64.OwnLayers.ShouldAllBe(layer => AnnotationsOf(layer).ContainsKey(annotation));
    }

    [Theory]
    [InlineData("zstd:chunked")]
    [InlineData("estargz")]
    public async Task In_Dockers_format_it_is_an_error_that_says_what_to_set(string compression)
    {
        await using var bench = await StartAsync(compression);

        var failure = await Should.ThrowAsync<ContainerizeException>(() => bench.PublishAsync(definition => definition with { Format = ImageFormat.Docker }));

        failure.Code.ShouldBe(ErrorCodes.BaseImageUnusable);
        failure.Message.ShouldContain("ContainerizeCompression");
        failure.Message.ShouldContain("ContainerImageFormat to OCI");
        bench.Registry.Store.Tags(PublishBench.Repository).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("zstd:chunked", true)]
    [InlineData("estargz", false)]
    public async Task A_plan_says_of_a_layer_to_be_made_the_diffID_where_that_can_be_known(string compression, bool isKnown)
    {
        await using var bench = await StartAsync(compression);
        var foreseen = (await bench.PlanAsync(bench.Definition())).Images[0].Layers.Select(layer => layer.DiffId).ToArray();

        var made = await bench.PublishAsync();

        foreseen.ShouldBe(made.Layers.Where(layer => layer.Class != "base").Select(layer => isKnown ? layer.DiffId : null));
        (await bench.PlanAsync(bench.Definition())).Images[0].Layers.Select(layer => layer.DiffId)
            .ShouldBe(made.Layers.Where(layer => layer.Class != "base").Select(layer => (Digest?)layer.DiffId));
    }

    private static JsonObject AnnotationsOf(PulledLayer layer) => layer.Descriptor["annotations"]?.AsObject() ?? [];

    private static async Task<PublishBench> StartAsync(string compression)
    {
        var bench = await PublishBench.StartAsync();
        bench.Compression = compression;
        return bench;
    }
}
