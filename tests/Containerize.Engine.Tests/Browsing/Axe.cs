using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;

namespace Containerize.Tests.Engine.Browsing;

/// <summary>axe-core, as a referee on who can use a page.</summary>
internal static class Axe
{
    private static readonly Lazy<Task<string>> Path = new(async ()
        => (await Command.RunAsync("bash", [System.IO.Path.Join(PackedPackage.RepositoryRoot, "build", "lab", "axe.sh")])).Trim());

    /// <returns>Path of its script.</returns>
    public static Task<string> FindAsync() => Path.Value;
}
