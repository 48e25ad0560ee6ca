using Microsoft.AspNetCore.Http;

namespace Containerize.TestKit.Registry.Faults;

/// <summary>The registry's own answer, changed.</summary>
public sealed class RewriteFault(Action<BufferedResponse> change) : IFault
{
    public async Task ApplyAsync(HttpContext context, RequestDelegate serve)
    {
        var answer = await BufferedResponse.CaptureAsync(context, serve);
        var length = answer.Body.Length;
        change(answer);
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        if (answer.Body.Length != length)
        {
            context.Response.ContentLength = answer.Body.Length;
        }

        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }
}

public static class RewriteFaults
{
    public static FaultRule Rewrite(this FaultRule rule, Action<BufferedResponse> change) => rule.Do(new RewriteFault(change));

    /// <summary>One bit of the body is wrong; length and headers are as they should be.</summary>
    public static FaultRule CorruptBody(this FaultRule rule) => rule.Rewrite(answer => answer.Body[answer.Body.Length / 2] ^= 1);

    /// <summary>The header names another digest than the content has.</summary>
    public static FaultRule WrongDigestHeader(this FaultRule rule)
        => rule.Rewrite(answer => answer.Response.Headers["Docker-Content-Digest"] = Sha256.OfNothing);

    /// <summary>A body of only the first bytes, honestly announced: a proxy's cut copy.</summary>
    public static FaultRule Truncate(this FaultRule rule, int bytes) => rule.Rewrite(answer => answer.Body = answer.Body[..Math.Min(bytes, answer.Body.Length)]);
}
