using Containerize.Describing;
using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Layering;
using Containerize.Layers;
using Containerize.Publishing;
using Containerize.Storage;
using Containerize.TestKit.Images;
using Containerize.TestKit.Registry;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Publishing;

/// <summary>Layers of packages that are made before there is a publish output.</summary>
public sealed class EarlyLayersTests : IAsyncLifetime
{
    private const int Enough = 5_000_000;

    private PublishBench bench = null!;

    private Func<Task<bool>> isNew = () => Task.FromResult(true);

    public async ValueTask InitializeAsync() => bench = await PublishBench.StartAsync();

    public async ValueTask DisposeAsync() => await bench.DisposeAsync();

    [Fact]
    public async Task They_are_those_that_the_publish_looks_for()
    {
        using var early = Begin(PublishBench.CreateNoise(Enough));
        await early.Finished;
        var before = ListBlobs();

        var result = await PublishAsync(early);

        early.Count.ShouldBe(1);
        var packages = result.Images[0].Layers.Single(layer => layer.Class == "packages");
        before.ShouldContainKey(packages.Blob.Digest.Hex);
        ListBlobs()[packages.Blob.Digest.Hex].ShouldBe(before[packages.Blob.Digest.Hex], "it was not made again");
        packages.Cached.ShouldBeFalse("no earlier publish made it");
        packages.Outcome.ShouldBe(BlobOutcome.Uploaded);
        early.Grown.ShouldBeGreaterThan(packages.Blob.Size);
        (await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
    }

    [Theory]
    [InlineData("none")]
    [InlineData("zstd")]
    [InlineData("zstd:chunked")]
    [InlineData("estargz")]
    public async Task Of_any_compression(string compression)
    {
        bench.Compression = compression;
        using var early = Begin(PublishBench.CreateNoise(Enough));
        await early.Finished;
        var before = ListBlobs();

        var result = await PublishAsync(early);

        var packages = result.Images[0].Layers.Single(layer => layer.Class == "packages");
        ListBlobs()[packages.Blob.Digest.Hex].ShouldBe(before[packages.Blob.Digest.Hex]);
        packages.Cached.ShouldBeFalse();
    }

    [Fact]
    public async Task The_image_is_the_one_that_there_would_be_without_them()
    {
        using var early = Begin(PublishBench.CreateNoise(Enough));
        await early.Finished;
        var with = await PublishAsync(early);
        bench.CacheFolder = "another machine's";

        var without = await PublishAsync(early: null, repository: "acme/other");

        with.Top.Digest.ShouldBe(without.Top.Digest);
    }

    [Fact]
    public async Task A_publish_need_not_wait_for_them()
    {
        using var early = Begin(PublishBench.CreateNoise(20_000_000));

        var result = await PublishAsync(early);
        await early.Finished;

        result.Images[0].Layers.ShouldContain(layer => layer.Class == "packages");
        (await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
    }

    /// <summary>Where so much is new that nothing is hashed before it is compressed, these are.</summary>
    [Fact]
    public async Task They_are_found_beside_much_that_is_not_looked_for()
    {
        bench.Write("Models.bin", PublishBench.CreateNoise(33 * 1024 * 1024));
        using var early = Begin(PublishBench.CreateNoise(Enough));
        await early.Finished;
        var before = ListBlobs();

        var result = await PublishAsync(early);

        var after = ListBlobs();
        before.ShouldAllBe(blob => after[blob.Key] == blob.Value);
        before.ShouldContainKey(result.Images[0].Layers.Single(layer => layer.Class == "packages").Blob.Digest.Hex);
        (await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
    }

    /// <summary>A target may still change what a publish has copied.</summary>
    [Fact]
    public async Task What_was_foreseen_wrongly_is_not_in_the_image()
    {
        using var early = Begin(PublishBench.CreateNoise(Enough));
        await early.Finished;
        bench.Write("Stable.dll", new string('s', Enough));

        await PublishAsync(early);

        var image = await bench.Registry.PullAsync(PublishBench.Repository);
        image.ShouldBeSound();
        image.Files["app/Stable.dll"].Text.ShouldBe(new string('s', Enough));
    }

    [Fact]
    public async Task Folders_and_files_that_the_project_adds_change_nothing_of_them()
    {
        var definition = bench.Definition() with { Volumes = ["/app/data", "/var/lib/shop"] };
        using var early = Begin(PublishBench.CreateNoise(Enough), definition);
        await early.Finished;
        var before = ListBlobs();

        bench.Early = early;
        var result = await bench.PublishAsync([definition]);

        before.ShouldContainKey(result.Images[0].Layers.Single(layer => layer.Class == "packages").Blob.Digest.Hex);
    }

    /// <summary>Where the folder lies that all others are put below is the base's to say, and it was not asked.</summary>
    [Fact]
    public async Task What_the_base_decides_is_not_foreseen()
    {
        var definition = bench.Definition() with { WorkingDirectory = "/srv/apps/shop" };
        using var early = Begin(PublishBench.CreateNoise(Enough), definition);
        await early.Finished;

        early.Count.ShouldBe(0);
        bench.Early = early;
        await bench.PublishAsync([definition]);
        (await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
    }

    [Theory]
    [InlineData(4_000_000, false)]
    [InlineData(68_000_000, false)]
    [InlineData(Enough, true)]
    public void They_are_not_begun_where_they_are_not_worth_it(int size, bool inOneLayer)
    {
        var definition = bench.Definition() with { Layering = new LayeringChoice(inOneLayer ? LayeringMode.Single : LayeringMode.Standard) };

        TryBegin(new string('s', size), definition).ShouldBeNull();
    }

    /// <summary>Layers are taken over of an image that is there.</summary>
    [Fact]
    public async Task None_is_made_where_there_is_an_image_or_others_are_named()
    {
        isNew = () => Task.FromResult(false);
        using var replaced = Begin(PublishBench.CreateNoise(Enough));
        isNew = () => Task.FromException<bool>(new ContainerizeException(ErrorCodes.RegistryDenied, "refused"));
        using var refused = Begin(PublishBench.CreateNoise(Enough));
        isNew = () => Task.FromResult(true);
        using var named = Begin(
            PublishBench.CreateNoise(Enough),
            bench.Definition() with { CacheFrom = [new Containerize.Oci.ImageReference { Registry = bench.Registry.Host, Repository = "acme/main", Tag = "latest" }] });

        await Task.WhenAll(replaced.Finished, refused.Finished, named.Finished);

        (replaced.Count + refused.Count + named.Count).ShouldBe(0);
        ListBlobs().ShouldBeEmpty();
    }

    [Fact]
    public async Task Ended_they_leave_nothing_behind_that_is_not_whole()
    {
        var early = Begin(PublishBench.CreateNoise(60_000_000));
        early.Dispose();

        await early.Finished;

        bench.Files.Where(file => file.StartsWith("cache/", StringComparison.Ordinal) && Path.GetFileName(file).StartsWith(ContentStore.TemporaryPrefix, StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cache_that_cannot_be_written_is_no_news_yet()
    {
        await File.WriteAllTextAsync(bench.Cache, "a file", bench.Cancellation);
        using var early = Begin(PublishBench.CreateNoise(Enough));

        await early.Finished;

        early.Count.ShouldBe(0);
        early.KnewNothing.ShouldBeTrue();
    }

    [Fact]
    public async Task A_package_s_file_that_is_gone_is_not_foreseen()
    {
        using var early = TryBegin(PublishBench.CreateNoise(Enough), bench.Definition(), "Gone.dll");
        await early!.Finished;

        early.Count.ShouldBe(1);
    }

    private EarlyLayers Begin(string package, ImageDefinition? definition = null) => TryBegin(package, definition ?? bench.Definition()).ShouldNotBeNull();

    /// <summary>The publish directory will have the very file.</summary>
    private EarlyLayers? TryBegin(string package, ImageDefinition definition, params string[] others)
    {
        bench.Write("Stable.dll", package);
        var folder = bench.WriteElsewhere("nuget/stable/1.0.0", "lib/Stable.dll", package);
        var answer = isNew;
        return EarlyLayers.Begin(
            definition,
            [new FoundFile("Stable.dll", new FileInfo(Path.Join(folder, "lib/Stable.dll"))), .. others.Select(name => new FoundFile(name, new FileInfo(Path.Join(folder, name))))],
            new LayerServices(new ContentStore(bench.Cache), LayerEncoding.Parse(bench.Compression), TimeProvider.System, new SilentLog()),
            _ => answer());
    }

    private Task<Containerize.Reporting.PublishResult> PublishAsync(EarlyLayers? early, string repository = PublishBench.Repository)
    {
        bench.Early = early;
        return bench.PublishToAsync(repository);
    }

    /// <summary>Names of blobs in the cache, and when each was written.</summary>
    private Dictionary<string, DateTime> ListBlobs() => bench.Files
        .Where(file => file.StartsWith("cache/blobs/sha256/", StringComparison.Ordinal))
        .ToDictionary(file => Path.GetFileName(file), file => File.GetLastWriteTimeUtc(bench.At(file)), StringComparer.Ordinal);
}
