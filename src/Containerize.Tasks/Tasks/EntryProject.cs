namespace Containerize.Tasks;

/// <summary>
/// Whether a build was started for one project, by name or by the folder that it is started in. Then no other project of the build is published, and there
/// is nobody to ask. In doubt it was not.
/// </summary>
internal static class EntryProject
{
    /// <param name="arguments">Those that MSBuild's process was started with, and before them the program.</param>
    /// <param name="startFolder">MSBuildStartupDirectory.</param>
    public static bool Is(string projectFile, IReadOnlyList<string> arguments, string startFolder)
    {
        if (!Path.IsPathFullyQualified(startFolder))
        {
            return false;
        }

        var places = arguments.Skip(1)
            .Where(argument => !argument.StartsWith('-') && argument.Length > 0 && !argument.Contains('\0', StringComparison.Ordinal))
            .Select(argument => Path.TrimEndingDirectorySeparator(Path.GetFullPath(argument, startFolder)))
            .ToArray();
        // Of a program that is one file the file is named, and its project has that name with an ending.
        if (places.Any(place => Same(place, projectFile) || Same(place + ".csproj", projectFile)))
        {
            return true;
        }

        var folder = Path.GetDirectoryName(projectFile)!;
        var isNamed = places.Any(place => Same(place, folder));
        return (isNamed || (Same(Path.TrimEndingDirectorySeparator(startFolder), folder) && !places.Any(IsProject)))
            && Directory.EnumerateFiles(folder).Where(IsProject).Take(2).Count() == 1;
    }

    private static bool IsProject(string path)
        => Path.GetExtension(path) is { Length: > 4 } ending
            && (ending.EndsWith("proj", StringComparison.OrdinalIgnoreCase)
                || ending.Equals(".slnx", StringComparison.OrdinalIgnoreCase)
                || ending.Equals(".slnf", StringComparison.OrdinalIgnoreCase))
            || path.EndsWith(".sln", StringComparison.OrdinalIgnoreCase);

    private static bool Same(string one, string other)
        => string.Equals(one, other, OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);
}
