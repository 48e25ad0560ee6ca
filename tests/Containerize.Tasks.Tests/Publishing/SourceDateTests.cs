using Containerize.Describing;
using Containerize.Diagnostics;
using Containerize.Host;
using Containerize.Host.Programs;
using Containerize.TestKit;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Publishing;

public sealed class SourceDateTests
{
    [Fact]
    public async Task The_environment_dates_the_image_first()
        => (await Date("1700000000", "/")).ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1700000000));

    [RanInto("an odd value of SOURCE_DATE_EPOCH", "blanks or a line end around the number", "they are not counted")]
    [Theory]
    [InlineData(" 1636374896 ")]
    [InlineData("1636374896\n")]
    [InlineData("\t1636374896")]
    [PeerCase("dates: blanks around SOURCE_DATE_EPOCH")]
    public async Task Blanks_around_the_date_do_not_count(string text)
        => (await Date(text, "/")).ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1636374896));

    [Fact]
    public async Task A_date_that_is_blank_is_none()
    {
        using var folder = new TemporaryFolder();

        (await Date("  ", folder.Root)).ShouldBe(DateTimeOffset.UnixEpoch);
    }

    [RanInto("an image from 1970", "no git work tree and no SOURCE_DATE_EPOCH: engines say 56 years ago", "summary and plan say that it is dated 1970, and why")]
    [Fact]
    public async Task An_image_from_1970_says_why()
    {
        using var folder = new TemporaryFolder();

        (await FoundDate(null, folder.Root)).WhyEpoch.ShouldBe("the project is in no git work tree and SOURCE_DATE_EPOCH is not set");
        (await FoundDate("0", folder.Root)).WhyEpoch.ShouldBe("SOURCE_DATE_EPOCH says so");
        (await FoundDate("1", folder.Root)).WhyEpoch.ShouldBeNull();
        Directory.CreateDirectory(folder.At(".git"));
        (await FoundDate(null, folder.Root)).WhyEpoch.ShouldBe("git tells of no commit and SOURCE_DATE_EPOCH is not set");
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999999999")]
    public async Task A_date_that_is_no_number_of_seconds_is_an_error(string text)
        => (await Should.ThrowAsync<ContainerizeException>(() => Date(text, "/"))).Code.ShouldBe(ErrorCodes.InvalidSourceDate);

    [Fact]
    public async Task Outside_a_work_tree_the_image_is_as_old_as_the_epoch()
    {
        using var folder = new TemporaryFolder();

        (await Date(null, folder.Root)).ShouldBe(DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public async Task In_a_work_tree_the_commit_dates_the_image()
    {
        using var folder = new TemporaryFolder();
        await Git(folder, "init", "-q");
        await Git(folder, "-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "-q", "--allow-empty", "-m", "x");
        var committed = await Git(folder, "log", "-1", "--format=%ct");

        (await Date(null, folder.Root)).ToUnixTimeSeconds().ToString().ShouldBe(committed);
    }

    private static async Task<DateTimeOffset> Date(string? epoch, string directory) => (await FoundDate(epoch, directory)).Created;

    private static Task<SourceDate> FoundDate(string? epoch, string directory)
        => SourceDate.FindAsync(new HostEnvironment(name => name == "SOURCE_DATE_EPOCH" ? epoch : null, string.Empty), directory, TestContext.Current.CancellationToken);

    private static async Task<string> Git(TemporaryFolder folder, params string[] arguments)
    {
        var result = await ProgramRunner.RunAsync(new ProgramCall("git", arguments, TimeSpan.FromSeconds(30)) { WorkingDirectory = folder.Root }, TestContext.Current.CancellationToken);
        Assert.SkipWhen(result is null, "git is not installed");
        result!.Succeeded.ShouldBeTrue(result.Error);
        return result.Output.Trim();
    }
}
