using Containerize.Tests.Engine.Lab;

namespace Containerize.Tests.Engine.Building;

/// <summary>Runs a program in what was built, whichever builder holds it.</summary>
internal static class ImageRun
{
    /// <param name="entrypoint">The image's own: buildah has no command that runs it.</param>
    /// <returns>What the program printed.</returns>
    public static async Task<string> RunAsync(this ImageBuild build, IReadOnlyList<string> entrypoint)
    {
        if (build.Builder.IsDocker)
        {
            return await build.Builder.Engine.RunImageAsync(build.Tag);
        }

        var container = (await Command.RunAsync(build.Builder.Program, ["from", "--quiet", "--pull-never", $"localhost/{build.Tag}"])).Trim();
        try
        {
            return await Command.RunAsync(build.Builder.Program, ["run", "--isolation", "chroot", container, "--", .. entrypoint]);
        }
        finally
        {
            await Command.RunAsync(build.Builder.Program, ["rm", container]);
        }
    }
}
