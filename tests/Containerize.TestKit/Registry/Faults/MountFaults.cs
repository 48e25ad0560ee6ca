using Microsoft.AspNetCore.Http;

namespace Containerize.TestKit.Registry.Faults;

public static class MountFaults
{
    /// <summary>Answers a mount with 202 and an upload session: the registry's right, and what it does for a source it does not have.</summary>
    public static FaultRule RefuseMount(this FaultRule rule) => rule.Do(new ForgetQueryFault());

    private sealed class ForgetQueryFault : IFault
    {
        public Task ApplyAsync(HttpContext context, RequestDelegate serve)
        {
            context.Request.QueryString = QueryString.Empty;
            return serve(context);
        }
    }
}
