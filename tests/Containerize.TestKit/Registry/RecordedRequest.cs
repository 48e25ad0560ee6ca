using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Containerize.TestKit.Registry;

/// <summary>One request as it arrived. Status and byte count grow while it is served and are final before its answer starts.</summary>
public sealed class RecordedRequest
{
    private long bodyBytes;

    internal RecordedRequest(HttpContext context)
    {
        Method = context.Request.Method;
        // As sent: the path that the framework shows has been decoded, and an upload's query must come back byte by byte.
        PathAndQuery = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        Headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
    }

    public string Method { get; }

    /// <summary>The request target exactly as it was on the wire.</summary>
    public string PathAndQuery { get; }

    public string Path => PathAndQuery.Split('?')[0];

    public IReadOnlyDictionary<string, string> Headers { get; }

    public bool SentAuthorization => Headers.ContainsKey("Authorization");

    /// <summary>Bytes of the request's body that were read off the wire.</summary>
    public long BodyBytes => Interlocked.Read(ref bodyBytes);

    /// <summary>Status of the answer; 0 when the connection was cut before there was one.</summary>
    public int Status { get; internal set; }

    public override string ToString() => $"{Method} {PathAndQuery} -> {Status} ({BodyBytes} B)";

    internal void Count(int bytes) => Interlocked.Add(ref bodyBytes, bytes);
}
