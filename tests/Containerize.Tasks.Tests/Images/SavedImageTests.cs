using Containerize.Diagnostics;
using Containerize.Images;
using Containerize.Oci;
using Containerize.TestKit.Registry.Seeding;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Images;

/// <summary>The archive that a BuildKit writes, which is an image layout and nothing else.</summary>
public sealed class SavedImageTests : IDisposable
{
    private static readonly Platform Amd64 = new("linux", "amd64");
    private static readonly Platform Arm64 = new("linux", "arm64");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_several_images_it_is_that_for_the_platform(bool isNested)
    {
        var archive = BuiltImage.Write(folder, "image.tar", isNested, One("amd64"), One("arm64"));

        var image = await ReadAsync(archive, Arm64);

        image.Config.Platform.ShouldBe(Arm64);
        var layer = image.Layers.ShouldHaveSingleItem();
        await using var content = PackedTar.Unpack(await layer.OpenAsync(TestContext.Current.CancellationToken), layer.Descriptor.MediaType);
        using var tar = new MemoryStream();
        await content.CopyToAsync(tar, TestContext.Current.CancellationToken);
        Digest.Of(tar.ToArray()).ShouldBe(image.Config.DiffIds.ShouldHaveSingleItem());
    }

    [Fact]
    public async Task Without_one_for_the_platform_the_error_says_for_which_there_are_some()
    {
        var error = await FailAsync(BuiltImage.Write(folder, "image.tar", isNested: true, One("arm64")), Amd64);

        error.Code.ShouldBe(ErrorCodes.OtherPlatform);
        error.Message.ShouldContain("Taking the image for linux/amd64");
        error.Message.ShouldContain("but one for linux/arm64.");
    }

    [Fact]
    public async Task Without_any_image_it_says_that()
        => (await FailAsync(BuiltImage.Write(folder, "image.tar", isNested: false), Amd64)).Message.ShouldContain("there is none in it, but no image at all.");

    [Fact]
    public async Task A_blob_that_is_not_what_it_is_called_is_an_error_of_the_builders()
    {
        BuiltImage.Write(folder, "image.tar", isNested: false, One("amd64"));
        var index = ImageIndex.Parse(await File.ReadAllBytesAsync(folder.At("image.tar.layout/index.json"), TestContext.Current.CancellationToken), MediaTypes.OciIndex, "index.json");
        folder.Write($"image.tar.layout/blobs/sha256/{index.Manifests[0].Digest.Hex}", "{}");
        System.Formats.Tar.TarFile.CreateFromDirectory(folder.At("image.tar.layout"), folder.At("changed.tar"), includeBaseDirectory: false);

        var error = await FailAsync(folder.At("changed.tar"), Amd64);

        error.Code.ShouldBe(ErrorCodes.BuilderFailed);
        error.Message.ShouldContain("is not what it is called");
    }

    [Fact]
    public async Task An_index_that_no_image_layout_has_is_an_error_of_the_builders()
    {
        folder.Write("odd/index.json", """{"manifests":"none"}""");
        System.Formats.Tar.TarFile.CreateFromDirectory(folder.At("odd"), folder.At("odd.tar"), includeBaseDirectory: false);

        var error = await FailAsync(folder.At("odd.tar"), Amd64);

        error.Code.ShouldBe(ErrorCodes.BuilderFailed);
        error.Message.ShouldContain("index.json");
    }

    private static BuiltImage One(string architecture) => new(architecture, ("COPY /layers/app/ /", SeedLayer.Gzip(TestTar.Of(("app", architecture)))));

    private Task<Image> ReadAsync(string archive, Platform platform) => SavedImage.ReadAsync(archive, Unpacked(), platform, TestContext.Current.CancellationToken);

    private async Task<ContainerizeException> FailAsync(string archive, Platform platform)
        => await Should.ThrowAsync<ContainerizeException>(() => ReadAsync(archive, platform));

    private string Unpacked() => Directory.CreateDirectory(folder.At("unpacked")).FullName;
}
