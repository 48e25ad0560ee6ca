using System.Diagnostics;
using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>Equal sources give an equal image, wherever and whenever and by whomever it is made.</summary>
public sealed class ReproducibilityTests
{
    [Fact]
    public async Task Two_clones_in_different_folders_times_and_masks_give_the_same_image()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no umask.");
        await using var publisher = await Publisher.StartAsync();
        var origin = Path.Join(publisher.Workspace.Root, "origin");
        WriteSources(publisher.Workspace, "origin");
        await GitAsync(origin, "init", "-q");
        await GitAsync(origin, "add", ".");
        await GitAsync(origin, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "sources");

        var first = await PublishCloneAsync(publisher, origin, "one", umask: "022", DateTime.UtcNow.AddYears(-3));
        var second = await PublishCloneAsync(publisher, origin, "another/much deeper/folder", umask: "077", DateTime.UtcNow);

        ShouldBeTheSame(first, second);
    }

    /// <param name="withRepository">Before its first commit, a repository has nothing to tell compilers of.</param>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_copies_outside_of_git_give_the_same_image(bool withRepository)
    {
        await using var publisher = await Publisher.StartAsync();
        foreach (var copy in new[] { "one", "another/much deeper/folder" })
        {
            WriteSources(publisher.Workspace, copy);
            if (withRepository)
            {
                await GitAsync(publisher.Workspace.PathOf(copy), "init", "-q");
            }
        }

        var first = await PublishAsync(publisher, "one");
        var second = await PublishAsync(publisher, "another/much deeper/folder");

        ShouldBeTheSame(first, second);
    }

    /// <summary>File by file first, so that a difference says where it is.</summary>
    private static void ShouldBeTheSame(PulledImage first, PulledImage second)
    {
        foreach (var (mine, yours) in first.OwnLayers.Zip(second.OwnLayers))
        {
            yours.Items.Select(i => $"{i.Path} {TestKit.Sha256.Of(i.Content)}").ShouldBe(mine.Items.Select(i => $"{i.Path} {TestKit.Sha256.Of(i.Content)}"));
        }

        second.Config.ToJsonString().ShouldBe(first.Config.ToJsonString());
        second.Digest.ShouldBe(first.Digest);
    }

    /// <summary>A program and a library that knows nothing of us.</summary>
    private static void WriteSources(TestWorkspace workspace, string folder)
    {
        var library = workspace.Project($"{folder}/Shared/Shared.csproj").Property("TargetFramework", "net10.0").File("Greeting.cs", Sources.Library).Save();
        workspace.Project($"{folder}/App/App.csproj")
            .Property("TargetFramework", "net10.0")
            .Property("OutputType", "Exe")
            .ByReference().WithStablePackage()
            .ItemProjectReference(library)
            .File("Program.cs", "System.Console.WriteLine(Shared.Greeting.Text);")
            .Save();
        workspace.Write($"{folder}/nuget.config", workspace.Read("nuget.config"));
        workspace.Write($"{folder}/.gitignore", "bin/\nobj/\n");
    }

    private static async Task<PulledImage> PublishCloneAsync(Publisher publisher, string origin, string folder, string umask, DateTime time)
    {
        var clone = publisher.Workspace.PathOf(folder);
        await GitAsync(publisher.Workspace.Root, "clone", "-q", origin, clone);
        foreach (var file in Directory.EnumerateFiles(clone, "*.cs*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, time);
        }

        publisher.Workspace.Dotnet.Umask = umask;
        return await PublishAsync(publisher, folder);
    }

    private static async Task<PulledImage> PublishAsync(Publisher publisher, string folder)
    {
        // As from another machine: nothing is remembered, and nothing is there.
        Directory.Delete(publisher.Workspace.Home, recursive: true);
        Directory.CreateDirectory(publisher.Workspace.Home);
        publisher.Registry.Store.DeleteManifest("app", "latest");
        var project = publisher.Workspace.PathOf(Path.Join(folder, "App", "App.csproj"));
        (await publisher.Workspace.Dotnet.RunAsync(["publish", project, .. publisher.ImageArguments], TestContext.Current.CancellationToken)).ShouldSucceed();
        return await publisher.ImageAsync();
    }

    private static async Task GitAsync(string folder, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder })!;
        await git.WaitForExitAsync(TestContext.Current.CancellationToken);
        git.ExitCode.ShouldBe(0);
    }
}
