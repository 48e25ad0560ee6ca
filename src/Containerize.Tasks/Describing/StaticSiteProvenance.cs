using Containerize.Layering;

namespace Containerize.Describing;

/// <summary>
/// Where the files of a Blazor WebAssembly site came from, by their names: the build's items tell of <c>wwwroot</c> only that it is content.
/// The runtime and its libraries keep their bytes while the app changes; the names of assemblies begin with the assembly's.
/// </summary>
/// <param name="app">The app's assembly, without an ending.</param>
/// <param name="references">Those of referenced projects.</param>
internal sealed class StaticSiteProvenance(string app, IReadOnlyCollection<string> references) : IFileProvenance
{
    private const string Framework = "_framework/";

    public FileOrigin OriginOf(string relativePath)
    {
        if (!relativePath.StartsWith(Framework, StringComparison.Ordinal))
        {
            return new FileOrigin.Content();
        }

        var name = relativePath[Framework.Length..];
        // Shop.Shared.dll is no part of Shop.dll, though its name begins so.
        var assembly = references.Append(app).Where(candidate => IsOf(candidate, name)).MaxBy(candidate => candidate.Length);
        if (assembly == app || IsList(name))
        {
            return new FileOrigin.App();
        }

        return assembly is null ? new FileOrigin.RuntimePack() : new FileOrigin.Project();
    }

    public bool ChangesWithApp(string relativePath) => false;

    /// <summary>Satellites lie in folders named for their language.</summary>
    private static bool IsOf(string assembly, string name) => name.Split('/')[^1].StartsWith(assembly + ".", StringComparison.Ordinal);

    /// <summary>
    /// The script that starts everything carries the hashes of all assemblies: <c>dotnet.js</c> or <c>dotnet.HASH.js</c>, and before .NET 10
    /// <c>blazor.boot.json</c>.
    /// </summary>
    private static bool IsList(string name)
        => name.StartsWith("blazor.boot.json", StringComparison.Ordinal)
            || (name.StartsWith("dotnet.", StringComparison.Ordinal)
                && !name.StartsWith("dotnet.native.", StringComparison.Ordinal)
                && !name.StartsWith("dotnet.runtime.", StringComparison.Ordinal));
}
