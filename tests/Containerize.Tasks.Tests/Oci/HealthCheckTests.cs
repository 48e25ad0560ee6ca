using Containerize.Oci;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Oci;

public sealed class HealthCheckTests
{
    [Theory]
    [InlineData("30s", 30_000)]
    [InlineData("1m30s", 90_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("500ms", 500)]
    [InlineData("2h3m4s5ms", 7_384_005)]
    public void A_duration_is_read_as_go_writes_it_and_written_so_again(string text, int milliseconds)
    {
        var duration = HealthCheck.ParseDuration(text);

        duration.ShouldBe(TimeSpan.FromMilliseconds(milliseconds));
        HealthCheck.Format(duration!.Value).ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0s")]
    [InlineData("30")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("1.5s")]
    [InlineData("1 s")]
    [InlineData("30sec")]
    [InlineData("99999999999s")]
    public void What_is_no_duration_is_not_taken_for_one(string text) => HealthCheck.ParseDuration(text).ShouldBeNull();
}
