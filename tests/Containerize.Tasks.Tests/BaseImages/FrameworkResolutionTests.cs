using Containerize.BaseImages;
using Shouldly;
using Xunit;

namespace Containerize.Tests.BaseImages;

public sealed class FrameworkResolutionTests
{
    [Theory]
    [InlineData("10.0.12", "10.0.0", null, true)]
    [InlineData("10.0.0", "10.0.12", null, false)]
    [InlineData("10.1.0", "10.0.0", null, true)]
    [InlineData("10.1.0", "10.0.0", "LatestPatch", false)]
    [InlineData("10.0.5", "10.0.0", "LatestPatch", true)]
    [InlineData("8.0.20", "10.0.0", null, false)]
    [InlineData("8.0.20", "10.0.0", "Major", false)]
    [InlineData("10.0.0", "8.0.0", null, false)]
    [InlineData("10.0.0", "8.0.0", "Minor", false)]
    [InlineData("10.0.0", "8.0.0", "Major", true)]
    [InlineData("10.0.0", "8.0.0", "latestmajor", true)]
    [InlineData("10.0.1", "10.0.0", "Disable", false)]
    [InlineData("10.0.0", "10.0.0", "Disable", true)]
    [InlineData("11.0.0-preview.3.26101.2", "11.0.0-preview.3.26101.2", null, true)]
    [InlineData("11.0.0-preview.3.26101.2", "11.0.0-preview.4.26210.1", null, false)]
    [InlineData("11.0.0-rc.1.26400.1", "11.0.0-preview.7.26370.9", null, true)]
    [InlineData("11.0.0-preview.3.26101.2", "11.0.0", null, false)]
    [InlineData("11.0.0", "11.0.0-rc.2", null, true)]
    [InlineData("11.0.0-preview.3.26101.2", "11.0.0-0", null, true)]
    public void A_version_serves_as_the_host_would_have_it(string offered, string wanted, string? policy, bool serves)
        => FrameworkResolution.Serves(InferenceVersion.Parse(offered)!, InferenceVersion.Parse(wanted)!, policy).ShouldBe(serves);
}
