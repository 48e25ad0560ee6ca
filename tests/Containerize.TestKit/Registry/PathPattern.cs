using System.Text.RegularExpressions;

namespace Containerize.TestKit.Registry;

/// <summary>
/// Matches requests as a test would name them: a method or <c>*</c>, and a path where <c>*</c> stands for anything. A pattern with
/// a question mark is held against path and query, any other against the path alone.
/// </summary>
internal sealed class PathPattern
{
    private readonly string method;
    private readonly Regex path;
    private readonly bool withQuery;

    public PathPattern(string method, string path)
    {
        this.method = method;
        this.path = new Regex($"^{Regex.Escape(path).Replace("\\*", ".*", StringComparison.Ordinal)}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        withQuery = path.Contains('?', StringComparison.Ordinal);
    }

    public bool Matches(string requestMethod, string pathAndQuery)
        => (method == "*" || string.Equals(method, requestMethod, StringComparison.OrdinalIgnoreCase))
            && path.IsMatch(withQuery ? pathAndQuery : pathAndQuery.Split('?')[0]);
}
