namespace Containerize.Layering;

/// <summary>Tells by where a file lies, before it is published, what made it.</summary>
/// <param name="linkedDirectories">Absolute paths of the linker's output and of what was compiled from it.</param>
/// <param name="hosts">Absolute paths of the programs that the SDK copies for an app to be started by (apphost).</param>
internal sealed class IntermediateFiles(IReadOnlyList<string> linkedDirectories, IReadOnlyList<string> hosts)
{
    private readonly string[] linked = [.. linkedDirectories.Select(directory => Path.TrimEndingDirectorySeparator(directory) + Path.DirectorySeparatorChar)];

    /// <summary>Whether a linker, or a compiler after it, wrote the file for this very app.</summary>
    /// <param name="path">Absolute.</param>
    public bool IsLinked(string path) => linked.Any(directory => path.StartsWith(directory, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the file is .NET's program with nothing of the app in it but its name.</summary>
    /// <param name="path">Absolute.</param>
    public bool IsHost(string path) => hosts.Contains(path, StringComparer.OrdinalIgnoreCase);
}
