using Containerize.Dockerfiles;

namespace Containerize.Languages;

/// <summary>What lies in a folder of sources without being the app: the text of an ignore file, which a publish and a builder read alike.</summary>
internal static class FolderIgnore
{
    /// <summary>
    /// Secrets of one machine and files of editors begin with a dot; .NET's outputs are the project's own; the rest tells how the image is made.
    /// </summary>
    private static readonly string[] Usual =
    [
        "**/.*", "bin/Debug", "bin/Release", "obj", "artifacts/bin", "artifacts/obj", "artifacts/publish", "*.*proj", "*.sln", "*.slnx",
        "Directory.*.props", "Directory.*.targets", "nuget.config", "NuGet.Config", "global.json",
        "Dockerfile", "Dockerfile.*", "*.Dockerfile", "compose*.yml", "compose*.yaml", "docker-compose*.yml", "docker-compose*.yaml", "README*",
        "**/node_modules",
    ];

    /// <param name="folder">Absolute path of the sources, which may have an ignore file of the user's: its lines count as well.</param>
    /// <param name="more">Further patterns.</param>
    /// <param name="needed">Paths that whoever builds the app reads whatever the user's file says.</param>
    public static string Compose(string folder, IEnumerable<string> more, IEnumerable<string> needed)
        => string.Concat([.. Usual.Concat(more).Concat(ReadOwn(folder)).Select(line => line + "\n"), IgnoreFile.FormatKept(needed)]);

    /// <summary>One that we wrote is for another build.</summary>
    private static string[] ReadOwn(string folder)
    {
        var file = GeneratedFile.Open(Path.Join(folder, ".dockerignore"));
        return file.IsGenerated
            ? []
            : [.. file.Text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')];
    }
}
