using System.Text;
using Containerize.Diagnostics;
using Containerize.Oci;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Oci;

public sealed class ImageManifestTests
{
    private static readonly Digest Name = Digest.Of([]);

    [Theory]
    [InlineData(MediaTypes.OciManifest)]
    [InlineData(MediaTypes.DockerManifest)]
    public void A_manifest_reads_back_as_it_was_written(string mediaType)
    {
        var manifest = new ImageManifest(
            mediaType,
            new Descriptor(MediaTypes.OciConfig, Name, 2),
            [new Descriptor(MediaTypes.OciLayerGzip, Name, 3), new Descriptor(MediaTypes.OciLayer, Digest.Of([1]), 4)]);

        var bytes = manifest.ToBytes();
        var again = ImageManifest.Parse(bytes, mediaType, "a test");

        again.Config.ShouldBe(manifest.Config);
        again.Layers.ShouldBe(manifest.Layers);
        again.ToBytes().ShouldBe(bytes);
    }

    [Fact]
    public void Annotations_come_last_and_none_leave_no_trace()
    {
        var plain = new ImageManifest(MediaTypes.OciManifest, new Descriptor(MediaTypes.OciConfig, Name, 2), []);

        Encoding.UTF8.GetString(plain.ToBytes()).ShouldEndWith("\"layers\":[]}");
        Encoding.UTF8.GetString((plain with { Annotations = [new("com.example.team", "über \"shop\"")] }).ToBytes())
            .ShouldEndWith("""[],"annotations":{"com.example.team":"über \"shop\""}}""");
    }

    [Fact]
    public void A_manifest_without_a_type_of_its_own_is_what_it_was_served_as()
    {
        var manifest = ImageManifest.Parse(Utf8($$"""{"schemaVersion":2,"config":{{Config}},"layers":[]}"""), MediaTypes.OciManifest, "a test");

        manifest.MediaType.ShouldBe(MediaTypes.OciManifest);
        manifest.Layers.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"layers":[]}""")]
    [InlineData("""{"layers":{},"config":null}""")]
    [InlineData("""{"layers":[null]}""")]
    [InlineData("""{"mediaType":"application/vnd.oci.image.index.v1+json","layers":[]}""")]
    [InlineData("""{"schemaVersion":1,"fsLayers":[]}""")]
    [InlineData("""{"a":1,"a":2}""")]
    public void A_hostile_manifest_is_one_coded_error(string json) => ShouldBeRefused(Utf8(json));

    [Fact]
    public void A_manifest_that_calls_itself_something_else_than_its_header_did_is_refused()
        => ShouldBeRefused(Utf8($$"""{"mediaType":"{{MediaTypes.DockerManifest}}","config":{{Config}},"layers":[]}"""));

    [Fact]
    public void A_manifest_with_a_type_twice_is_refused()
        => ShouldBeRefused(Utf8($$"""{"mediaType":"{{MediaTypes.OciIndex}}","mediaType":"{{MediaTypes.OciManifest}}","config":{{Config}},"layers":[]}"""));

    [Fact]
    public void A_manifest_of_endless_depth_is_refused()
        => ShouldBeRefused(Utf8(string.Concat(Enumerable.Repeat("{\"a\":", 10_000))));

    private static string Config => $$"""{"mediaType":"{{MediaTypes.OciConfig}}","digest":"{{Name}}","size":2}""";

    private static void ShouldBeRefused(byte[] json)
        => Should.Throw<ContainerizeException>(() => ImageManifest.Parse(json, MediaTypes.OciManifest, "a test")).Code.ShouldBe(ErrorCodes.RegistryAnswer);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
