using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;

namespace Containerize.Tests.Engine.Building;

/// <summary>Images that the tests make for the lab's registry, under the names of real ones that are out of reach here.</summary>
internal static class LabImage
{
    /// <summary>Builds the Dockerfile of a workspace, which is its context, and pushes the result.</summary>
    /// <param name="name">Repository and tag.</param>
    public static async Task PushAsync(TestWorkspace workspace, string name)
    {
        var build = (await ImageBuilder.Docker.BuildAsync(workspace.Root, "Dockerfile")).ShouldSucceed();
        await Docker.RunAsync("tag", build.Tag, $"{TheLab.Registry}/{name}");
        await Docker.RunAsync("push", "--quiet", $"{TheLab.Registry}/{name}");
    }
}
