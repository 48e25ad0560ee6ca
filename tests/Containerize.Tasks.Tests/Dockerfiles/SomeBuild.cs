using Containerize.Dockerfiles;

namespace Containerize.Tests.Dockerfiles;

/// <summary>A build of one project in a folder of its own, for tests that are about something else.</summary>
internal static class SomeBuild
{
    /// <param name="folder">Absolute path.</param>
    public static BuildContext Context(string folder) => new()
    {
        Folder = folder,
        RestoreFiles = [[], [], []],
        Feeds = [],
        Projects = [["App/App.csproj"]],
        SourceFolders = ["App"],
        SourceFiles = [],
        OutputFolders = [],
        KeptFiles = [],
        Secrets = [],
        WorkFolder = string.Empty,
        BelowSourceRoot = string.Empty,
        SourceRootBelow = string.Empty,
    };

    public static BuildRecipe Recipe(DockerfileProfile profile) => new()
    {
        Context = Context("/src"),
        Profile = profile,
        SdkImage = "mcr.microsoft.com/dotnet/sdk:10.0",
        Configuration = "Release",
        Layers = [new CopiedLayer("app", "/")],
    };
}
