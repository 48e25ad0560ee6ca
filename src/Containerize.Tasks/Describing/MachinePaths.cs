using System.Reflection.PortableExecutable;
using Containerize.Diagnostics;

namespace Containerize.Describing;

/// <summary>
/// Tells of assemblies that say where on this machine they were compiled: another folder would give another image. The compiler writes the
/// path of the symbols into each (PE debug directory, CodeView), mapped or as it is.
/// </summary>
internal static class MachinePaths
{
    private const int MostNamed = 4;

    /// <param name="assemblies">Absolute paths of what was compiled for this publish, whoever compiled it and when.</param>
    public static void Tell(IEnumerable<string> assemblies, IPublishLog log)
    {
        var found = assemblies.Distinct(StringComparer.Ordinal)
            .Select(assembly => new Assembly(Path.GetFileName(assembly), FolderIn(assembly)))
            .Where(entry => entry.Folder is not null)
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .ToArray();
        if (found.Length == 0)
        {
            return;
        }

        var more = found.Length > MostNamed ? $" and {found.Length - MostNamed} more" : string.Empty;
        var names = string.Join(", ", found.Take(MostNamed).Select(entry => entry.Name)) + more;
        log.Warn(
            ErrorCodes.MachinePaths,
            $"Reading the assemblies: {names} {(found.Length == 1 ? "carries" : "carry")} paths of this machine ({Excerpt.Of(found[0].Folder)}), so the "
                + "same commit gives another image in another folder. What was built before ships as it is. Reference Containerize.Sdk in "
                + "Directory.Build.props, so that every project sees it, and build once with --no-incremental.");
    }

    /// <summary>The folder of the symbols, if it is one of this machine's.</summary>
    private static string? FolderIn(string assembly)
    {
        try
        {
            using var reader = new PEReader(File.OpenRead(assembly));
            foreach (var entry in reader.ReadDebugDirectory())
            {
                if (entry.Type != DebugDirectoryEntryType.CodeView)
                {
                    continue;
                }

                var symbols = reader.ReadCodeViewDebugDirectoryData(entry).Path;
                return Path.IsPathFullyQualified(symbols) && Path.GetDirectoryName(symbols) is { } folder && Directory.Exists(folder) ? folder : null;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            // Whoever needs what is in it will say so.
        }

        return null;
    }

    private sealed record Assembly(string Name, string? Folder);
}
