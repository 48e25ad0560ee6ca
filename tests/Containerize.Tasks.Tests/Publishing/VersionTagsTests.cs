using Containerize.Describing;
using Containerize.Diagnostics;
using Containerize.Oci;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Publishing;

public sealed class VersionTagsTests
{
    [Theory]
    [InlineData("1.2.3", "1.2.3 1.2 1 latest")]
    [InlineData("10.20.30", "10.20.30 10.20 10 latest")]
    [InlineData("1.0.0", "1.0.0 1.0 1 latest")]
    [InlineData("1.2.3.4", "1.2.3.4 1.2.3 1.2 1 latest")]
    [InlineData("1.2.3.0", "1.2.3 1.2 1 latest")]
    [InlineData("1.2", "1.2.0 1.2 1 latest")]
    [InlineData("7", "7.0.0 7.0 7 latest")]
    public void A_release_moves_the_tags_that_are_shorter(string version, string expected) => ShouldGive(version, expected);

    [Theory]
    [InlineData("0.2.3", "0.2.3 0.2 latest")]
    [InlineData("0.0.1", "0.0.1 0.0 latest")]
    [InlineData("0.1.2.3", "0.1.2.3 0.1.2 0.1 latest")]
    public void Before_the_first_major_version_there_is_no_tag_for_all_of_it(string version, string expected) => ShouldGive(version, expected);

    [Theory]
    [InlineData("1.2.3-beta.1", "1.2.3-beta.1")]
    [InlineData("1.2.3-RC1", "1.2.3-RC1")]
    [InlineData("1.2.3.4-rc", "1.2.3.4-rc")]
    [InlineData("0.0.0-alpha.0.7", "0.0.0-alpha.0.7")]
    [InlineData("1.2.4-1+5", "1.2.4-1_5")]
    public void A_prerelease_moves_none(string version, string expected) => ShouldGive(version, expected);

    [Theory]
    [InlineData("1.2.3+abc.5", "1.2.3_abc.5 1.2.3 1.2 1 latest")]
    [InlineData("1.2.3-beta.1+abc", "1.2.3-beta.1_abc")]
    public void The_sign_before_build_metadata_becomes_one_that_tags_can_have(string version, string expected) => ShouldGive(version, expected);

    [Theory]
    [InlineData(null)]
    [InlineData("abc")]
    [InlineData("1.2.3.4.5")]
    [InlineData("v1.2.3")]
    [InlineData("1.2.3 beta")]
    public void What_is_no_version_is_an_error_that_says_where_it_comes_from(string? version)
    {
        var failure = Should.Throw<ContainerizeException>(() => VersionTags.Of(version));

        failure.Code.ShouldBe(ErrorCodes.InvalidTag);
        failure.Message.ShouldContain($"'{version}' is not a version");
        failure.Message.ShouldContain("ContainerVersionTags");
    }

    [Fact]
    public void A_version_that_no_tag_can_hold_is_an_error()
        => Should.Throw<ContainerizeException>(() => VersionTags.Of("1.2.3-" + new string('a', 128))).Message.ShouldContain("128 characters");

    private static void ShouldGive(string version, string expected)
    {
        var tags = VersionTags.Of(version);

        string.Join(' ', tags).ShouldBe(expected);
        tags.ShouldAllBe(tag => ImageReference.IsTag(tag));
    }
}
