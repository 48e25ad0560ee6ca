using Containerize.TestKit;
using Containerize.TestKit.Documentation;
using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;
using Containerize.Tests.Engine.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>What docs/recipes.md has people type after a publish into the engine, as it stands there.</summary>
public sealed class RecipeContainerTests
{
    private const string Inside = "Looking into it";

    [LabFact]
    [Recipe("Looking into it", "docker", 1)]
    [Recipe("Looking into it", "docker", 2)]
    [Recipe("Looking into it", "docker", 3)]
    [Recipe("Looking into it", "docker", 4)]
    [Recipe("A folder to write to", "docker")]
    [Recipe("Debugging", "docker")]
    public async Task The_image_is_run_and_looked_into()
    {
        using var workspace = TestWorkspace.Create().WithPackage();
        workspace.Web("Shop").Sdk(PackedPackage.Name, PackedPackage.Version).ItemInclude("ContainerVolume", "/data").Save();
        using var sample = Sample.In(workspace, "Shop");
        var publication = await sample.PublishAsync([.. HelloWeb.Named("shop"), "-p:ContainerImageTags=latest%3Bdebug"], TheLab.DockerEnvironment);
        publication.Image.Destination.ShouldBe("docker");

        var running = await StartAsync(RecipePage.Part(Inside, "docker", 1));
        var said = Docker.RunAsync(await WordsAsync(RecipePage.Part(Inside, "docker", 2).Replace("CONTAINER", running, StringComparison.Ordinal)));
        (await Docker.RunAsync(await WordsAsync(RecipePage.Part(Inside, "docker", 3)))).ShouldContain("app: ");
        await StopAsync(await StartAsync(RecipePage.Part(Inside, "docker", 4)));
        await Patience.UntilAsync(
            "the app to listen",
            async () => (await Docker.RunAsync("logs", running)) is var log && log.Contains("Now listening on", StringComparison.Ordinal) ? log : null);
        await StopAsync(running);
        // It follows the container to its end.
        (await said).ShouldContain("Now listening on");

        var writing = await StartAsync(RecipePage.Part("A folder to write to", "docker"));
        (await Docker.RunAsync("exec", writing, "sh", "-c", "touch /data/by-the-app && ls /data")).Trim().ShouldBe("by-the-app");
        await StopAsync(writing);
        await Docker.RunAsync("volume", "rm", "shop-data");

        var debugged = await StartAsync(RecipePage.Part("Debugging", "docker"));
        (await Docker.RunAsync("exec", debugged, "printenv", "ASPNETCORE_ENVIRONMENT")).Trim().ShouldBe("Development");
        await StopAsync(debugged);
    }

    /// <summary>Without waiting for it; containers of the lab share the host's network, where 8080 may be anyone's.</summary>
    private static async Task<string> StartAsync(string line)
    {
        var words = await WordsAsync(line);
        words[0].ShouldBe("run");
        var id = (await Docker.RunAsync(["run", "--detach", "--network=host", "--env", "ASPNETCORE_HTTP_PORTS=0", .. words.Skip(1)])).Trim();
        await Patience.UntilAsync(
            $"{line} to run", async () => (await Docker.RunAsync("inspect", "--format", "{{.State.Running}}", id)).Trim() == "true" ? id : null);
        return id;
    }

    private static async Task StopAsync(string container) => await Docker.RunAsync("rm", "--force", container);

    /// <summary>A line, taken apart by bash; what stands for the program itself is left out.</summary>
    private static async Task<string[]> WordsAsync(string line)
        => [.. (await Command.RunAsync("bash", ["-c", $"printf '%s\\n' {line}"])).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)];
}
