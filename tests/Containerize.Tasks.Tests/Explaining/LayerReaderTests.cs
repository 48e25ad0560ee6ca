using System.Formats.Tar;
using Containerize.Diagnostics;
using Containerize.Explaining;
using Containerize.Oci;
using Containerize.Storage;
using Containerize.TestKit.Registry.Seeding;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Explaining;

public sealed class LayerReaderTests
{
    private static readonly Digest Other = Digest.Of("another"u8);

    [Fact]
    public async Task Files_are_listed_by_their_paths_and_folders_are_none()
    {
        var (content, _) = await ReadLayer.OfAsync(("b/", null), ("./b/two.txt", "22"), ("a.txt", "1"));

        content.Files.Select(file => (file.Path, file.Size)).ShouldBe([("a.txt", 1L), ("b/two.txt", 2L)]);
        content.Removed.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whiteouts_are_no_files_but_say_what_is_removed()
    {
        var (content, _) = await ReadLayer.OfAsync(("a/.wh.gone.txt", ""), ("b/.wh..wh..opq", ""), (".wh.root", ""), ("b/new", "1"));

        content.Files.Select(file => file.Path).ShouldBe(["b/new"]);
        content.Removed.ShouldBe(["a/gone.txt", "b/", "root"]);
    }

    [Fact]
    public async Task Links_have_no_size_and_say_where_they_lead()
    {
        var tar = ReadLayer.Tar(
            ReadLayer.File("a", "content"), new PaxTarEntry(TarEntryType.HardLink, "b") { LinkName = "a" }, new PaxTarEntry(TarEntryType.SymbolicLink, "c") { LinkName = "../a" });
        var content = await ReadAsync(SeedLayer.Uncompressed(tar), diffId: null);

        content.Files.Select(file => (file.Path, file.Size, file.LinkTarget)).ShouldBe([("a", 7L, null), ("b", 0L, "a"), ("c", 0L, "../a")]);
    }

    [Fact]
    public async Task Equal_contents_have_equal_hashes()
    {
        var (content, _) = await ReadLayer.OfAsync(("a", "same"), ("b", "same"), ("c", "else"));

        content.Files[0].Hash.ShouldBe(content.Files[1].Hash);
        content.Files[0].Hash.ShouldNotBe(content.Files[2].Hash);
    }

    [Fact]
    public async Task A_tar_that_is_not_the_one_that_the_configuration_names_is_refused()
        => (await Should.ThrowAsync<ContainerizeException>(() => ReadAsync(SeedLayer.Gzip(TestTar.Of(("a", "1"))), Other))).ShouldSatisfyAllConditions(
            error => error.Code.ShouldBe(ErrorCodes.ImageUnreadable),
            error => error.Message.ShouldStartWith("Reading layer 1 for the report: its tar is sha256:"));

    [Theory]
    [InlineData("application/vnd.oci.image.layer.v1.tar+gzip")]
    [InlineData("application/vnd.oci.image.layer.v1.tar+zstd")]
    [InlineData("application/vnd.oci.image.layer.v1.tar")]
    public async Task What_is_no_layer_is_an_error_with_a_code(string mediaType)
    {
        var noise = Enumerable.Range(0, 2000).Select(i => (byte)(i * 31)).ToArray();
        var error = await Should.ThrowAsync<ContainerizeException>(() => ReadAsync(new SeedLayer(mediaType, noise, Other.ToString()), Other));

        error.Code.ShouldBe(ErrorCodes.ImageUnreadable);
    }

    [Fact]
    public async Task A_layer_that_was_cut_off_is_an_error()
    {
        var whole = SeedLayer.Gzip(TestTar.Of(("a", new string('x', 100_000))));
        var half = whole with { Blob = whole.Blob[..(whole.Blob.Length / 2)] };

        (await Should.ThrowAsync<ContainerizeException>(() => ReadAsync(half, Digest.Parse(whole.DiffId, "a diffID")))).Code.ShouldBe(ErrorCodes.ImageUnreadable);
    }

    [Fact]
    public async Task A_large_layer_is_opened_once_and_known_the_next_time()
    {
        using var folder = new TemporaryFolder();
        var noise = new byte[2_000_000];
        new Random(1).NextBytes(noise);
        var layer = SeedLayer.Uncompressed(ReadLayer.Tar(
            new PaxTarEntry(TarEntryType.RegularFile, "large") { DataStream = new MemoryStream(noise) },
            ReadLayer.File("app/a.deps.json", """{"targets":{"t":{"P/1":{"runtime":{"P.dll":{}}}}}}"""),
            ReadLayer.File("var/lib/dpkg/status", "Package: p\nVersion: 3\n"),
            new PaxTarEntry(TarEntryType.SymbolicLink, "link") { LinkName = "large" },
            ReadLayer.File(".wh.gone", string.Empty)));
        var opened = 0;
        var blob = ReadLayer.BlobOf(layer);
        blob = blob with { OpenAsync = token => { opened++; return ReadLayer.BlobOf(layer).OpenAsync(token); } };
        var reader = new LayerReader(new ContentStore(folder.At("cache")));

        var first = await reader.ReadAsync(blob, Digest.Parse(layer.DiffId, "a diffID"), TestContext.Current.CancellationToken);
        var second = await reader.ReadAsync(blob, Digest.Parse(layer.DiffId, "a diffID"), TestContext.Current.CancellationToken);

        opened.ShouldBe(1);
        second.Files.ShouldBe(first.Files);
        second.Removed.ShouldBe(["gone"]);
        second.Packages.Files.ShouldBe(first.Packages.Files);
        second.Packages.Files["app/P.dll"].Name.ShouldBe("P 1");
        second.Packages.Versions.ShouldBe(first.Packages.Versions);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"form":2,"files":[],"removed":[],"packages":[],"versions":{}}""")]
    [InlineData("""{"form":1,"files":[["a"]],"removed":[],"packages":[],"versions":{}}""")]
    public void A_note_of_another_form_is_none(string text) => LayerContentNote.Parse(text).ShouldBeNull();

    private static Task<LayerContent> ReadAsync(SeedLayer layer, Digest? diffId)
        => new LayerReader(store: null).ReadAsync(ReadLayer.BlobOf(layer), diffId, TestContext.Current.CancellationToken);
}
