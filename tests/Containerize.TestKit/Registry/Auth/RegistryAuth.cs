using Microsoft.AspNetCore.Http;

namespace Containerize.TestKit.Registry.Auth;

/// <summary>Who may do what.</summary>
public abstract class RegistryAuth
{
    /// <summary>Everyone may do everything.</summary>
    public static RegistryAuth None { get; } = new NoAuth();

    internal abstract Task InvokeAsync(HttpContext context, RequestDelegate next);

    private protected static async Task ChallengeAsync(HttpContext context, IEnumerable<string> challenges)
    {
        await context.Request.DrainAsync();
        foreach (var challenge in challenges)
        {
            context.Response.Headers.Append("WWW-Authenticate", challenge);
        }

        await OciError.WriteAsync(context, StatusCodes.Status401Unauthorized, "UNAUTHORIZED", "authentication required");
    }

    private sealed class NoAuth : RegistryAuth
    {
        internal override Task InvokeAsync(HttpContext context, RequestDelegate next) => next(context);
    }
}
