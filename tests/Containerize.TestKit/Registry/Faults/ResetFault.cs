using Microsoft.AspNetCore.Http;

namespace Containerize.TestKit.Registry.Faults;

/// <summary>Cuts the connection: in the middle of what the client sends, or of what it gets.</summary>
public sealed class ResetFault(long afterBytes) : IFault
{
    public async Task ApplyAsync(HttpContext context, RequestDelegate serve)
    {
        if (HttpMethods.IsGet(context.Request.Method) && afterBytes > 0)
        {
            // An end in the middle, not a reset: a reset would make the receiver forget what it has not read yet, and how much that is is chance.
            await SendPartAsync(context, serve);
            return;
        }

        await ReadPartAsync(context.Request);
        context.Cut();
    }

    private async Task SendPartAsync(HttpContext context, RequestDelegate serve)
    {
        var answer = await BufferedResponse.CaptureAsync(context, serve);
        var part = (int)Math.Min(afterBytes, answer.Body.Length);
        context.Response.ContentLength = answer.Body.Length;
        await context.Response.StartAsync(context.RequestAborted);
        await context.Response.Body.WriteAsync(answer.Body.AsMemory(0, part), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private async Task ReadPartAsync(HttpRequest request)
    {
        var buffer = new byte[4096];
        for (var left = afterBytes; left > 0;)
        {
            var read = await request.Body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), request.HttpContext.RequestAborted);
            if (read == 0)
            {
                return;
            }

            left -= read;
        }
    }
}

public static class ResetFaults
{
    /// <param name="afterBytes">Bytes of the request's body (of the answer's, for GET) that still come through.</param>
    public static FaultRule Reset(this FaultRule rule, long afterBytes = 0) => rule.Do(new ResetFault(afterBytes));

    /// <summary>Only requests with a longer body, as something on the way does that has a limit and does not say so.</summary>
    public static FaultRule ResetOver(this FaultRule rule, long longestBody) => rule.Do(new OverFault(longestBody, new ResetFault(longestBody)));

    /// <summary>The same in silence: the body is not read any further, and nothing is answered.</summary>
    public static FaultRule HangOver(this FaultRule rule, long longestBody)
        => rule.Do(new OverFault(longestBody, new HoldFault(cancellation => Task.Delay(Timeout.Infinite, cancellation))));

    private sealed class OverFault(long longestBody, IFault fault) : IFault
    {
        public Task ApplyAsync(HttpContext context, RequestDelegate serve)
            => context.Request.ContentLength > longestBody ? fault.ApplyAsync(context, serve) : serve(context);
    }
}
