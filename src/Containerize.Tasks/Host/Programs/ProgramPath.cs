namespace Containerize.Host.Programs;

/// <summary>
/// Finds a program as a shell would. The platform's own search begins in the current directory, where a project that was merely cloned could
/// place a program of that name.
/// </summary>
internal static class ProgramPath
{
    /// <summary>PATHEXT may name more (.JS), but these are what Windows starts without a shell.</summary>
    private static readonly string[] Startable = [".com", ".exe", ".bat", ".cmd"];

    /// <param name="program">A name, or an absolute path.</param>
    /// <param name="searchPath">The value of PATH. Entries that are not absolute depend on the current directory and are passed over.</param>
    /// <param name="extensions">The value of PATHEXT, which Windows has.</param>
    /// <returns>An absolute path; null when there is no such program.</returns>
    public static string? Find(string program, string? searchPath, string? extensions = null)
    {
        if (Path.IsPathFullyQualified(program))
        {
            return program;
        }

        return program.AsSpan().ContainsAny('/', '\\')
            ? null
            : (searchPath ?? string.Empty)
                .Split(Path.PathSeparator)
                .Where(Path.IsPathFullyQualified)
                .SelectMany(folder => ListFileNames(program, OperatingSystem.IsWindows() ? extensions : string.Empty).Select(name => Path.Join(folder, name)))
                .FirstOrDefault(IsProgram);
    }

    /// <summary>What a program may be called in a folder, in the order in which the system looks.</summary>
    /// <param name="extensions">With semicolons, as in PATHEXT; null for the usual ones, empty where names have none.</param>
    public static IReadOnlyList<string> ListFileNames(string program, string? extensions)
    {
        if (extensions?.Length == 0)
        {
            return [program];
        }

        string[] startable = [.. (extensions ?? string.Join(';', Startable))
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(extension => Startable.Contains(extension, StringComparer.OrdinalIgnoreCase))];
        return startable.Any(extension => program.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
            ? [program]
            : [.. startable.Select(extension => program + extension.ToLowerInvariant())];
    }

    private static bool IsProgram(string path)
        => File.Exists(path)
            && (OperatingSystem.IsWindows()
                || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != UnixFileMode.None);
}
