using Containerize.Diagnostics;
using Containerize.Explaining;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Explaining;

public sealed class ImageNameTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("registry.example:5000/acme/shop:1", "registry.example:5000/acme/shop:1")]
    [InlineData("alpine", "docker.io/library/alpine")]
    public void A_reference_is_one_in_a_registry(string text, string reference)
        => Parse(text).ShouldBeOfType<ImageName.Registry>().Reference.ToString().ShouldBe(reference);

    [Theory]
    [InlineData("oci:out", "out", null)]
    [InlineData("oci:out:1.2", "out", "1.2")]
    [InlineData("oci:there:not-a-tag", "there:not-a-tag", null)]
    public void A_layout_may_have_a_tag(string text, string path, string? tag)
    {
        Directory.CreateDirectory(folder.At("there:not-a-tag"));

        Parse(text).ShouldBe(new ImageName.Layout(folder.At(path), tag));
    }

    [Theory]
    [InlineData("shop.tar")]
    [InlineData("./shop")]
    [InlineData("out/shop.tar.gz")]
    [InlineData("here")]
    public void A_path_is_an_archive(string text)
    {
        folder.Write("here", "a file that is there");

        Parse(text).ShouldBeOfType<ImageName.Archive>().File.ShouldBe(Path.GetFullPath(text, folder.Root));
    }

    [Fact]
    public void Anything_else_is_an_error_that_says_what_can_be_named()
        => Should.Throw<ContainerizeException>(() => Parse("Not An Image")).ShouldSatisfyAllConditions(
            error => error.Code.ShouldBe(ErrorCodes.InvalidOption),
            error => error.Message.ShouldBe("Reading ContainerizeReportImage: 'Not An Image' names no image. Use registry/repository:tag or registry/repository@sha256:…, "
                + "oci:folder or oci:folder:tag for an image layout, or the path of an archive."));

    private ImageName Parse(string text) => ImageName.Parse(text, path => Path.GetFullPath(path, folder.Root));
}
