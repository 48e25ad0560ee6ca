using System.Text.Json.Nodes;
using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Images;
using Containerize.Oci;
using Containerize.TestKit;
using Containerize.TestKit.Images;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Destinations;

public sealed class ArchiveDestinationTests : IDisposable
{
    private static readonly string[] Names = ["ghcr.io/acme/shop:1.2", "ghcr.io:443/acme/shop:latest"];

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_is_an_OCI_layout_and_a_docker_archive_over_the_same_blobs()
    {
        var image = Image();
        await WriteAsync(image);

        var layout = LayoutImageSource.OfArchive(folder.At("shop.tar"));
        layout.Read("oci-layout").ShouldBe("""{"imageLayoutVersion":"1.0.0"}"""u8.ToArray());
        layout.Paths.ShouldBe(
        [
            PathOf(image.Manifest.Digest), PathOf(image.Config.Descriptor.Digest),
            .. image.Layers.Select(l => PathOf(l.Descriptor.Digest)),
            "index.json", "manifest.json", "oci-layout",
        ]);
        var docker = JsonNode.Parse(layout.Read("manifest.json")!)!.AsArray().ShouldHaveSingleItem()!;
        ((string)docker["Config"]!).ShouldBe(PathOf(image.Config.Descriptor.Digest));
        docker["Layers"]!.AsArray().Select(l => (string)l!).ShouldBe(image.Layers.Select(l => PathOf(l.Descriptor.Digest)));
        docker["RepoTags"]!.AsArray().Select(t => (string)t!).ShouldBe(Names);
    }

    [Fact]
    public async Task Every_name_is_an_entry_of_the_index_in_containerds_words_and_in_the_specifications()
    {
        var image = Image();
        await WriteAsync(image);

        var entries = LayoutImageSource.OfArchive(folder.At("shop.tar")).Index["manifests"]!.AsArray();
        entries.Select(e => (string)e!["digest"]!).ShouldAllBe(digest => digest == image.Manifest.Digest.ToString());
        entries.Select(e => (string)e!["annotations"]!["io.containerd.image.name"]!).ShouldBe(Names);
        entries.Select(e => (string)e!["annotations"]!["org.opencontainers.image.ref.name"]!).ShouldBe(["1.2", "latest"]);
    }

    [Fact]
    [PeerCase("archives: the platform of each image")]
    public async Task The_entry_of_an_image_says_which_platform_it_is_for()
    {
        await WriteAsync(Image());

        LayoutImageSource.OfArchive(folder.At("shop.tar")).Index["manifests"]!.AsArray().Select(entry => entry!["platform"]!.ToJsonString())
            .ShouldAllBe(platform => platform == """{"architecture":"amd64","os":"linux"}""");
    }

    [RanInto("an archive that containerd cannot name", "kind, k3s, nerdctl or Docker's newer store load an archive of a name without a registry", "the archive carries docker.io/library/shop:latest and docker.io/acme/shop:1, which they look up; docker images shows shop and acme/shop:1")]
    [Theory]
    [InlineData("shop:latest", "docker.io/library/shop:latest")]
    [InlineData("acme/shop:1", "docker.io/acme/shop:1")]
    [InlineData("a/b/c:x", "docker.io/a/b/c:x")]
    [InlineData("docker.io/shop:1", "docker.io/library/shop:1")]
    [InlineData("docker.io/acme/shop:1", "docker.io/acme/shop:1")]
    [InlineData("ghcr.io/acme/shop:1", "ghcr.io/acme/shop:1")]
    [InlineData("localhost/shop:1", "localhost/shop:1")]
    [InlineData("localhost:5000/shop:1", "localhost:5000/shop:1")]
    [InlineData("127.0.0.1:5000/shop:1", "127.0.0.1:5000/shop:1")]
    [PeerCase("archives: the full name of an image without a registry")]
    public async Task A_name_is_written_as_containerd_looks_it_up_and_as_docker_shows_it(string name, string full)
    {
        await new ArchiveDestination(folder.At("shop.tar"), [name]).CommitAsync(Only(Image()), Cancellation);

        var archive = LayoutImageSource.OfArchive(folder.At("shop.tar"));
        var annotations = archive.Index["manifests"]!.AsArray().ShouldHaveSingleItem()!["annotations"]!;
        ((string)annotations["io.containerd.image.name"]!).ShouldBe(full);
        ((string)annotations["org.opencontainers.image.ref.name"]!).ShouldBe(name.Split(':')[^1]);
        JsonNode.Parse(archive.Read("manifest.json")!)![0]!["RepoTags"]!.AsArray().Select(tag => (string)tag!).ShouldBe([name]);
    }

    [Fact]
    public async Task A_blob_that_the_image_names_twice_is_in_it_once()
    {
        var image = Image();
        await WriteAsync(image with { Layers = [image.Layers[0], image.Layers[0]] });

        LayoutImageSource.OfArchive(folder.At("shop.tar")).Paths.ShouldBeUnique();
    }

    [Fact]
    public async Task Equal_images_give_equal_archives()
    {
        await WriteAsync(Image(), "one.tar");
        await WriteAsync(Image(), "two.tar");

        File.ReadAllBytes(folder.At("one.tar")).ShouldBe(File.ReadAllBytes(folder.At("two.tar")));
    }

    [Fact]
    public async Task Folders_on_the_way_are_made()
    {
        await WriteAsync(Image(), "a/b/shop.tar");

        folder.Files().ShouldBe(["a/b/shop.tar"]);
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_an_error_that_names_it_and_leaves_nothing()
    {
        folder.Write("file", "not a folder");

        var error = await Should.ThrowAsync<ContainerizeException>(() => WriteAsync(Image(), "file/shop.tar"));

        error.Code.ShouldBe(ErrorCodes.ArchiveNotWritten);
        error.Message.ShouldContain(folder.At("file/shop.tar"));
        folder.Files().ShouldBe(["file"]);
    }

    [Fact]
    public async Task A_folder_in_the_archives_place_is_an_error_and_stays()
    {
        Directory.CreateDirectory(folder.At("shop.tar"));

        (await Should.ThrowAsync<ContainerizeException>(() => WriteAsync(Image()))).Code.ShouldBe(ErrorCodes.ArchiveNotWritten);

        Directory.Exists(folder.At("shop.tar")).ShouldBeTrue();
        folder.Files().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_blob_that_fails_leaves_the_old_archive_as_it_was()
    {
        folder.Write("shop.tar", "old");
        var image = Image();
        var broken = image.Layers[1] with { OpenAsync = _ => throw new ContainerizeException(ErrorCodes.DigestMismatch, "not what it says") };

        (await Should.ThrowAsync<ContainerizeException>(() => WriteAsync(image with { Layers = [image.Layers[0], broken] }))).Code.ShouldBe(ErrorCodes.DigestMismatch);

        folder.Files().ShouldBe(["shop.tar"]);
        File.ReadAllText(folder.At("shop.tar")).ShouldBe("old");
    }

    [Fact]
    public async Task A_cancellation_leaves_no_draft()
    {
        using var cancel = new CancellationTokenSource();
        var image = Image();
        var last = image.Layers[1] with
        {
            OpenAsync = async token =>
            {
                await cancel.CancelAsync();
                token.ThrowIfCancellationRequested();
                return Stream.Null;
            },
        };

        await Should.ThrowAsync<OperationCanceledException>(
            () => new ArchiveDestination(folder.At("shop.tar"), Names).CommitAsync(Only(image with { Layers = [image.Layers[0], last] }), cancel.Token));

        folder.Files().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(9)]
    [InlineData(11)]
    public async Task A_blob_of_another_length_than_announced_is_no_archive(int actual)
    {
        var image = Image();
        var wrong = Blob("one", 10) with { OpenAsync = _ => Task.FromResult<Stream>(new MemoryStream(new byte[actual])) };

        await Should.ThrowAsync<Exception>(() => WriteAsync(image with { Layers = [wrong] }));

        folder.Files().ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_written_anew_each_time_and_called_by_its_path()
    {
        var destination = new ArchiveDestination(folder.At("shop.tar"), Names);

        destination.References.ShouldBe([folder.At("shop.tar")]);
        destination.Kind.Name.ShouldBe("archive");
        (await destination.HoldsAsync(Only(Image()), Cancellation)).ShouldBeFalse();
        (await destination.PutBlobAsync(Blob("x", 1), Cancellation)).ShouldBe(BlobOutcome.Written);
    }

    private static string PathOf(Digest digest) => "blobs/sha256/" + digest.Hex;

    private Task<CommitReport> WriteAsync(FinishedImage image, string path = "shop.tar") => new ArchiveDestination(folder.At(path), Names).CommitAsync(Only(image), Cancellation);

    private static ImageSet Only(FinishedImage image) => ImageSet.Create([image], ImageFormat.Oci, []);

    private static FinishedImage Image() => SmallImage.Of(Blob("config", 300), [Blob("one", 10), Blob("two", 2000)]);

    private static ImageBlob Blob(string name, int size)
    {
        var content = new byte[size];
        new Random(name.Length + size).NextBytes(content);
        return new ImageBlob(new Descriptor(MediaTypes.OciLayerGzip, Digest.Of(content), size), name, [], _ => Task.FromResult<Stream>(new MemoryStream(content)));
    }
}
