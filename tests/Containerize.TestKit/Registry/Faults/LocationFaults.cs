namespace Containerize.TestKit.Registry.Faults;

/// <summary>Other ways to say where an upload goes on, all of them allowed.</summary>
public static class LocationFaults
{
    /// <summary>A Location without scheme and host.</summary>
    public static FaultRule RelativeLocation(this FaultRule rule) => rule.Rewrite(answer =>
    {
        var headers = answer.Response.Headers;
        var path = headers.Location.ToString();
        headers.Location = PathOf(path);
    });

    /// <summary>A Location at another host: storage behind the registry, or a thief.</summary>
    /// <param name="host">Scheme and authority, for example <c>http://127.0.0.1:5001</c>.</param>
    public static FaultRule CrossHostLocation(this FaultRule rule, Uri host) => rule.Rewrite(answer =>
    {
        var headers = answer.Response.Headers;
        headers.Location = host.GetLeftPart(UriPartial.Authority) + PathOf(headers.Location.ToString());
    });

    /// <summary>A Location in HTTPS where it should be HTTP: the registry has been told that TLS ends before it.</summary>
    public static FaultRule OtherSchemeLocation(this FaultRule rule) => rule.Rewrite(answer =>
    {
        var request = answer.Response.HttpContext.Request;
        var headers = answer.Response.Headers;
        headers.Location = $"{(request.IsHttps ? "http" : "https")}://{request.Host}{PathOf(headers.Location.ToString())}";
    });

    /// <summary>Sends a download to another host, as registries with object storage do.</summary>
    public static FaultRule RedirectTo(this FaultRule rule, Uri target, int status = 307)
        => rule.Respond(status, new Dictionary<string, string>(StringComparer.Ordinal) { ["Location"] = target.OriginalString });

    /// <summary>By hand and not with Uri, which would rewrite the query.</summary>
    private static string PathOf(string location)
    {
        var scheme = location.IndexOf("://", StringComparison.Ordinal);
        return scheme < 0 ? location : location[location.IndexOf('/', scheme + 3)..];
    }
}
