using Containerize.Destinations;
using Containerize.TestKit.Images;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Publishing;

/// <summary>What a publish asks for after an edit: each question is a round trip to a registry that may be far away.</summary>
public sealed class EditTests
{
    private const string Blobs = "/v2/acme/shop/blobs/*";

    [Fact]
    public async Task What_the_last_image_had_is_known_from_the_last_publish()
    {
        await using var bench = await StartAsync();

        await bench.PublishAsync();

        bench.Registry.Requests.Of("GET", Blobs).ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_machine_asks_the_last_image_once()
    {
        await using var bench = await StartAsync();
        bench.CacheFolder = "another machine's";

        var first = await bench.PublishAsync();
        bench.Write("Shop.dll", "the app, edited twice");
        var second = await bench.PublishAsync();

        first.Images[0].Layers.Where(layer => layer.Outcome == BlobOutcome.Uploaded).Select(layer => layer.Class).ShouldBe(["app"]);
        second.Images[0].Layers.Where(layer => layer.Outcome == BlobOutcome.Uploaded).Select(layer => layer.Class).ShouldBe(["app"]);
        bench.Registry.Requests.Of("GET", Blobs).Select(request => request.Path).ShouldBeUnique();
    }

    [Fact]
    public async Task What_is_damaged_in_the_cache_is_asked_for()
    {
        await using var bench = await StartAsync();
        foreach (var file in bench.Files.Where(file => file.StartsWith("cache/", StringComparison.Ordinal)))
        {
            await File.WriteAllTextAsync(bench.At(file), "damaged", bench.Cancellation);
        }

        var result = await bench.PublishAsync();

        result.Images[0].Layers.Where(layer => layer.Outcome == BlobOutcome.Uploaded).Select(layer => layer.Class).ShouldBe(["app"]);
        (await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
    }

    /// <summary>Beside the bytes a question costs nothing.</summary>
    [Theory]
    [InlineData(1000, 0)]
    [InlineData(600_000, 1)]
    public async Task Only_where_much_would_be_sent_it_is_asked_whether_it_is_there(int size, int questions)
    {
        await using var bench = await StartAsync();
        bench.Write("Shop.dll", PublishBench.CreateNoise(size));

        await bench.PublishAsync();

        bench.Registry.Requests.Of("HEAD", Blobs).Count.ShouldBe(questions);
        (await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
    }

    [Fact]
    public async Task What_the_registry_has_of_an_image_under_another_tag_may_be_sent_again()
    {
        await using var bench = await StartAsync();
        await bench.PublishAsync(definition => definition.To(target => target with { Tags = ["preview"] }));
        bench.CacheFolder = "another machine's";

        var result = await bench.PublishAsync();

        result.Images[0].Layers.Where(layer => layer.Outcome == BlobOutcome.Uploaded).Select(layer => layer.Class).ShouldBe(["app"]);
        bench.Registry.Store.Manifest(PublishBench.Repository, "latest")!.Digest.ShouldBe(bench.Registry.Store.Manifest(PublishBench.Repository, "preview")!.Digest);
        (await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
    }

    /// <summary>The app was published, and edited since.</summary>
    private static async Task<PublishBench> StartAsync()
    {
        var bench = await PublishBench.StartAsync();
        await bench.PublishAsync();
        bench.Write("Shop.dll", "the app, edited");
        bench.Registry.Requests.Clear();
        return bench;
    }
}
