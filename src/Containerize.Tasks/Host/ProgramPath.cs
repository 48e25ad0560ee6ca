namespace Containerize.Host;

/// <summary>
/// Finds a program as a shell would. The platform's own search begins in the current directory, where a project that was merely cloned could
/// place a program of that name.
/// </summary>
internal static class ProgramPath
{
    /// <param name="program">A name, or an absolute path.</param>
    /// <param name="searchPath">The value of PATH. Entries that are not absolute depend on the current directory and are passed over.</param>
    /// <returns>An absolute path; null when there is no such program.</returns>
    public static string? Find(string program, string? searchPath)
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
                .Select(folder => Path.Join(folder, FileName(program)))
                .FirstOrDefault(IsProgram);
    }

    private static string FileName(string program)
        => OperatingSystem.IsWindows() && !program.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? program + ".exe" : program;

    private static bool IsProgram(string path)
        => File.Exists(path)
            && (OperatingSystem.IsWindows()
                || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != UnixFileMode.None);
}
