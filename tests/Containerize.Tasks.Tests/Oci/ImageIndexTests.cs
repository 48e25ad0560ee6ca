using System.Text;
using Containerize.Diagnostics;
using Containerize.Oci;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Oci;

public sealed class ImageIndexTests
{
    private static readonly Platform Amd64 = new("linux", "amd64");
    private static readonly Platform Arm64 = new("linux", "arm64", "v8");

    [Fact]
    public void An_index_reads_back_as_it_was_written()
    {
        var index = IndexOf(Entry(1, Amd64), Entry(2, Arm64));

        var bytes = index.ToBytes();
        var again = ImageIndex.Parse(bytes, MediaTypes.OciIndex, "a test");

        again.Manifests.ShouldBe(index.Manifests);
        again.ToBytes().ShouldBe(bytes);
    }

    [Fact]
    public void An_image_is_found_by_its_platform_with_or_without_the_variant()
    {
        var index = IndexOf(Entry(1, Amd64), Entry(2, Arm64));

        index.Find(new Platform("linux", "arm64")).ShouldBe(index.Manifests[1]);
        index.Find(Amd64).ShouldBe(index.Manifests[0]);
        index.Find(new Platform("linux", "s390x")).ShouldBeNull();
    }

    [Fact]
    public void The_first_image_that_serves_is_taken()
    {
        var index = IndexOf(Entry(1, Amd64), Entry(2, Amd64));

        index.Find(Amd64).ShouldBe(index.Manifests[0]);
    }

    [Fact]
    public void Attestations_and_what_is_no_image_are_passed_over()
    {
        var index = IndexOf(
            Entry(1, new Platform("unknown", "unknown")),
            Entry(2, null),
            Entry(3, Amd64) with { MediaType = "application/vnd.example.sbom" },
            Entry(4, Amd64));

        index.Images.ShouldBe([index.Manifests[3]]);
        index.Find(Amd64).ShouldBe(index.Manifests[3]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"manifests":{}}""")]
    [InlineData("""{"manifests":[1]}""")]
    [InlineData("""{"manifests":[{"mediaType":"a/b","digest":"sha256:x","size":1}]}""")]
    [InlineData("""{"mediaType":"application/vnd.oci.image.manifest.v1+json","manifests":[]}""")]
    public void A_hostile_index_is_one_coded_error(string json)
        => Should.Throw<ContainerizeException>(() => ImageIndex.Parse(Encoding.UTF8.GetBytes(json), MediaTypes.OciIndex, "a test")).Code.ShouldBe(ErrorCodes.RegistryAnswer);

    private static ImageIndex IndexOf(params Descriptor[] entries) => new(MediaTypes.OciIndex, entries);

    private static Descriptor Entry(byte content, Platform? platform) => new(MediaTypes.OciManifest, Digest.Of([content]), 1) { Platform = platform };
}
