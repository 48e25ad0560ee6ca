using Containerize.Oci;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Oci;

public sealed class MediaTypeTests
{
    [Theory]
    [InlineData("Oci", MediaTypes.DockerLayerGzip, MediaTypes.OciLayerGzip)]
    [InlineData("Oci", MediaTypes.DockerLayer, MediaTypes.OciLayer)]
    [InlineData("Oci", MediaTypes.DockerForeignLayerGzip, MediaTypes.OciLayerGzip)]
    [InlineData("Oci", MediaTypes.OciLayerZstd, MediaTypes.OciLayerZstd)]
    [InlineData("Oci", MediaTypes.OciLayerGzip, MediaTypes.OciLayerGzip)]
    [InlineData("Docker", MediaTypes.OciLayerGzip, MediaTypes.DockerLayerGzip)]
    [InlineData("Docker", MediaTypes.OciLayer, MediaTypes.DockerLayer)]
    [InlineData("Docker", MediaTypes.DockerLayerGzip, MediaTypes.DockerLayerGzip)]
    [InlineData("Docker", MediaTypes.OciLayerZstd, null)]
    public void A_layer_takes_the_name_of_the_family_it_comes_into(string format, string from, string? to)
        => MediaTypes.LayerIn(Enum.Parse<ImageFormat>(format), from).ShouldBe(to);
}
