using System.Text.Json;
using Containerize.Diagnostics;

namespace Containerize.Languages.Node;

/// <summary>
/// What npm's lock file says of the packages that are installed for a start (docs.npmjs.com, "package-lock.json", "packages"). Lock files of npm before 7
/// say none of it.
/// </summary>
internal sealed record NodeLock
{
    public static readonly NodeLock None = new();

    /// <summary>Where their entries lie is where they are installed: <c>node_modules/express</c> to its version.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Programs that packages bring.</summary>
    public IReadOnlySet<string> Programs { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Packages that run a script when they are installed.</summary>
    public IReadOnlyList<string> Scripted { get; init; } = [];

    /// <summary>Folders of the repository that are packages themselves: workspaces, and those named with <c>file:</c>.</summary>
    public IReadOnlyList<string> Linked { get; init; } = [];

    /// <param name="path">Absolute path of a file that exists.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.AppUnreadable"/>.</exception>
    public static NodeLock Read(string path)
    {
        using var document = JsonFile.Read(path);
        if (!document.RootElement.TryGetProperty("packages", out var packages) || packages.ValueKind != JsonValueKind.Object)
        {
            return None;
        }

        var versions = new Dictionary<string, string>(StringComparer.Ordinal);
        var programs = new HashSet<string>(StringComparer.Ordinal);
        var scripted = new List<string>();
        var linked = new List<string>();
        foreach (var package in packages.EnumerateObject().Where(package => package.Name.Length > 0 && package.Value.ValueKind == JsonValueKind.Object))
        {
            if (IsTrue(package.Value, "dev"))
            {
                continue;
            }

            if (IsTrue(package.Value, "link"))
            {
                linked.Add(JsonFile.Text(package.Value, "resolved") ?? string.Empty);
                continue;
            }

            if (!package.Name.StartsWith("node_modules/", StringComparison.Ordinal) && !package.Name.Contains("/node_modules/", StringComparison.Ordinal))
            {
                continue;
            }

            versions[package.Name] = JsonFile.Text(package.Value, "version") ?? string.Empty;
            if (IsTrue(package.Value, "hasInstallScript"))
            {
                scripted.Add(package.Name[(package.Name.LastIndexOf("node_modules/", StringComparison.Ordinal) + "node_modules/".Length)..]);
            }

            // Only those of the root's own packages lie in its .bin.
            if (package.Name.IndexOf("/node_modules/", StringComparison.Ordinal) < 0
                && package.Value.TryGetProperty("bin", out var bin) && bin.ValueKind == JsonValueKind.Object)
            {
                programs.UnionWith(bin.EnumerateObject().Select(program => program.Name));
            }
        }

        return new NodeLock
        {
            Versions = versions,
            Programs = programs,
            Scripted = scripted,
            Linked = [.. linked.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        };
    }

    private static bool IsTrue(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
