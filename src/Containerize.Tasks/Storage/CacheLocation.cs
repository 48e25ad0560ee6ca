using Containerize.Host;

namespace Containerize.Storage;

/// <summary>Where a user's cache lies when no property says so.</summary>
internal static class CacheLocation
{
    private const string Name = "containerize";

    /// <summary>XDG_CACHE_HOME or ~/.cache on Linux, ~/Library/Caches on macOS, LOCALAPPDATA on Windows; null where there is no home.</summary>
    public static string? Find(HostEnvironment host)
    {
        if (OperatingSystem.IsWindows())
        {
            return host["LOCALAPPDATA"] is { } local ? Path.Join(local, Name) : null;
        }

        // The XDG base directory specification: relative paths are invalid and to be ignored.
        if (host["XDG_CACHE_HOME"] is { } xdg && Path.IsPathFullyQualified(xdg))
        {
            return Path.Join(xdg, Name);
        }

        if (host.HomeDirectory.Length == 0)
        {
            return null;
        }

        return OperatingSystem.IsMacOS()
            ? Path.Join(host.HomeDirectory, "Library", "Caches", Name)
            : Path.Join(host.HomeDirectory, ".cache", Name);
    }
}
