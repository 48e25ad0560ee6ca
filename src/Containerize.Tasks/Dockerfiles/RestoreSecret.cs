namespace Containerize.Dockerfiles;

/// <summary>A secret of the build that one command of the restore sees as an environment variable.</summary>
/// <param name="Id">What the builder calls it: letters, digits and underscores, as the shells of those who set it have in names.</param>
/// <param name="Variable">What NuGet or its credential provider reads; any text without <c>=</c>.</param>
internal sealed record RestoreSecret(string Id, string Variable)
{
    private const string OfSources = "NuGetPackageSourceCredentials_";

    /// <summary>Whether a shell can have a variable of that name. Others only <c>env</c> can give to a program.</summary>
    public bool IsShellName => Id == Variable;

    public static RestoreSecret OfVariable(string name) => new(name, name);

    /// <summary>NuGet's own way to be given credentials of a package source (learn.microsoft.com, "Consuming packages from authenticated feeds").</summary>
    /// <param name="source">As nuget.config calls it.</param>
    public static RestoreSecret OfSource(string source)
        => new(OfSources + string.Concat(source.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')), OfSources + source);
}
