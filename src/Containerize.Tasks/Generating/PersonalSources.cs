using System.Text.Json;
using Containerize.Dockerfiles;
using Containerize.Host;

namespace Containerize.Generating;

/// <summary>
/// Packages that came from a source which only this user's own settings name. No builder has those settings: the restore there would look elsewhere.
/// </summary>
/// <param name="host">Whose settings they are.</param>
internal sealed class PersonalSources(HostEnvironment host)
{
    /// <summary>The one that NuGet writes into settings which it makes anew, in a builder as here.</summary>
    private const string Everyones = "nuget.org";

    private static readonly EnumerationOptions InAnyCase = new() { MatchCasing = MatchCasing.CaseInsensitive, AttributesToSkip = FileAttributes.None };

    /// <param name="configurations">nuget.config files of the repository, absolute paths.</param>
    /// <param name="assetsFile">What the last restore left; absolute path of a file that may not be there.</param>
    /// <returns>Of each such source, one of the packages.</returns>
    public IEnumerable<(NuGetSource Source, string Package, string File)> Find(IEnumerable<string> configurations, string assetsFile)
    {
        var named = new List<NuGetSource>();
        foreach (var file in configurations)
        {
            if (NuGetConfig.ReadSources(file) is not { } settings)
            {
                continue;
            }

            if (settings.Clears)
            {
                yield break;
            }

            named.AddRange(settings.Sources);
        }

        (NuGetSource Source, string File)[] suspects =
        [
            .. from file in ListPersonalFiles()
               from source in NuGetConfig.ReadSources(file)?.Sources ?? []
               where !string.Equals(source.Name, Everyones, StringComparison.OrdinalIgnoreCase) && !named.Exists(other => IsSame(other.Address, source.Address))
               select (source, file),
        ];
        if (suspects.Length == 0 || !File.Exists(assetsFile))
        {
            yield break;
        }

        var packages = ReadOrigins(assetsFile).ToArray();
        foreach (var (source, file) in suspects)
        {
            if (packages.FirstOrDefault(package => IsSame(package.Source, source.Address)) is { Package: not null } from)
            {
                yield return (source, from.Package, file);
            }
        }
    }

    /// <summary>Where NuGet looks for a user's settings (learn.microsoft.com, "Common NuGet configurations").</summary>
    private IEnumerable<string> ListPersonalFiles()
    {
        string[] folders =
        [
            .. host["APPDATA"] is { } data ? [Path.Join(data, "NuGet")] : Array.Empty<string>(),
            Path.Join(host.HomeDirectory, ".nuget", "NuGet"),
            Path.Join(host.HomeDirectory, ".config", "NuGet"),
        ];
        return folders
            .SelectMany(folder => new[] { folder, Path.Join(folder, "config") })
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.config", InAnyCase))
            .Order(StringComparer.Ordinal);
    }

    /// <summary>NuGet writes beside each package that it unpacks where it came from (.nupkg.metadata).</summary>
    private static IEnumerable<(string Package, string Source)> ReadOrigins(string assetsFile)
    {
        using var assets = JsonDocument.Parse(File.ReadAllBytes(assetsFile));
        if (!assets.RootElement.TryGetProperty("packageFolders", out var folders) || !assets.RootElement.TryGetProperty("libraries", out var libraries))
        {
            yield break;
        }

        foreach (var library in libraries.EnumerateObject().Where(one => one.Value.TryGetProperty("path", out _)))
        {
            var relative = library.Value.GetProperty("path").GetString()!;
            var metadata = folders.EnumerateObject().Select(folder => Path.Join(folder.Name, relative, ".nupkg.metadata")).FirstOrDefault(File.Exists);
            if (metadata is not null && ReadSource(metadata) is { } source)
            {
                yield return (library.Name.Replace('/', ' '), source);
            }
        }
    }

    private static string? ReadSource(string metadata)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(metadata));
            return json.RootElement.TryGetProperty("source", out var source) ? source.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            return null;
        }
    }

    private static bool IsSame(string one, string other) => string.Equals(one.TrimEnd('/', '\\'), other.TrimEnd('/', '\\'), StringComparison.OrdinalIgnoreCase);
}
