namespace Containerize.Describing;

/// <summary>The files of the publish output that containers are told to start: by the command line, or to see whether the app is well.</summary>
internal static class StartedFiles
{
    /// <returns>Paths below the publish directory; those of commands that lie elsewhere in the image are left out.</returns>
    public static IEnumerable<string> Find(ImageDefinition definition)
    {
        var words = new[] { definition.CommandLine.AppCommand, definition.CommandLine.Entrypoint, definition.HealthCheck?.Command ?? [] };
        return words.Where(command => command.Count > 0).Select(command => Below(command[0], definition.WorkingDirectory)).OfType<string>();
    }

    private static string? Below(string program, string workingDirectory)
    {
        // Without a slash it is looked for in the PATH.
        if (!program.Contains('/', StringComparison.Ordinal))
        {
            return null;
        }

        var folder = workingDirectory.TrimEnd('/') + "/";
        var path = program[0] == '/' ? program : folder + program;
        var parts = new List<string>();
        foreach (var part in path.Split('/').Where(part => part.Length > 0 && part != "."))
        {
            if (part != "..")
            {
                parts.Add(part);
            }
            else if (parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
        }

        path = "/" + string.Join('/', parts);
        return path.StartsWith(folder, StringComparison.Ordinal) ? path[folder.Length..] : null;
    }
}
