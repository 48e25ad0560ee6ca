using Containerize.Oci;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Oci;

public sealed class ImageReferenceTests
{
    private const string Digest = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Theory]
    [InlineData("ubuntu", "docker.io", "library/ubuntu", null, null)]
    [InlineData("ubuntu:24.04", "docker.io", "library/ubuntu", "24.04", null)]
    [InlineData("acme/shop", "docker.io", "acme/shop", null, null)]
    [InlineData("docker.io/ubuntu", "docker.io", "library/ubuntu", null, null)]
    [InlineData("index.docker.io/ubuntu", "docker.io", "library/ubuntu", null, null)]
    [InlineData("registry-1.docker.io/acme/shop", "docker.io", "acme/shop", null, null)]
    [InlineData("ghcr.io/acme/shop:1", "ghcr.io", "acme/shop", "1", null)]
    [InlineData("ghcr.io/shop", "ghcr.io", "shop", null, null)]
    [InlineData("localhost/shop", "localhost", "shop", null, null)]
    [InlineData("localhost:5000/shop:1", "localhost:5000", "shop", "1", null)]
    [InlineData("127.0.0.1:5000/a/b/c", "127.0.0.1:5000", "a/b/c", null, null)]
    [InlineData("[::1]:5000/shop", "[::1]:5000", "shop", null, null)]
    [InlineData("host:5000/shop", "host:5000", "shop", null, null)]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0@" + Digest, "mcr.microsoft.com", "dotnet/aspnet", "10.0", Digest)]
    [InlineData("ghcr.io/a__b/c.d-e---f@" + Digest, "ghcr.io", "a__b/c.d-e---f", null, Digest)]
    public void A_reference_is_read_as_Docker_reads_it(string text, string registry, string repository, string? tag, string? digest)
    {
        ImageReference.TryParse(text, out var reference).ShouldBeTrue();

        reference!.Registry.ShouldBe(registry);
        reference.Repository.ShouldBe(repository);
        reference.Tag.ShouldBe(tag);
        reference.Digest?.ToString().ShouldBe(digest);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("@")]
    [InlineData("/")]
    [InlineData("ubuntu:")]
    [InlineData("ubuntu@")]
    [InlineData("ubuntu@sha256:abc")]
    [InlineData("ubuntu@sha512:" + "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("Ubuntu")]
    [InlineData("ghcr.io/Acme/shop")]
    [InlineData("ghcr.io/acme/")]
    [InlineData("ghcr.io//shop")]
    [InlineData("ghcr.io/acme/../shop")]
    [InlineData("ghcr.io/.acme")]
    [InlineData("ghcr.io/acme-")]
    [InlineData("ghcr.io/a___b")]
    [InlineData("ghcr.io/shop:-1")]
    [InlineData("ghcr.io/shop:.1")]
    [InlineData("ghcr.io/shop:a b")]
    [InlineData("ghcr.io:port/shop")]
    [InlineData("ghcr.io:123456/shop")]
    [InlineData("-ghcr.io/shop")]
    [InlineData("https://ghcr.io/shop")]
    [InlineData("user:pw@ghcr.io/shop")]
    [InlineData("ghcr.io/shop?x=y")]
    [InlineData("ghcr.io/shop#x")]
    [InlineData("ghcr.io/shop\n")]
    [InlineData("ghcr.io\n/shop")]
    [InlineData("ghcr.io/sh\u043Ep")]
    [InlineData("ghcr.io/shop:1\n")]
    [InlineData("[::1/shop")]
    public void What_is_no_reference_is_refused(string text) => ImageReference.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("ghcr.io/acme/shop")]
    [InlineData("ghcr.io/acme/shop:1")]
    [InlineData("ghcr.io/acme/shop@" + Digest)]
    [InlineData("ghcr.io/acme/shop:1@" + Digest)]
    [InlineData("[::1]:5000/shop:1")]
    public void A_full_reference_is_written_as_it_was_read(string text)
    {
        ImageReference.TryParse(text, out var reference).ShouldBeTrue();

        reference!.ToString().ShouldBe(text);
        ImageReference.TryParse(reference.ToString(), out var again).ShouldBeTrue();
        again.ShouldBe(reference);
    }

    [Theory]
    [InlineData("ghcr.io/shop", "latest")]
    [InlineData("ghcr.io/shop:1", "1")]
    [InlineData("ghcr.io/shop:1@" + Digest, Digest)]
    public void A_registry_is_asked_for_the_digest_before_the_tag(string text, string asked)
    {
        ImageReference.TryParse(text, out var reference).ShouldBeTrue();

        reference!.TagOrDigest.ShouldBe(asked);
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void A_tag_has_at_most_128_characters(int length, bool valid) => ImageReference.IsTag(new string('a', length)).ShouldBe(valid);

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void A_repository_has_at_most_255_characters(int length, bool valid) => ImageReference.IsRepository(new string('a', length)).ShouldBe(valid);

    [Theory]
    [InlineData("v1.0\n")]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a:b")]
    [InlineData("\u0661")]
    public void A_tag_has_no_other_characters(string text) => ImageReference.IsTag(text).ShouldBeFalse();

    [Theory]
    [InlineData("shop\n")]
    [InlineData("acme/shop\n")]
    [InlineData("\u0661")]
    public void A_repository_has_no_other_characters(string text) => ImageReference.IsRepository(text).ShouldBeFalse();

    [Theory]
    [InlineData("ghcr.io\n")]
    [InlineData("ghcr.io:80\n")]
    [InlineData("ghcr.io:\u0668\u0660")]
    public void A_registry_has_no_other_characters(string text) => ImageReference.IsRegistry(text).ShouldBeFalse();
}
