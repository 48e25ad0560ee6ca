using System.Collections.Concurrent;
using System.Net.Http.Headers;

namespace Containerize.Registries;

/// <summary>
/// Keeps what one registry accepts as proof of who we are. A scope's token is fetched once, however many requests want it at the same
/// time; a request that is refused with it says so, and the next fetch replaces it.
/// </summary>
internal sealed class Authenticator
{
    private readonly ConcurrentDictionary<string, Lazy<Task<AuthenticationHeaderValue?>>> headers = new(StringComparer.Ordinal);
    private readonly RegistryEndpoint endpoint;
    private readonly CredentialSource credentials;
    private readonly TokenService tokens;
    private readonly TimeSpan limit;

    /// <param name="limit">Longest time a login may take. It is nobody's alone, so no single request's cancellation ends it.</param>
    public Authenticator(RegistryEndpoint endpoint, CredentialSource credentials, TokenService tokens, TimeSpan limit)
    {
        this.limit = limit;
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.tokens = tokens;
    }

    /// <summary>What worked before for this scope; null when nothing is known yet and the request goes without.</summary>
    public async Task<AuthenticationHeaderValue?> KnownAsync(AuthScope scope, CancellationToken cancellationToken)
        => headers.TryGetValue(scope.Key, out var header) ? await header.Value.WaitAsync(cancellationToken) : null;

    /// <summary>Answers a challenge. Null when there is nothing to answer with, or nothing better than what was just refused.</summary>
    /// <param name="refused">The header that the challenged request carried.</param>
    public async Task<AuthenticationHeaderValue?> AnswerAsync(
        AuthScope scope,
        Uri registryAddress,
        IReadOnlyList<AuthChallenge> challenges,
        AuthenticationHeaderValue? refused,
        CancellationToken cancellationToken)
    {
        if (headers.TryGetValue(scope.Key, out var current))
        {
            var known = await current.Value.WaitAsync(cancellationToken);
            if (refused is null || !refused.Equals(known))
            {
                // Another request has answered meanwhile.
                return known;
            }

            headers.TryRemove(new(scope.Key, current));
        }

        var fresh = headers.GetOrAdd(
            scope.Key,
            _ => new Lazy<Task<AuthenticationHeaderValue?>>(() => FetchInTimeAsync(scope, registryAddress, challenges)));
        try
        {
            var header = await fresh.Value.WaitAsync(cancellationToken);
            return header is null || header.Equals(refused) ? null : header;
        }
        catch when (fresh.Value.IsFaulted || fresh.Value.IsCanceled)
        {
            headers.TryRemove(new(scope.Key, fresh));
            throw;
        }
    }

    private async Task<AuthenticationHeaderValue?> FetchInTimeAsync(AuthScope scope, Uri registryAddress, IReadOnlyList<AuthChallenge> challenges)
    {
        using var timer = new CancellationTokenSource(limit);
        try
        {
            return await FetchAsync(scope, registryAddress, challenges, timer.Token);
        }
        catch (OperationCanceledException)
        {
            throw RegistryErrors.OfStall($"Logging in to {endpoint.Registry}", endpoint.Registry, limit);
        }
    }

    private async Task<AuthenticationHeaderValue?> FetchAsync(AuthScope scope, Uri registryAddress, IReadOnlyList<AuthChallenge> challenges, CancellationToken cancellationToken)
    {
        var credential = await credentials.FindAsync(endpoint.Registry, scope.Repository, scope.Access, cancellationToken);
        if (credential?.RegistryToken is { } token)
        {
            return new AuthenticationHeaderValue("Bearer", token);
        }

        if (challenges.FirstOrDefault(challenge => challenge.IsBearer) is { } bearer)
        {
            return new AuthenticationHeaderValue(
                "Bearer",
                await tokens.FetchAsync(endpoint, registryAddress, bearer, scope.Wanted, credential, cancellationToken));
        }

        return challenges.Any(challenge => challenge.IsBasic) && credential?.Basic is { } basic
            ? new AuthenticationHeaderValue("Basic", basic)
            : null;
    }
}
