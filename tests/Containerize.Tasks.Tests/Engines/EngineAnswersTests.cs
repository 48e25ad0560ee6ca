using Containerize.Engines;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engines;

/// <summary>What engines answer is remembered for a build.</summary>
public sealed class EngineAnswersTests : IDisposable
{
    private const string Answer = "echo '{\"Server\":{\"Components\":[{\"Name\":\"Engine\"}]}}'";

    private readonly TemporaryFolder folder = new();
    private readonly EngineAnswers answers = new();
    private readonly FakePrograms programs;

    public EngineAnswersTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The programs are scripts of /bin/sh.");
        programs = new FakePrograms(folder);
    }

    public void Dispose()
    {
        answers.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Who_answers_is_asked_once()
    {
        programs.Add("docker", $"sleep 0.2; {Answer}");

        var all = await Task.WhenAll(AskAsync("docker"), AskAsync(folder.At("bin/docker")), AskAsync("docker"));
        var later = await AskAsync("docker");

        all.Append(later).ShouldAllBe(answer => answer.IsThere && answer.Kind == EngineKind.Docker);
        programs.ReadCalls().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Who_did_not_answer_may_have_been_started_since()
    {
        programs.Add("docker", "echo 'Cannot connect to the Docker daemon' >&2; exit 1");
        (await AskAsync("docker")).Failure.ShouldBe("Cannot connect to the Docker daemon");

        programs.Add("docker", Answer);

        (await AskAsync("docker")).IsThere.ShouldBeTrue();
        programs.ReadCalls().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Who_was_not_installed_may_have_been_since()
    {
        (await AskAsync("docker")).Failure.ShouldBe("it is not installed");
        programs.Add("docker", Answer);

        (await AskAsync("docker")).IsThere.ShouldBeTrue();
    }

    /// <summary>Whoever gives up waiting does not give up for others.</summary>
    [Fact]
    public async Task One_who_does_not_wait_ends_nothing()
    {
        programs.Add("docker", $"sleep 0.2; {Answer}");
        using var stop = new CancellationTokenSource();
        var first = answers.AskAsync("docker", programs.Host, stop.Token);
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => first);
        (await AskAsync("docker")).IsThere.ShouldBeTrue();
        programs.ReadCalls().Count.ShouldBe(1);
    }

    [Fact]
    public async Task At_the_end_of_the_build_nobody_waits_for_one_that_hangs()
    {
        programs.Add("docker", "sleep 30");
        var asking = AskAsync("docker");

        answers.Dispose();

        await Should.ThrowAsync<OperationCanceledException>(() => asking.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    private Task<EngineAnswer> AskAsync(string name) => answers.AskAsync(name, programs.Host, TestContext.Current.CancellationToken);
}
