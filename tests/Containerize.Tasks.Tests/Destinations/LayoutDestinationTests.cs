using System.Text.Json.Nodes;
using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Images;
using Containerize.Oci;
using Containerize.TestKit.Images;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Destinations;

public sealed class LayoutDestinationTests : IDisposable
{
    private static readonly string[] Names = ["ghcr.io/acme/shop:1.2", "ghcr.io/acme/shop:latest"];

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Layout => folder.At("images");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_is_a_layout_and_nothing_else()
    {
        var image = SmallImage.Of("one");
        await WriteAsync(image);

        var layout = LayoutImageSource.OfFolder(Layout);
        layout.Read("oci-layout").ShouldBe("""{"imageLayoutVersion":"1.0.0"}"""u8.ToArray());
        layout.Paths.Order(StringComparer.Ordinal).ShouldBe(
            ((string[])[.. image.Blobs.Select(blob => PathOf(blob.Descriptor)), PathOf(image.Manifest), "index.json", "oci-layout"]).Order(StringComparer.Ordinal));
        layout.Read(PathOf(image.Manifest)).ShouldBe(image.ManifestBytes);
    }

    [Fact]
    public async Task Every_tag_is_an_entry_of_the_index()
    {
        var image = SmallImage.Of("one");
        await WriteAsync(image);

        Entries().ShouldBe([("1.2", image.Manifest.Digest.ToString()), ("latest", image.Manifest.Digest.ToString())]);
        Destination().References.ShouldBe([$"oci:{Layout}:1.2", $"oci:{Layout}:latest"]);
        Destination().Kind.Name.ShouldBe("layout");
    }

    [Fact]
    public async Task A_tag_moves_and_the_images_of_others_stay()
    {
        await WriteAsync(SmallImage.Of("one"));
        var before = JsonNode.Parse(Index())!;
        before["manifests"]![0]!["annotations"]!["org.example.kept"] = "as it was";
        await File.WriteAllTextAsync(IndexPath, before.ToJsonString(), Cancellation);
        var second = SmallImage.Of("two");

        await WriteAsync(second, "ghcr.io/acme/shop:latest");

        Entries().ShouldBe([("1.2", SmallImage.Of("one").Manifest.Digest.ToString()), ("latest", second.Manifest.Digest.ToString())]);
        Index().ShouldContain("as it was");
    }

    [Fact]
    public async Task An_image_that_is_there_is_held_and_its_blobs_are_not_written_again()
    {
        var image = SmallImage.Of("one");
        (await Destination().HoldsAsync(Only(image), Cancellation)).ShouldBeFalse();
        await WriteAsync(image);

        (await Destination().HoldsAsync(Only(image), Cancellation)).ShouldBeTrue();
        (await Destination("ghcr.io/acme/shop:another").HoldsAsync(Only(image), Cancellation)).ShouldBeFalse();
        (await Destination("ghcr.io/acme/other:latest").HoldsAsync(Only(image), Cancellation)).ShouldBeFalse();
        (await Destination().HoldsAsync(Only(SmallImage.Of("two")), Cancellation)).ShouldBeFalse();
        (await Destination().PutBlobAsync(image.Layers[0], Cancellation)).ShouldBe(BlobOutcome.Present);
    }

    [Fact]
    public async Task A_blob_that_is_gone_or_cut_short_is_written_again()
    {
        var image = SmallImage.Of("one");
        await WriteAsync(image);
        var blob = Path.Join(Layout, PathOf(image.Layers[0].Descriptor));
        await File.WriteAllBytesAsync(blob, [1], Cancellation);

        (await Destination().HoldsAsync(Only(image), Cancellation)).ShouldBeFalse();
        await WriteAsync(image);

        new FileInfo(blob).Length.ShouldBe(image.Layers[0].Descriptor.Size);
    }

    [Fact]
    public async Task Several_platforms_go_under_one_index()
    {
        var set = ImageSet.Create([SmallImage.Of("one"), SmallImage.Of("two", "arm64")], ImageFormat.Oci, []);
        await WriteAsync(set);

        Entries().ShouldAllBe(entry => entry.Digest == set.Top.Digest.ToString());
        File.Exists(Path.Join(Layout, PathOf(set.Top))).ShouldBeTrue();
        set.Images.ShouldAllBe(image => File.Exists(Path.Join(Layout, PathOf(image.Manifest))));
    }

    [Fact]
    public async Task Many_at_once_lose_no_entry()
    {
        var images = Enumerable.Range(0, 20).Select(number => (Name: $"ghcr.io/acme/shop:{number}", Image: SmallImage.Of($"image {number}"))).ToArray();

        await Task.WhenAll(images.Select(image => Task.Run(() => WriteAsync(image.Image, image.Name), Cancellation)));

        Entries().OrderBy(entry => int.Parse(entry.Tag, System.Globalization.CultureInfo.InvariantCulture))
            .ShouldBe(images.Select(image => (LayoutIndex.FindTag(image.Name), image.Image.Manifest.Digest.ToString())));
    }

    [Fact]
    public async Task What_a_killed_publish_left_is_taken_for_a_layout()
    {
        var image = SmallImage.Of("one");
        await Destination().PutBlobAsync(image.Layers[0], Cancellation);

        await Destination().CheckAsync();
        await WriteAsync(image);

        (await Destination().HoldsAsync(Only(image), Cancellation)).ShouldBeTrue();
    }

    [Fact]
    public async Task What_a_killed_publish_began_is_cleared_away_once_it_is_old()
    {
        await WriteAsync(SmallImage.Of("one"));
        var before = folder.Files();
        var old = folder.Write("images/blobs/sha256/.tmp-old", "half");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-2));
        var young = folder.Write("images/blobs/sha256/.tmp-young", "half");

        await WriteAsync(SmallImage.Of("one"));

        folder.Files().Order(StringComparer.Ordinal).ShouldBe(before.Append(Path.GetRelativePath(folder.Root, young)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("images/notes.txt")]
    [InlineData("images")]
    public async Task Another_folder_or_a_file_in_its_place_is_refused_and_stays_as_it_is(string path)
    {
        folder.Write(path, "mine");

        var failure = await Should.ThrowAsync<ContainerizeException>(() => Destination().CheckAsync());

        failure.Code.ShouldBe(ErrorCodes.LayoutUnusable);
        failure.Message.ShouldContain(Layout);
        failure.Message.ShouldContain("ContainerLayoutOutputPath");
        folder.Files().ShouldBe([path]);
    }

    [Fact]
    public async Task An_empty_folder_will_do()
    {
        Directory.CreateDirectory(Layout);

        await Destination().CheckAsync();
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"manifests":[1]}""")]
    public async Task An_index_that_is_none_is_a_coded_error_and_stays_as_it_is(string index)
    {
        folder.Write("images/oci-layout", "{}");
        folder.Write("images/index.json", index);

        var failure = await Should.ThrowAsync<ContainerizeException>(() => WriteAsync(SmallImage.Of("one")));

        failure.Code.ShouldBe(ErrorCodes.LayoutUnusable);
        failure.Message.ShouldContain(IndexPath);
        Index().ShouldBe(index);
    }

    [Fact]
    public async Task A_blob_that_cannot_be_had_leaves_no_draft_and_no_name()
    {
        var image = SmallImage.Of("one");
        var broken = image.Layers[0] with { OpenAsync = _ => Task.FromResult<Stream>(new BrokenStream()) };

        (await Should.ThrowAsync<ContainerizeException>(() => Destination().PutBlobAsync(broken, Cancellation))).Code.ShouldBe(ErrorCodes.LayoutUnusable);

        folder.Files().ShouldBe([Path.Join("images", "oci-layout")]);
    }

    private string IndexPath => Path.Join(Layout, "index.json");

    private string Index() => File.ReadAllText(IndexPath);

    private List<(string Tag, string Digest)> Entries() =>
    [
        .. JsonNode.Parse(Index())!["manifests"]!.AsArray().Select(entry => ((string)entry!["annotations"]!["org.opencontainers.image.ref.name"]!, (string)entry["digest"]!)),
    ];

    private static string PathOf(Descriptor content) => ImageLayout.PathOf(content.Digest);

    private LayoutDestination Destination(params string[] names) => new(Layout, names is [] ? Names : names, TimeProvider.System);

    private Task WriteAsync(FinishedImage image, params string[] names) => WriteAsync(Only(image), names);

    private async Task WriteAsync(ImageSet images, params string[] names)
    {
        var destination = Destination(names);
        foreach (var blob in images.Blobs)
        {
            await destination.PutBlobAsync(blob, Cancellation);
        }

        await destination.CommitAsync(images, Cancellation);
    }

    private static ImageSet Only(FinishedImage image) => ImageSet.Create([image], ImageFormat.Oci, []);

    private sealed class BrokenStream : MemoryStream
    {
        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => throw new IOException("broken");
    }
}
