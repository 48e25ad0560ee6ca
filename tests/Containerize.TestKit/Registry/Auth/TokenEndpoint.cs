using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Containerize.TestKit.Registry.Auth;

/// <summary>Gives out tokens: GET with Basic or without a name, POST with a password or a refresh token.</summary>
internal sealed class TokenEndpoint(BearerAuth auth)
{
    public async Task HandleAsync(HttpContext context)
    {
        switch (context.Request.Method)
        {
            case "GET":
                var named = context.Request.Headers.ContainsKey("Authorization");
                var known = auth.Login?.IsShownBy(context.Request) == true;
                await (named && !known ? RefuseAsync(context) : GrantAsync(context, Scopes(context.Request.Query["scope"]), known));
                break;
            case "POST" when auth.TakesPost:
                var form = await context.Request.ReadFormAsync(context.RequestAborted);
                await (IsKnown(form) ? GrantAsync(context, Scopes(form["scope"]), known: true) : RefuseAsync(context));
                break;
            default:
                await context.Request.DrainAsync();
                await OciError.WriteAsync(context, StatusCodes.Status404NotFound, "UNSUPPORTED", "no such endpoint");
                break;
        }
    }

    private static IEnumerable<string> Scopes(IEnumerable<string?> values)
        => values.SelectMany(value => (value ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static Task RefuseAsync(HttpContext context)
        => OciError.WriteAsync(context, StatusCodes.Status401Unauthorized, "UNAUTHORIZED", "incorrect username or password");

    private bool IsKnown(IFormCollection form) => form["grant_type"].ToString() switch
    {
        "refresh_token" => auth.IdentityToken is not null && form["refresh_token"] == auth.IdentityToken,
        "password" => auth.Login is { } login && form["username"] == login.User && form["password"] == login.Password,
        _ => false,
    };

    private Task GrantAsync(HttpContext context, IEnumerable<string> scopes, bool known)
    {
        var grants = new List<Access>();
        foreach (var scope in scopes.Where(s => !auth.RefusedScopes.Any(r => s.StartsWith(r, StringComparison.Ordinal))))
        {
            if (Access.Parse(scope) is not { } asked)
            {
                continue;
            }

            // Who asks for more than he may have gets a token for less, not an error: so the protocol has it.
            var actions = known ? asked.Actions : asked.Actions.Where(action => auth.AnonymousPull && action == "pull").ToHashSet(StringComparer.Ordinal);
            grants.Add(new Access(asked.Repository, actions));
        }

        var token = auth.Issue(grants);
        var body = new JsonObject
        {
            ["token"] = token,
            ["access_token"] = token,
            ["expires_in"] = (int)auth.TokenLifetime.TotalSeconds,
            ["issued_at"] = auth.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
        return context.Response.AnswerAsync(StatusCodes.Status200OK, "application/json", Encoding.UTF8.GetBytes(body.ToJsonString()));
    }
}
