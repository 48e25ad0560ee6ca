using Containerize.Diagnostics;
using Containerize.Oci;
using Containerize.TestKit;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Oci;

public sealed class DigestTests
{
    private const string Hex = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Fact]
    public void The_digest_of_nothing_is_the_one_everybody_knows()
        => Digest.Of([]).ToString().ShouldBe("sha256:" + Hex);

    [Fact]
    public void Digests_are_those_that_others_compute()
        => Digest.Of("content"u8).ToString().ShouldBe(Sha256.Of("content"u8));

    [Fact]
    public void A_finished_hash_becomes_a_digest()
        => Digest.FromHash(Convert.FromHexString(Hex)).ShouldBe(Digest.Of([]));

    [Fact]
    public void A_digest_reads_back_as_it_was_written()
    {
        Digest.TryParse("sha256:" + Hex, out var digest).ShouldBeTrue();

        digest.Hex.ShouldBe(Hex);
        digest.ToString().ShouldBe("sha256:" + Hex);
        digest.ShouldBe(Digest.Of([]));
    }

    public static TheoryData<string> NoDigests =>
    [
        "",
        "sha256:",
        Hex,
        "sha256:" + Hex[1..],
        "sha256:" + Hex + "0",
        "sha256:" + Hex.ToUpperInvariant(),
        "SHA256:" + Hex,
        "sha512:" + Hex,
        "sha256:" + Hex + "\n",
        " sha256:" + Hex[1..],
        "sha256:../../../../../etc/passwd".PadRight(71, '0'),
        "sha256:" + Hex[..63] + "g",
        "sha256:" + Hex[..63] + "\u0661",
        "sha256:" + Hex[..63] + "\0",
    ];

    [Theory]
    [MemberData(nameof(NoDigests))]
    public void What_is_no_sha256_digest_is_refused(string text)
    {
        Digest.TryParse(text, out _).ShouldBeFalse();
        var error = Should.Throw<ContainerizeException>(() => Digest.Parse(text, "the digest of a test"));

        error.Code.ShouldBe(ErrorCodes.RegistryAnswer);
        error.Message.ShouldStartWith("the digest of a test is ");
        error.Message.Any(char.IsControl).ShouldBeFalse();
    }
}
