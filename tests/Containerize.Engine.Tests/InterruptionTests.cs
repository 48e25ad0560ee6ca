using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;
using Containerize.Tests.Engine.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>Ctrl+C, at any moment, ends a publish and leaves nothing half done.</summary>
public sealed class InterruptionTests
{
    private const int Interrupt = 2;

    [LabFact]
    public async Task In_the_middle_of_a_layer_it_leaves_no_tag_and_no_half_files()
    {
        Assert.SkipWhen(await IgnoresInterruptsAsync(), "This shell runs its tests in the background, where programs do not hear SIGINT.");
        using var app = await BigApp.CreateAsync(megabytes: 400);
        var repository = TheLab.NewName("interrupted");

        var publishing = app.Sample.PublishAsync(HelloWeb.To(repository));
        await Patience.UntilAsync("the big layer to be half written", async () =>
        {
            if (publishing.IsCompleted)
            {
                throw new InvalidOperationException($"The publish was over before it could be interrupted:{Environment.NewLine}{(await publishing).Result.Text}");
            }

            return app.HalfFiles().Any(file => new FileInfo(file) is { Exists: true, Length: > 1_000_000 }) ? "yes" : null;
        });
        await InterruptAsync(app.Workspace);
        var publication = await publishing;

        publication.Result.ExitCode.ShouldNotBe(0);
        publication.Result.Errors.Select(error => error.Code).ShouldBe(["CTZ9001"], publication.Result.Text);
        await ShouldBeCleanAsync(app);
        (await DigestUnderTagAsync(repository)).ShouldBeNull();
    }

    [LabFact]
    public async Task At_random_moments_it_leaves_no_tag_or_a_whole_image_and_the_next_publish_is_right()
    {
        Assert.SkipWhen(await IgnoresInterruptsAsync(), "This shell runs its tests in the background, where programs do not hear SIGINT.");
        using var app = await BigApp.CreateAsync(megabytes: 60);
        var right = (await app.Sample.PublishAsync(HelloWeb.To(TheLab.NewName("uninterrupted")))).Image.Digest;
        var random = new Random(20261125);
        var interrupted = 0;
        for (var i = 0; i < 10; i++)
        {
            var repository = TheLab.NewName("interrupted");
            Directory.Delete(app.Workspace.PathOf(".home/.cache/containerize"), recursive: true);
            var publishing = app.Sample.PublishAsync(HelloWeb.To(repository));

            await Task.WhenAny(publishing, Task.Delay(TimeSpan.FromMilliseconds(random.Next(500, 3500)), TestContext.Current.CancellationToken));
            await InterruptAsync(app.Workspace);
            if (!(await publishing).Result.Succeeded)
            {
                interrupted++;
                await ShouldBeCleanAsync(app);
                new[] { null, right }.ShouldContain(await DigestUnderTagAsync(repository));
            }

            (await app.Sample.PublishAsync(HelloWeb.To(repository))).Image.Digest.ShouldBe(right);
        }

        interrupted.ShouldBeGreaterThan(0);
    }

    private static async Task ShouldBeCleanAsync(BigApp app)
    {
        app.HalfFiles().ShouldBeEmpty();
        (await RunningInAsync(app.Workspace)).ShouldBeEmpty();
    }

    private static async Task<string?> DigestUnderTagAsync(string repository)
    {
        using var registry = new RegistryContent(TheLab.Registry);
        return (await registry.TagsAsync(repository)).Length == 0 ? null : (await registry.PullAsync(repository)).Digest;
    }

    /// <summary>Sends SIGINT to all of a publish's processes, as a terminal does.</summary>
    private static async Task InterruptAsync(TestWorkspace workspace)
    {
        if (await RunningInAsync(workspace) is { Length: > 0 } processes)
        {
            // One may end by itself meanwhile.
            await Command.TryRunAsync("kill", [$"-{Interrupt}", .. processes]);
        }
    }

    /// <summary>Ids of the processes that work in a folder of ours; no one else has such.</summary>
    private static async Task<string[]> RunningInAsync(TestWorkspace workspace)
    {
        var found = await Command.TryRunAsync("find", ["/proc", "-maxdepth", "2", "-name", "cwd", "-lname", workspace.Root + "*", "-printf", "%h\n"]);
        return [.. found.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.GetFileName(folder)!)];
    }

    private static async Task<bool> IgnoresInterruptsAsync()
    {
        var ignored = (await File.ReadAllLinesAsync("/proc/self/status", TestContext.Current.CancellationToken)).First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal));
        return (Convert.ToUInt64(ignored["SigIgn:".Length..].Trim(), 16) & (1ul << (Interrupt - 1))) != 0;
    }
}
