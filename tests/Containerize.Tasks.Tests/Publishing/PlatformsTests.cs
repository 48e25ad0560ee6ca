using System.Text.Json.Nodes;
using Containerize.Describing;
using Containerize.Destinations;
using Containerize.Oci;
using Containerize.TestKit.Images;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Publishing;

/// <summary>Several platforms under one name.</summary>
public sealed class PlatformsTests
{
    [Fact]
    public async Task Each_platform_has_a_sound_image_on_its_own_base_and_an_app_that_runs_anywhere_is_sent_once()
    {
        await using var bench = await PublishBench.StartAsync();

        var result = await bench.PublishAsync(Both(bench));

        var amd64 = await bench.Registry.PullAsync(PublishBench.Repository);
        var arm64 = await bench.Registry.PullAsync(PublishBench.Repository, architecture: "arm64");
        amd64.ShouldBeSound();
        arm64.ShouldBeSound();
        arm64.Layers[1].Digest.ShouldNotBe(amd64.Layers[1].Digest);
        arm64.OwnLayers.Select(layer => layer.Digest).ShouldBe(amd64.OwnLayers.Select(layer => layer.Digest));
        result.LayerBytesSent.ShouldBe(amd64.OwnLayers.Sum(layer => layer.Blob.Length));

        var index = Index(bench);
        ((string)index["mediaType"]!).ShouldBe(MediaTypes.OciIndex);
        index["manifests"]!.AsArray().Select(entry => entry!["platform"]!.ToJsonString()).ShouldBe(
            ["""{"architecture":"amd64","os":"linux"}""", """{"architecture":"arm64","os":"linux","variant":"v8"}"""]);
    }

    [Fact]
    public async Task Dockers_format_has_a_manifest_list()
    {
        await using var bench = await PublishBench.StartAsync();

        await bench.PublishAsync([.. Both(bench).Select(definition => definition with { Format = ImageFormat.Docker })]);

        var index = Index(bench);
        ((string)index["mediaType"]!).ShouldBe(MediaTypes.DockerManifestList);
        index["manifests"]!.AsArray().ShouldAllBe(entry => (string)entry!["mediaType"]! == MediaTypes.DockerManifest);
    }

    [Fact]
    public async Task Annotations_are_of_each_image_and_of_the_index()
    {
        await using var bench = await PublishBench.StartAsync();

        await bench.PublishAsync([.. Both(bench).Select(definition => definition with
        {
            Annotations = [new("com.example.team", "shop")],
            IndexAnnotations = [new("com.example.team", "shop")],
        })]);

        var index = Index(bench);
        ((string)index["annotations"]!["com.example.team"]!).ShouldBe("shop");
        var image = await bench.Registry.PullAsync(PublishBench.Repository, architecture: "arm64");
        ((string)image.Manifest["annotations"]!["com.example.team"]!).ShouldBe("shop");
    }

    [Fact]
    public async Task The_images_are_there_before_the_index_and_the_index_before_the_tag()
    {
        await using var bench = await PublishBench.StartAsync();

        await bench.PublishAsync(Both(bench));

        var puts = bench.Registry.Requests.Of("PUT", $"/v2/{PublishBench.Repository}/manifests/*").Select(request => request.Path.Split('/')[^1]).ToArray();
        puts.Length.ShouldBe(3);
        puts[..2].ShouldAllBe(name => name.StartsWith("sha256:", StringComparison.Ordinal));
        puts[2].ShouldBe("latest");
    }

    [Fact]
    public async Task Publishing_it_again_takes_two_requests_and_sends_nothing()
    {
        await using var bench = await PublishBench.StartAsync();
        var first = await bench.PublishAsync(Both(bench));
        bench.Registry.Requests.Clear();

        var second = await bench.PublishAsync(Both(bench));

        second.Top.ShouldBe(first.Top);
        second.Unchanged.ShouldBeTrue();
        bench.Registry.Requests.All.Select(r => r.Method).Order(StringComparer.Ordinal).ShouldBe(["GET", "HEAD"]);
    }

    [Fact]
    public async Task An_edit_asks_for_no_blob_that_the_images_under_the_tag_have()
    {
        await using var bench = await PublishBench.StartAsync();
        await bench.PublishAsync(Both(bench));
        bench.Write("Shop.dll", "the app, edited");
        bench.Registry.Requests.Clear();

        var result = await bench.PublishAsync(Both(bench));

        bench.Registry.Requests.Of("HEAD", "/v2/*/blobs/*").ShouldBeEmpty();
        bench.Registry.Requests.Of("POST", "/v2/*").Count.ShouldBe(3, "the app's layer and a configuration for each platform");
        result.Layers.Where(layer => layer.Outcome == BlobOutcome.Uploaded).Select(layer => layer.Class).ShouldBe(["app"]);
        (await bench.Registry.PullAsync(PublishBench.Repository, architecture: "arm64")).ShouldBeSound();
    }

    [Fact]
    public async Task An_empty_cache_takes_the_layers_from_the_index()
    {
        await using var bench = await PublishBench.StartAsync();
        var first = await bench.PublishAsync(Both(bench));
        bench.CacheFolder = "another";

        var second = await bench.PublishAsync(Both(bench));

        second.Top.ShouldBe(first.Top);
        second.Layers.ShouldAllBe(layer => layer.Cached);
        second.BytesSent.ShouldBe(0);
    }

    [Fact]
    public async Task A_platform_more_sends_its_base_and_configuration_only()
    {
        await using var bench = await PublishBench.StartAsync();
        await bench.PublishAsync();

        var result = await bench.PublishAsync(Both(bench));

        result.LayerBytesSent.ShouldBe(0);
        (await bench.Registry.PullAsync(PublishBench.Repository, architecture: "arm64")).ShouldBeSound();
    }

    [Fact]
    public async Task An_index_whose_images_lost_their_blobs_is_made_whole()
    {
        await using var bench = await PublishBench.StartAsync();
        await bench.PublishAsync(Both(bench));
        var lost = (await bench.Registry.PullAsync(PublishBench.Repository)).LayerOf("packages")!.Digest;
        bench.Registry.Store.DeleteBlob(PublishBench.Repository, lost).ShouldBeTrue();
        bench.Write("Shop.dll", "the app, edited");

        await bench.PublishAsync(Both(bench));

        (await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
        (await bench.Registry.PullAsync(PublishBench.Repository, architecture: "arm64")).ShouldBeSound();
    }

    [Fact]
    public async Task What_is_published_for_each_platform_by_itself_has_layers_of_its_own()
    {
        await using var bench = await PublishBench.StartAsync();
        var arm = bench.WriteElsewhere("publish-arm64", "Shop.dll", "the app for arm64");
        var definitions = Both(bench);

        var result = await bench.PublishAsync([definitions[0], definitions[1] with { PublishDirectory = arm }]);

        result.Images.Select(image => image.Layers.Count(layer => layer.Class == "app")).ShouldBe([1, 1]);
        (await bench.Registry.PullAsync(PublishBench.Repository, architecture: "arm64")).OwnLayers.Select(layer => layer.Class).ShouldBe(["app"]);
        (await bench.Registry.PullAsync(PublishBench.Repository)).OwnLayers.Select(layer => layer.Class).ShouldBe(["packages", "assets", "app"]);
    }

    private static ImageDefinition[] Both(PublishBench bench)
        => [bench.Definition(), bench.Definition() with { Platform = new Platform("linux", "arm64") }];

    private static JsonNode Index(PublishBench bench) => JsonNode.Parse(bench.Registry.Store.Manifest(PublishBench.Repository, "latest")!.Content)!;
}
