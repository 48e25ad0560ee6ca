using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Images;
using Containerize.Oci;
using Containerize.Storage;
using Containerize.TestKit;
using Containerize.Tests.Engines;
using Containerize.Tests.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Destinations;

/// <summary>What an engine has is not given to it again, and an image in it is whole nevertheless.</summary>
public sealed class EngineLoadTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly LayeredImage app = new("base one", "base two");
    private readonly RecordingLog log = new();

    public EngineLoadTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "the engines are shell scripts");

    public static TheoryData<string> Kinds { get; } = new(FakeEngine.Classic, FakeEngine.Containerd, FakeEngine.Podman);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task After_an_edit_only_what_changed_is_given(string kind)
    {
        var engine = new FakeEngine(folder, kind);
        (await PutAsync(engine, app.With("packages", "app 1"))).Outcomes.ShouldAllBe(outcome => outcome == BlobOutcome.Written);
        Given(engine, 0, "base one", "base two", "packages", "app 1");
        app.Fetched.Clear();
        app.Opened.Clear();
        var edited = app.With("packages", "app 2");

        var (report, outcomes) = await PutAsync(engine, edited);

        Given(engine, 1, "app 2");
        app.Fetched.ShouldAllBe(layer => layer == "app 2");
        app.Opened.ShouldBe(["app 2"]);
        report.LeftOut.ShouldBe([.. new[] { "base one", "base two", "packages" }.Select(LayeredImage.BlobOf)], ignoreOrder: true);
        outcomes.ShouldBe([BlobOutcome.Written, BlobOutcome.Present, BlobOutcome.Present, BlobOutcome.Present, BlobOutcome.Written]);
        report.BytesLoaded.ShouldBeInRange(4096, 20_000);
        ShouldBeWhole(engine, "docker.io/library/shop:latest", edited);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_base_that_was_pulled_is_not_given(string kind)
    {
        var engine = new FakeEngine(folder, kind);
        Pull(engine, kind);

        var (report, _) = await PutAsync(engine, app.With("app"));

        Given(engine, 0, "app");
        app.Fetched.ShouldNotContain("base one");
        report.LeftOut.ShouldBe([LayeredImage.BlobOf("base one"), LayeredImage.BlobOf("base two")], ignoreOrder: true);
    }

    [RanInto("a base for each app", "a solution publishes several apps upon one base into an engine", "the base goes in with the first of them")]
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_second_app_upon_the_same_base_does_not_bring_it_again(string kind)
    {
        var engine = new FakeEngine(folder, kind);
        await PutAsync(engine, app.With("shop"), "shop:latest");

        await PutAsync(engine, app.With("orders"), "orders:latest");

        Given(engine, 1, "orders");
        ShouldBeWhole(engine, "docker.io/library/orders:latest", app.With("orders"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Of_apps_that_are_loaded_at_once_one_brings_the_base(string kind)
    {
        var engine = new FakeEngine(folder, kind);
        string[] names = ["shop", "orders", "billing"];

        await Task.WhenAll(names.Select(name => PutAsync(engine, new LayeredImage("base one", "base two").With(name), name + ":latest")));

        engine.Given.Count(blobs => blobs.Contains(LayeredImage.BlobOf("base one").Hex)).ShouldBe(1);
        Array.ForEach(names, name => ShouldBeWhole(engine, $"docker.io/library/{name}:latest", app.With(name)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_removed_between_the_question_and_the_load_is_given_after_all(string kind)
    {
        var engine = new FakeEngine(folder, kind);
        await PutAsync(engine, app.With("app 1"));
        app.Fetched.Clear();
        engine.BeforeLoad($"rm -f blobs/{LayeredImage.BlobOf("base one").Hex}");
        var edited = app.With("app 2");

        var (report, outcomes) = await PutAsync(engine, edited);

        Given(engine, 1, "app 2");
        Given(engine, 2, "base one", "base two", "app 2");
        engine.Given.Count.ShouldBe(3);
        app.Fetched.ShouldContain("base one");
        report.LeftOut.ShouldBeEmpty();
        outcomes.ShouldAllBe(outcome => outcome == BlobOutcome.Written);
        log.Lines.ShouldContain(line => line.Contains("does not take the image without 2 layers", StringComparison.Ordinal));
        ShouldBeWhole(engine, "docker.io/library/shop:latest", edited);
        engine.Calls.ShouldNotContain(call => call.StartsWith("tag|", StringComparison.Ordinal));
        engine.Calls.Any(call => call.StartsWith("image|rm|", StringComparison.Ordinal)).ShouldBe(kind == FakeEngine.Containerd);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_engine_that_takes_nothing_is_one_error_and_the_name_stays(string kind)
    {
        var engine = new FakeEngine(folder, kind);
        await PutAsync(engine, app.With("app 1"));
        engine.BeforeLoad("echo 'no space left on device' >&2; exec kill -TERM $PPID");

        var error = await Should.ThrowAsync<ContainerizeException>(() => PutAsync(engine, app.With("app 2")));

        error.Code.ShouldBe(ErrorCodes.EngineRefused);
        error.Message.ShouldBe($"Loading the image into {engine.Name}: no space left on device.");
        engine.Given.Count.ShouldBe(3);
        ShouldBeWhole(engine, "docker.io/library/shop:latest", app.With("app 1"));
    }

    [Fact]
    public async Task An_image_that_an_engine_takes_and_has_not_whole_is_never_named()
    {
        var engine = new FakeEngine(folder, FakeEngine.Containerd);
        await PutAsync(engine, app.With("app 1"));

        // Whatever it takes is without a layer afterwards; the second time too, which is the whole archive.
        engine.BeforeLoad($"rm -f blobs/{LayeredImage.BlobOf("base two").Hex}; test $(ls loads | wc -l) -gt 2 && exec kill -TERM $PPID");

        await Should.ThrowAsync<ContainerizeException>(() => PutAsync(engine, app.With("app 2")));

        ShouldBeWhole(engine, "docker.io/library/shop:latest", app.With("app 1"));
        engine.Show(app.With("app 2").Top.Digest.ToString()).ShouldBeNull();
    }

    [Fact]
    public async Task A_name_that_leads_to_an_image_already_is_not_lost_with_an_attempt_to_give_it_another()
    {
        var engine = new FakeEngine(folder, FakeEngine.Containerd);
        var image = app.With("app 1");
        await PutAsync(engine, image, "other:latest");
        engine.BeforeLoad($"rm -f blobs/{LayeredImage.BlobOf("base one").Hex}");

        (await PutAsync(engine, image)).Report.LeftOut.ShouldBeEmpty();

        engine.Calls.ShouldNotContain(call => call.StartsWith("image|rm|", StringComparison.Ordinal));
        ShouldBeWhole(engine, "docker.io/library/other:latest", image);
        ShouldBeWhole(engine, "docker.io/library/shop:latest", image);
    }

    [Fact]
    public async Task Where_it_cannot_be_told_whether_an_image_is_complete_it_goes_in_whole()
    {
        var engine = new FakeEngine(folder, FakeEngine.OldContainerd);
        await PutAsync(engine, app.With("app 1"));

        (await PutAsync(engine, app.With("app 2"))).Report.LeftOut.ShouldBeEmpty();

        Given(engine, 1, "base one", "base two", "app 2");
    }

    [Theory]
    [InlineData(FakeEngine.Classic, "packages 2", "app")]
    [InlineData(FakeEngine.Containerd, "packages 2")]
    [InlineData(FakeEngine.Podman, "packages 2")]
    public async Task Dockers_own_store_knows_a_layer_by_what_is_below_it_and_others_by_itself(string kind, params string[] given)
    {
        var engine = new FakeEngine(folder, kind);
        await PutAsync(engine, app.With("packages 1", "app"));

        await PutAsync(engine, app.With("packages 2", "app"));

        Given(engine, 1, given);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense\n = \nsha256:1 = sha256:2")]
    public async Task A_memory_that_is_lost_or_damaged_costs_bytes_only(string note)
    {
        var engine = new FakeEngine(folder, FakeEngine.Containerd);
        await PutAsync(engine, app.With("app 1"));
        Array.ForEach(Directory.GetFiles(folder.At("cache/loads")), path => File.WriteAllText(path, note));
        var edited = app.With("app 2");

        await PutAsync(engine, edited);

        Given(engine, 1, "base one", "base two", "app 2");
        ShouldBeWhole(engine, "docker.io/library/shop:latest", edited);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_would_be_given_is_foreseen_by_one_question_and_by_none_where_nothing_changed(string kind)
    {
        var engine = new FakeEngine(folder, kind);
        var image = app.With("app 1");
        await PutAsync(engine, image);
        var destination = await CreateAsync(engine, "shop:latest");
        destination.Expect([app.Base]);
        var before = engine.Calls.Count;

        (await ForeseeAsync(destination, app.With("app 2"))).ShouldBe([BlobOutcome.Written, BlobOutcome.Present, BlobOutcome.Present, BlobOutcome.Written]);
        engine.Calls.Count.ShouldBe(before + 1);

        var unchanged = await CreateAsync(engine, "shop:latest");
        (await unchanged.HoldsAsync(image, Cancellation)).ShouldBeTrue();
        before = engine.Calls.Count;
        (await ForeseeAsync(unchanged, image)).ShouldAllBe(outcome => outcome == BlobOutcome.Present);
        engine.Calls.Count.ShouldBe(before);
    }

    private static async Task<BlobOutcome[]> ForeseeAsync(IImageDestination destination, ImageSet images)
    {
        var outcomes = new List<BlobOutcome>();
        foreach (var blob in images.Blobs)
        {
            outcomes.Add(await destination.ForeseeBlobAsync(blob, Cancellation));
        }

        return [.. outcomes];
    }

    private static void ShouldBeWhole(FakeEngine engine, string name, ImageSet images)
    {
        var shown = engine.Show(name).ShouldNotBeNull();
        var image = images.Images[0];
        (shown.Contains(image.Config.Descriptor.Digest.ToString(), StringComparison.Ordinal) || shown.Contains(image.Manifest.Digest.ToString(), StringComparison.Ordinal))
            .ShouldBeTrue($"{name} leads to {shown}");
        shown.ShouldContain("\"Layers\":[");
    }

    /// <summary>An archive of the image with the layers that are named, and no others.</summary>
    private static void Given(FakeEngine engine, int load, params string[] layers)
    {
        string[] all = ["base one", "base two", "packages", "packages 1", "packages 2", "app", "app 1", "app 2", "shop", "orders"];
        all.Where(layer => engine.Given[load].Contains(LayeredImage.BlobOf(layer).Hex)).ShouldBe(layers, ignoreOrder: true);
    }

    private void Pull(FakeEngine engine, string kind)
    {
        var from = app.Base;
        var id = kind == FakeEngine.Containerd ? from.Digest! : Digest.Of(from.ConfigBytes);
        var descriptor = kind == FakeEngine.Containerd ? $$""","Descriptor":{"digest":"{{id}}"}""" : string.Empty;
        var layers = string.Join(',', from.Config.DiffIds.Select(diffId => $"\"{diffId}\""));
        engine.Add(
            "mcr.example.com/base:1", id.ToString(), $$"""{"Id":"{{id}}","RootFS":{"Type":"layers","Layers":[{{layers}}]}{{descriptor}}}""",
            from.Layers.Select(layer => layer.Descriptor.Digest.Hex));
    }

    /// <summary>A publish: what is there is asked for, blobs are put, the image is named.</summary>
    private async Task<(CommitReport Report, IReadOnlyList<BlobOutcome> Outcomes)> PutAsync(FakeEngine engine, ImageSet images, string name = "shop:latest")
    {
        var destination = await CreateAsync(engine, name);
        destination.Expect([app.Base]);
        var put = new Dictionary<Digest, BlobOutcome>();
        foreach (var blob in images.Blobs)
        {
            put[blob.Descriptor.Digest] = await destination.PutBlobAsync(blob, Cancellation);
        }

        var report = await destination.CommitAsync(images, Cancellation);
        return (report, [.. report.Correct(put).Values]);
    }

    private async Task<IImageDestination> CreateAsync(FakeEngine engine, string name)
        => new EngineDestination(await engine.FindAsync(Cancellation), [name], new ContentStore(folder.At("cache")), TimeProvider.System, log);
}
