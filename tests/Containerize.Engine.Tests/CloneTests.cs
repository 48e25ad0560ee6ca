using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;
using Containerize.Tests.Engine.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>The same commit gives the same image, wherever it is checked out.</summary>
public sealed class CloneTests
{
    private const string CommittedAt = "2026-02-03T04:05:06+01:00";

    [LabFact]
    public async Task Two_clones_in_unlike_surroundings_give_one_digest()
    {
        using var origin = Sample.Copy("HelloWeb", into: "origin");
        await CommitAsync(Path.Join(origin.Workspace.Root, "HelloWeb"));

        var first = await PublishCloneAsync(origin, "plain", umask: "022", timeZone: "UTC", changed: new DateTime(2021, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        // Nepal's minutes are not the world's: a clock read by mistake shows at once, without waiting for the next minute.
        var second = await PublishCloneAsync(origin, "Zweiter Klön, très loin", umask: "077", timeZone: "Asia/Kathmandu", changed: DateTime.UtcNow);

        second.Layers.Select(layer => $"{layer.Class} {layer.DiffId}").ShouldBe(first.Layers.Select(layer => $"{layer.Class} {layer.DiffId}"));
        second.ConfigDigest.ShouldBe(first.ConfigDigest);
        second.Digest.ShouldBe(first.Digest);
        // Nothing was taken over from the first: it has a home, and so a cache, of its own.
        second.OwnLayers.ShouldAllBe(layer => !layer.Cached);
    }

    private static async Task CommitAsync(string folder)
    {
        await File.WriteAllTextAsync(Path.Join(folder, ".gitignore"), "bin/\nobj/\n", TestContext.Current.CancellationToken);
        var dates = new Dictionary<string, string?>(StringComparer.Ordinal) { ["GIT_AUTHOR_DATE"] = CommittedAt, ["GIT_COMMITTER_DATE"] = CommittedAt };
        await Command.RunAsync("git", ["init", "--quiet"], folder);
        await Command.RunAsync("git", ["add", "."], folder);
        await Command.RunAsync("git", ["-c", "user.name=lab", "-c", "user.email=lab@example.org", "commit", "--quiet", "--message", "The sample"], folder, dates);
    }

    private static async Task<PublishedImage> PublishCloneAsync(Sample origin, string folder, string umask, string timeZone, DateTime changed)
    {
        using var workspace = TestWorkspace.Create(folder).WithPackage();
        var clone = workspace.PathOf("clone");
        await Command.RunAsync("git", ["clone", "--quiet", Path.Join(origin.Workspace.Root, "HelloWeb"), clone]);
        foreach (var file in Directory.EnumerateFiles(clone, "*", SearchOption.AllDirectories).Where(file => !file.Contains("/.git/", StringComparison.Ordinal)))
        {
            File.SetLastWriteTimeUtc(file, changed);
        }

        workspace.Dotnet.Umask = umask;
        var publication = await Sample.In(workspace, "clone/HelloWeb").PublishAsync(
            HelloWeb.To(TheLab.NewName("clone")), new Dictionary<string, string?>(StringComparer.Ordinal) { ["TZ"] = timeZone });
        return publication.Image;
    }
}
