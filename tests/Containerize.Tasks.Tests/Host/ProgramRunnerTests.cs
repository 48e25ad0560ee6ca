using Containerize.Host.Programs;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Host;

public sealed class ProgramRunnerTests : IDisposable
{
    private static readonly TimeSpan Ample = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder folder = new();

    public ProgramRunnerTests() => Assert.SkipUnless(File.Exists("/bin/sh"), "there is no /bin/sh");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_a_program_says_and_how_it_ended_is_told()
    {
        var result = (await ShellAsync("echo out; echo one >&2; echo 'the reason' >&2; exit 3"))!;

        result.ExitCode.ShouldBe(3);
        result.Succeeded.ShouldBeFalse();
        result.Output.ShouldBe("out\n");
        result.LastErrorLine.ShouldBe("the reason");
    }

    [Fact]
    public async Task Without_a_word_the_exit_code_speaks() => (await ShellAsync("exit 7"))!.LastErrorLine.ShouldBe("exit code 7");

    [Fact]
    public async Task A_program_that_is_not_there_is_null_and_no_error()
        => (await ProgramRunner.RunAsync(new ProgramCall(folder.At("nothing"), [], Ample), Cancellation)).ShouldBeNull();

    [Fact]
    public async Task Arguments_arrive_as_they_are()
    {
        string[] given = ["two words", "\"quoted\"", "$HOME", "", "*", "é"];

        var result = await ProgramRunner.RunAsync(
            new ProgramCall("/bin/sh", ["-c", "for a in \"$@\"; do printf '<%s>' \"$a\"; done", "sh", .. given], Ample), Cancellation);

        result!.Output.ShouldBe(string.Concat(given.Select(a => $"<{a}>")));
    }

    [Fact]
    public async Task Input_is_fed_and_closed()
        => (await ShellAsync("cat", (input, token) => input.WriteAsync("fed"u8.ToArray(), token).AsTask()))!.ShouldSatisfyAllConditions(
            r => r.Output.ShouldBe("fed"),
            r => r.InputTaken.ShouldBeTrue());

    [Fact]
    public async Task Without_a_feed_the_input_is_empty() => (await ShellAsync("cat; echo end"))!.Output.ShouldBe("end\n");

    [Fact]
    public async Task A_program_that_ends_before_it_took_its_input_is_heard_out()
    {
        var result = (await ShellAsync("echo no >&2; exit 1", async (input, token) =>
        {
            for (var i = 0; i < 1000; i++)
            {
                await input.WriteAsync(new byte[64 * 1024], token);
            }
        }))!;

        result.InputTaken.ShouldBeFalse();
        result.LastErrorLine.ShouldBe("no");
    }

    [Fact]
    public async Task Much_output_on_both_ends_blocks_nobody()
    {
        var result = (await ShellAsync("head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2"))!;

        result.Output.Length.ShouldBe(300_000);
        result.Error.Length.ShouldBe(300_000);
    }

    [Fact]
    public async Task A_program_past_its_time_is_ended_and_its_name_is_told()
    {
        var error = await Should.ThrowAsync<TimeoutException>(() => ProgramRunner.RunAsync(
            new ProgramCall("/bin/sh", ["-c", $"echo $$ > {folder.At("pid")}; exec sleep 600"], TimeSpan.FromSeconds(1)), Cancellation));

        error.Message.ShouldStartWith("sh did not finish");
        ShouldEnd();
    }

    [Fact]
    public async Task A_cancellation_is_one_and_ends_the_program()
    {
        using var cancel = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(() => ShellAsync($"echo $$ > {folder.At("pid")}; echo ready; cat > /dev/null; exec sleep 600", async (_, token) =>
        {
            while (!File.Exists(folder.At("pid")) || File.ReadAllText(folder.At("pid")).Length == 0)
            {
                await Task.Yield();
            }

            await cancel.CancelAsync();
            token.ThrowIfCancellationRequested();
        }, cancel.Token));
        ShouldEnd();
    }

    [Fact]
    public async Task It_runs_in_the_folder_it_is_told_to()
        => (await ProgramRunner.RunAsync(new ProgramCall("/bin/sh", ["-c", "pwd -P"], Ample) { WorkingDirectory = folder.Root }, Cancellation))!.Output.Trim().ShouldEndWith(Path.GetFileName(folder.Root));

    /// <summary>Killed, the process is gone as soon as the kernel has seen to it.</summary>
    private void ShouldEnd()
    {
        var id = int.Parse(File.ReadAllText(folder.At("pid")));
        SpinWait.SpinUntil(() => !IsAlive(id), TimeSpan.FromSeconds(30)).ShouldBeTrue();
    }

    private static bool IsAlive(int id)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static Task<ProgramResult?> ShellAsync(string script, Func<Stream, CancellationToken, Task>? feed = null, CancellationToken? cancellation = null)
        => ProgramRunner.RunAsync(new ProgramCall("/bin/sh", ["-c", script], Ample) { Input = feed }, cancellation ?? Cancellation);
}
