namespace Containerize.Layering;

/// <summary>
/// Where files that are served to browsers came from, by their names: the build's items tell of <c>wwwroot</c> only that it is content. What a framework or
/// a package brings keeps its bytes while the app changes; it is most of a front end.
/// </summary>
/// <param name="app">The app's assembly, without an ending.</param>
/// <param name="references">Those of referenced projects.</param>
internal sealed class FrontEndFiles(string app, IReadOnlyCollection<string> references)
{
    /// <summary>The folder that is served.</summary>
    public const string Root = "wwwroot/";

    /// <summary>Below it, what Blazor serves.</summary>
    public const string Framework = "_framework/";

    /// <summary>Static files of libraries, each in a folder of its package's or project's name (docs: Razor class libraries).</summary>
    private const string Libraries = "_content/";

    /// <summary>Where the templates of ASP.NET Core, and LibMan, have what others wrote for browsers.</summary>
    private const string Copies = "lib/";

    /// <summary>Of what is content: that which is not served is the project's own.</summary>
    /// <param name="path">Below the publish directory, <c>/</c> between parts.</param>
    public FileOrigin OriginOfContent(string path)
        => IsServed(path) ? OriginOf(path[Root.Length..]) : new FileOrigin.Content();

    /// <param name="path">Below the publish directory, <c>/</c> between parts.</param>
    public static bool IsServed(string path) => path.StartsWith(Root, StringComparison.Ordinal);

    /// <param name="path">Below the folder that is served, <c>/</c> between parts.</param>
    public FileOrigin OriginOf(string path)
    {
        if (path.StartsWith(Framework, StringComparison.Ordinal))
        {
            return OriginOfFramework(path[Framework.Length..]);
        }

        var isVendored = path.StartsWith(Copies, StringComparison.Ordinal)
            || (path.StartsWith(Libraries, StringComparison.Ordinal)
                && !references.Contains(path[Libraries.Length..].Split('/')[0], StringComparer.OrdinalIgnoreCase));
        return isVendored ? new FileOrigin.Vendor() : new FileOrigin.Content();
    }

    /// <summary>Of Blazor: the runtime, its libraries and its scripts, and the assemblies.</summary>
    private FileOrigin OriginOfFramework(string name)
    {
        // Shop.Shared.dll is no part of Shop.dll, though its name begins so.
        var assembly = references.Append(app).Where(candidate => IsOf(candidate, name)).MaxBy(candidate => candidate.Length);
        if (assembly == app || IsList(name))
        {
            return new FileOrigin.App();
        }

        return assembly is null ? new FileOrigin.Vendor() : new FileOrigin.Project();
    }

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
