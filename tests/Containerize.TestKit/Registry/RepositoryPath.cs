using System.Text.RegularExpressions;

namespace Containerize.TestKit.Registry;

/// <summary>What a request's path names, by the distribution spec's "Endpoints" table.</summary>
internal readonly partial record struct RepositoryPath(string Repository, RepositoryPart Part, string Reference)
{
    private const string Root = "/v2/";

    public static bool IsDigest(string text) => DigestPattern().IsMatch(text);

    public static bool IsTag(string text) => TagPattern().IsMatch(text);

    public static bool IsName(string text) => NamePattern().IsMatch(text);

    /// <summary>Null: no endpoint has this path.</summary>
    public static RepositoryPath? Parse(string path)
    {
        if (!path.StartsWith(Root, StringComparison.Ordinal))
        {
            return null;
        }

        var rest = path[Root.Length..];
        return Split(rest, "/blobs/uploads/", RepositoryPart.Uploads)
            ?? Suffix(rest, "/blobs/uploads", RepositoryPart.Uploads)
            ?? Split(rest, "/blobs/", RepositoryPart.Blobs)
            ?? Split(rest, "/manifests/", RepositoryPart.Manifests)
            ?? Split(rest, "/referrers/", RepositoryPart.Referrers)
            ?? Suffix(rest, "/tags/list", RepositoryPart.Tags);
    }

    private static RepositoryPath? Split(string path, string word, RepositoryPart part)
    {
        var at = path.LastIndexOf(word, StringComparison.Ordinal);
        return at <= 0 || path.IndexOf('/', at + word.Length) >= 0 ? null : new RepositoryPath(path[..at], part, path[(at + word.Length)..]);
    }

    private static RepositoryPath? Suffix(string path, string word, RepositoryPart part)
        => path.EndsWith(word, StringComparison.Ordinal) ? new RepositoryPath(path[..^word.Length], part, string.Empty) : null;

    [GeneratedRegex("^sha256:[0-9a-f]{64}$")]
    private static partial Regex DigestPattern();

    [GeneratedRegex("^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$")]
    private static partial Regex TagPattern();

    [GeneratedRegex(@"^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$")]
    private static partial Regex NamePattern();
}
