using Microsoft.AspNetCore.Http;

namespace Containerize.TestKit.Registry.Auth;

/// <summary>Name and password with every request.</summary>
public sealed class BasicAuth(params IReadOnlyList<Login> logins) : RegistryAuth
{
    internal override Task InvokeAsync(HttpContext context, RequestDelegate next)
        => logins.Any(login => login.IsShownBy(context.Request)) ? next(context) : ChallengeAsync(context, ["Basic realm=\"test registry\""]);
}
