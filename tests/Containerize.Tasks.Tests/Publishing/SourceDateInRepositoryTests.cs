using System.Diagnostics;
using Containerize.Describing;
using Containerize.Host;
using Containerize.Host.Programs;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Publishing;

/// <summary>The commit that is checked out dates the image, wherever in the work tree the project lies and whoever owns it.</summary>
public sealed class SourceDateInRepositoryTests : IDisposable
{
    private static readonly DateTimeOffset Committed = DateTimeOffset.FromUnixTimeSeconds(1_600_000_000);

    private readonly TemporaryFolder folder = new();

    public SourceDateInRepositoryTests() => Assert.SkipUnless(File.Exists("/usr/bin/git"), "there is no /usr/bin/git");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("repo")]
    [InlineData("repo/src/deep")]
    public async Task A_commit_has_its_committers_time(string project)
    {
        await CommitAsync("repo");
        Directory.CreateDirectory(folder.At(project));

        (await FindAsync(project)).ShouldBe(Committed);
    }

    [Fact]
    public async Task A_linked_work_tree_is_one_too()
    {
        await CommitAsync("repo");
        await GitAsync("repo", "worktree", "add", "-q", folder.At("linked"));

        (await FindAsync("linked")).ShouldBe(Committed);
    }

    [Fact]
    public async Task A_repository_without_a_commit_dates_nothing()
    {
        Directory.CreateDirectory(folder.At("repo"));
        await GitAsync("repo", "init", "-q");

        (await FindAsync("repo")).ShouldBe(DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public async Task A_work_tree_of_another_user_is_no_obstacle()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root can give files away");
        await CommitAsync("repo");
        (await ProgramRunner.RunAsync(new ProgramCall("/bin/chown", ["-R", "12345:12345", folder.At("repo")], TimeSpan.FromSeconds(30)), TestContext.Current.CancellationToken))!.Succeeded.ShouldBeTrue();

        (await FindAsync("repo")).ShouldBe(Committed);
    }

    [Fact]
    public async Task A_file_called_git_that_is_no_repository_dates_nothing()
    {
        folder.Write("project/.git", "nonsense");

        (await FindAsync("project")).ShouldBe(DateTimeOffset.UnixEpoch);
    }

    private async Task<DateTimeOffset> FindAsync(string project)
        => (await SourceDate.FindAsync(new HostEnvironment(_ => null, string.Empty), folder.At(project), TestContext.Current.CancellationToken)).Created;

    private async Task CommitAsync(string repository)
    {
        Directory.CreateDirectory(folder.At(repository));
        await GitAsync(repository, "init", "-q");
        await GitAsync(repository, "-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false", "commit", "-q", "--allow-empty", "-m", "x");
    }

    private async Task GitAsync(string repository, params string[] arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/git") { WorkingDirectory = folder.At(repository), RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["GIT_COMMITTER_DATE"] = "1600000000 +0200";
        start.Environment["GIT_AUTHOR_DATE"] = "1500000000 +0000";
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        using var git = Process.Start(start)!;
        var said = await git.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await git.WaitForExitAsync(TestContext.Current.CancellationToken);
        git.ExitCode.ShouldBe(0, said);
    }
}
