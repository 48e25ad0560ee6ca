using System.Security.Cryptography;
using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;
using Containerize.Tests.Engine.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>A publish that fails says why in one line, and leaves nothing that looks like an image.</summary>
public sealed class FailureTests(HelloWeb web)
{
    private const int Interrupt = 2;

    [LabFact]
    public async Task A_base_that_is_not_there_is_one_coded_line_and_no_tag()
    {
        var repository = TheLab.NewName("no-base");

        var publication = await web.PublishAsync([.. HelloWeb.To(repository), $"-p:ContainerBaseImage={TheLab.Registry}/dotnet/aspnet:absent"]);

        publication.Result.ExitCode.ShouldNotBe(0);
        publication.Result.Errors.Select(error => error.Code).ShouldBe(["CTZ2001"], publication.Result.Text);
        publication.Result.Errors[0].Text.ShouldContain("dotnet/aspnet:absent");
        await ShouldHaveNoTagAsync(repository);
    }

    [LabFact]
    public async Task A_registry_that_takes_nothing_is_one_coded_line_that_names_it()
    {
        await using var registry = await OwnRegistry.StartAsync(readOnly: true);
        var repository = TheLab.NewName("read-only");

        var publication = await web.PublishAsync(HelloWeb.To(repository, registry.Address));

        publication.Result.ExitCode.ShouldNotBe(0);
        publication.Result.Errors.Select(error => error.Code).ShouldBe(["CTZ3006"], publication.Result.Text);
        publication.Result.Errors[0].Text.ShouldContain(registry.Address);
        publication.Result.Errors[0].Text.ShouldContain("405");
        (await registry.Content.TagsAsync(repository)).ShouldBeEmpty();
    }

    [LabFact]
    public async Task A_registry_that_is_gone_is_one_coded_line_that_names_it()
    {
        string address;
        await using (var registry = await OwnRegistry.StartAsync())
        {
            address = registry.Address;
        }

        var publication = await web.PublishAsync([.. HelloWeb.To(TheLab.NewName("gone")), $"-p:ContainerRegistry={address}"]);

        publication.Result.ExitCode.ShouldNotBe(0);
        publication.Result.Errors.Select(error => error.Code).ShouldBe(["CTZ3001"], publication.Result.Text);
        publication.Result.Errors[0].Text.ShouldContain(address);
    }

    [LabFact]
    public async Task A_publish_that_is_interrupted_ends_and_leaves_no_tag_and_no_half_files()
    {
        Assert.SkipWhen(await IgnoresInterruptsAsync(), "This shell runs its tests in the background, where programs do not hear SIGINT.");
        var repository = TheLab.NewName("interrupted");
        using var workspace = TestWorkspace.Create().WithPackage();
        var project = workspace.Console("Big").Sdk(PackedPackage.Name, PackedPackage.Version)
            .ItemInclude("Content", "random.bin", metadata: new Dictionary<string, string>(StringComparer.Ordinal) { ["CopyToPublishDirectory"] = "Always", ["CopyToOutputDirectory"] = "Never" })
            .Save();
        await WriteRandomAsync(Path.Join(project.DirectoryPath, "random.bin"), megabytes: 400);

        var publishing = Sample.In(workspace, "Big").PublishAsync(HelloWeb.To(repository));
        await InterruptAsync(workspace, publishing);
        var publication = await publishing;

        publication.Result.ExitCode.ShouldNotBe(0);
        publication.Result.Errors.Select(error => error.Code).ShouldBe(["CTZ9001"], publication.Result.Text);
        await ShouldHaveNoTagAsync(repository);
        HalfFiles(workspace).ShouldBeEmpty();
        (await RunningInAsync(workspace)).ShouldBeEmpty();
    }

    private static async Task ShouldHaveNoTagAsync(string repository)
    {
        using var registry = new RegistryContent(TheLab.Registry);
        (await registry.TagsAsync(repository)).ShouldBeEmpty();
    }

    /// <summary>Sends SIGINT, as Ctrl+C does, in the middle of packing the big layer.</summary>
    private static async Task InterruptAsync(TestWorkspace workspace, Task<Publication> publishing)
    {
        var processes = await Patience.UntilAsync("the big layer to be half written", async () =>
        {
            if (publishing.IsCompleted)
            {
                throw new InvalidOperationException($"The publish was over before it could be interrupted:{Environment.NewLine}{(await publishing).Result.Text}");
            }

            return HalfFiles(workspace).Any(file => new FileInfo(file) is { Exists: true, Length: > 1_000_000 }) ? await RunningInAsync(workspace) : null;
        });
        await Command.RunAsync("kill", [$"-{Interrupt}", .. processes]);
    }

    /// <summary>Ids of the processes that work in a folder of ours; no one else has such.</summary>
    private static async Task<string[]> RunningInAsync(TestWorkspace workspace)
    {
        var found = await Command.TryRunAsync("find", ["/proc", "-maxdepth", "2", "-name", "cwd", "-lname", workspace.Root + "*", "-printf", "%h\n"]);
        return [.. found.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.GetFileName(folder)!)];
    }

    private static string[] HalfFiles(TestWorkspace workspace)
        => [.. workspace.FilesBelow("").Where(file => Path.GetFileName(file) is var name && (name.StartsWith(".tmp-", StringComparison.Ordinal) || name.EndsWith(".tmp", StringComparison.Ordinal))).Select(workspace.PathOf)];

    private static async Task<bool> IgnoresInterruptsAsync()
    {
        var ignored = (await File.ReadAllLinesAsync("/proc/self/status", TestContext.Current.CancellationToken)).First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal));
        return (Convert.ToUInt64(ignored["SigIgn:".Length..].Trim(), 16) & (1ul << (Interrupt - 1))) != 0;
    }

    /// <summary>Content that no compressor shrinks, so that every byte has its way to go.</summary>
    private static async Task WriteRandomAsync(string path, int megabytes)
    {
        var block = new byte[1_000_000];
        await using var file = File.Create(path);
        for (var i = 0; i < megabytes; i++)
        {
            RandomNumberGenerator.Fill(block);
            await file.WriteAsync(block, TestContext.Current.CancellationToken);
        }
    }
}
