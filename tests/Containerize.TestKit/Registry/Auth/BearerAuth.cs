using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Containerize.TestKit.Registry.Auth;

/// <summary>Tokens of limited scope and time from an endpoint of the registry's own (the "Docker token authentication" protocol).</summary>
public sealed class BearerAuth : RegistryAuth
{
    internal const string TokenPath = "/token";

    private readonly ConcurrentDictionary<string, IssuedToken> tokens = new(StringComparer.Ordinal);
    private readonly TokenEndpoint endpoint;

    /// <param name="login">Null: there are only anonymous users.</param>
    public BearerAuth(Login? login)
    {
        Login = login;
        endpoint = new TokenEndpoint(this);
    }

    public Login? Login { get; }

    /// <summary>Whether who shows no name gets tokens to pull with.</summary>
    public bool AnonymousPull { get; init; }

    /// <summary>What the OAuth2 POST takes as a refresh token; docker stores it under the user <c>&lt;token&gt;</c>.</summary>
    public string? IdentityToken { get; init; }

    /// <summary>Whether the endpoint takes the OAuth2 POST at all; many know only GET.</summary>
    public bool TakesPost { get; init; } = true;

    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Sent in the challenge in place of the true endpoint, for realms that nobody should follow.</summary>
    public string? Realm { get; init; }

    /// <summary>More challenges, sent before ours.</summary>
    public IReadOnlyList<string> OtherChallenges { get; init; } = [];

    public string Service { get; init; } = "test-registry";

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Scopes that are never granted, as a prefix of the scope: <c>repository:base:</c>.</summary>
    public IReadOnlyList<string> RefusedScopes { get; init; } = [];

    /// <summary>Makes every token that was given out invalid at once.</summary>
    public void ExpireTokens() => tokens.Clear();

    internal override Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path == TokenPath)
        {
            return endpoint.HandleAsync(context);
        }

        var needed = Access.NeededBy(context.Request);
        var shown = context.Request.Headers.Authorization.ToString();
        var token = shown.StartsWith("Bearer ", StringComparison.Ordinal) ? tokens.GetValueOrDefault(shown["Bearer ".Length..]) : null;
        if (token is null || token.Expires <= Clock.GetUtcNow())
        {
            return ChallengeAsync(context, [.. OtherChallenges, Challenge(context, needed, error: null)]);
        }

        return needed.All(n => token.Grants.Any(g => g.Covers(n)))
            ? next(context)
            : ChallengeAsync(context, [.. OtherChallenges, Challenge(context, needed, "insufficient_scope")]);
    }

    internal string Issue(IReadOnlyList<Access> grants)
    {
        var token = Guid.NewGuid().ToString("n");
        tokens[token] = new IssuedToken(grants, Clock.GetUtcNow() + TokenLifetime);
        return token;
    }

    private string Challenge(HttpContext context, IReadOnlyList<Access> needed, string? error)
    {
        var realm = Realm ?? $"{context.Request.Scheme}://{context.Request.Host}{TokenPath}";
        var scope = needed.Count == 0 ? string.Empty : $",scope=\"{string.Join(' ', needed.Select(n => n.Scope))}\"";
        return $"Bearer realm=\"{realm}\",service=\"{Service}\"{scope}{(error is null ? string.Empty : $",error=\"{error}\"")}";
    }

    private sealed record IssuedToken(IReadOnlyList<Access> Grants, DateTimeOffset Expires);
}
