using Microsoft.AspNetCore.Http;

namespace Containerize.TestKit.Registry.Faults;

/// <summary>Makes a request wait before it is served.</summary>
public sealed class HoldFault(Func<CancellationToken, Task> wait) : IFault
{
    public async Task ApplyAsync(HttpContext context, RequestDelegate serve)
    {
        try
        {
            await wait(context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            return; // the client has gone
        }

        await serve(context);
    }
}

public static class HoldFaults
{
    public static FaultRule Delay(this FaultRule rule, TimeSpan time) => rule.Do(new HoldFault(cancellation => Task.Delay(time, cancellation)));

    /// <summary>Until the test says so: the order of things without a clock.</summary>
    public static FaultRule HoldUntil(this FaultRule rule, Task signal) => rule.Do(new HoldFault(signal.WaitAsync));

    /// <summary>Until the client gives up.</summary>
    public static FaultRule Hang(this FaultRule rule) => rule.Do(new HoldFault(cancellation => Task.Delay(Timeout.Infinite, cancellation)));
}
