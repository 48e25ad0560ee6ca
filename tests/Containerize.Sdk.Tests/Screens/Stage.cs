using System.Runtime.Versioning;
using System.Security.Cryptography;
using Containerize.TestKit.Projects;
using Containerize.TestKit.Registry;
using Containerize.TestKit.Registry.Seeding;
using Xunit;

namespace Containerize.Tests.Sdk.Screens;

/// <summary>A project whose commands are run one after another, as somebody would who sees it for the first time.</summary>
[UnsupportedOSPlatform("windows")]
internal static class Stage
{
    /// <summary>Bytes that no compression makes fewer.</summary>
    private const int LargeFile = 48_000_000;

    /// <returns>What each scene shows, with what is another each time masked.</returns>
    public static async Task<IReadOnlyDictionary<string, string>> PlayAsync(IView view)
    {
        await using var publisher = await Publisher.StartAsync();
        await using var bases = await InProcessRegistry.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        bases.PushDotnet();
        var (project, workspace) = (CreateProject(publisher.Workspace), publisher.Workspace);
        // An image from 1970 has a line that says why, and this is of no clone.
        workspace.Dotnet.Environment["SOURCE_DATE_EPOCH"] = "1764000000";
        HideEngines(workspace);
        // Where a builder can have it.
        workspace.WithPackageInside();
        string[] image = ["publish", project, "-p:ContainerImage=true", $"-p:ContainerizeBaseRegistry={bases.Host}", "-p:ContainerRepository=acme/helloweb"];
        string[] push = [.. image, $"-p:ContainerRegistry={publisher.Registry.Host}"];

        var scenes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Scene.First] = await view.ShowAsync(workspace, push),
            [Scene.Unchanged] = await view.ShowAsync(workspace, push),
        };
        workspace.Write("HelloWeb/Program.cs", Sources.Web.Replace("hello", "hello again", StringComparison.Ordinal));
        scenes[Scene.Plan] = await view.ShowAsync(workspace, [.. push, "-p:ContainerizePlan=true"]);
        scenes[Scene.Dockerfile] = await view.ShowAsync(workspace, ["build", project, "-t:ContainerizeDockerfile"]);
        scenes[Scene.Instead] = await view.ShowAsync(workspace, image);
        await File.WriteAllBytesAsync(workspace.PathOf("HelloWeb/wwwroot/film.mp4"), RandomNumberGenerator.GetBytes(LargeFile));
        scenes[Scene.Long] = await view.ShowPushAsync(publisher, push);
        return scenes.ToDictionary(scene => scene.Key, scene => NamePlaces(scene.Value, publisher, bases), StringComparer.Ordinal);
    }

    /// <summary>Puts names that people know in place of this run's registries and folders.</summary>
    private static string NamePlaces(string text, Publisher publisher, InProcessRegistry bases) => text
        .Replace(bases.Host, "mcr.microsoft.com", StringComparison.Ordinal)
        .Replace(publisher.Registry.Host, "ghcr.io", StringComparison.Ordinal)
        .Replace(publisher.Workspace.Root, "/src", StringComparison.Ordinal);

    /// <returns>The project's path below the workspace.</returns>
    private static string CreateProject(TestWorkspace workspace)
    {
        workspace.Web("HelloWeb", withAssets: true).ByReference().WithStablePackage().WithPrereleasePackage()
            .ItemProjectReference(workspace.Library("HelloWeb.Greetings").Save())
            .Save();
        return "HelloWeb";
    }

    /// <summary>Whatever this machine has: those come first on PATH, and do not answer.</summary>
    private static void HideEngines(TestWorkspace workspace)
    {
        foreach (var engine in new[] { "docker", "podman" })
        {
            workspace.Write($"engines/{engine}", "#!/bin/sh\nexit 1\n");
            File.SetUnixFileMode(workspace.PathOf($"engines/{engine}"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        workspace.Dotnet.Environment["PATH"] = $"{workspace.PathOf("engines")}:{Environment.GetEnvironmentVariable("PATH")}";
    }
}
