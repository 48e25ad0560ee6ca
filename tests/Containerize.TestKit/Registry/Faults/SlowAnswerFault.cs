using Microsoft.AspNetCore.Http;

namespace Containerize.TestKit.Registry.Faults;

/// <summary>The registry's own answer, but its body comes in small pieces with a pause after each.</summary>
public sealed class SlowAnswerFault(int piece, TimeSpan pause) : IFault
{
    public async Task ApplyAsync(HttpContext context, RequestDelegate serve)
    {
        var answer = await BufferedResponse.CaptureAsync(context, serve);
        context.Response.ContentLength = answer.Body.Length;
        await context.Response.StartAsync(context.RequestAborted);
        for (var sent = 0; sent < answer.Body.Length; sent += piece)
        {
            await context.Response.Body.WriteAsync(answer.Body.AsMemory(sent, Math.Min(piece, answer.Body.Length - sent)), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(pause, context.RequestAborted);
        }
    }
}

public static class SlowAnswerFaults
{
    /// <summary>All of it, in this many pieces.</summary>
    public static FaultRule Drip(this FaultRule rule, int piece, TimeSpan pause) => rule.Do(new SlowAnswerFault(piece, pause));

    /// <summary>One byte, and then nothing more.</summary>
    public static FaultRule OneByteThenSilence(this FaultRule rule) => rule.Do(new SlowAnswerFault(1, Timeout.InfiniteTimeSpan));
}
