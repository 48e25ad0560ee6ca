using System.Text;
using Microsoft.AspNetCore.Http;

namespace Containerize.TestKit.Registry.Faults;

/// <summary>An answer in place of the registry's own.</summary>
/// <param name="readBody">False: answers at once and leaves the sender of a large body to find out, as proxies do.</param>
public sealed class RespondFault(int status, IReadOnlyDictionary<string, string> headers, byte[] body, bool readBody) : IFault
{
    public async Task ApplyAsync(HttpContext context, RequestDelegate serve)
    {
        if (readBody)
        {
            await context.Request.DrainAsync();
        }

        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.AnswerAsync(status, context.Response.ContentType ?? "text/plain", body);
    }
}

public static class RespondFaults
{
    /// <summary>Reads the request to its end, then answers this.</summary>
    public static FaultRule Respond(this FaultRule rule, int status, IReadOnlyDictionary<string, string>? headers = null, string body = "")
        => rule.Do(new RespondFault(status, headers ?? new Dictionary<string, string>(StringComparer.Ordinal), Encoding.UTF8.GetBytes(body), readBody: true));

    /// <summary>Answers without having read the body.</summary>
    public static FaultRule RespondBeforeBody(this FaultRule rule, int status, IReadOnlyDictionary<string, string>? headers = null, string body = "")
        => rule.Do(new RespondFault(status, headers ?? new Dictionary<string, string>(StringComparer.Ordinal), Encoding.UTF8.GetBytes(body), readBody: false));

    /// <summary>A login page where a registry should be: captive portals and misrouted proxies answer everything with 200.</summary>
    public static FaultRule Html(this FaultRule rule)
        => rule.Respond(200, new Dictionary<string, string>(StringComparer.Ordinal) { ["Content-Type"] = "text/html" }, "<!DOCTYPE html><html><body>Please log in</body></html>");
}
