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

    public Authenticator(RegistryEndpoint endpoint, CredentialSource credentials, TokenService tokens)
    {
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.tokens = tokens;
    }

    /// <summary>What worked before for this scope; null when nothing is known yet and the request goes without.</summary>
    public async Task<AuthenticationHeaderValue?> KnownAsync(AuthScope scope)
        => headers.TryGetValue(scope.Key, out var header) ? await header.Value : null;

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
            var known = await current.Value;
            if (refused is null || !refused.Equals(known))
            {
                // Another request has answered meanwhile.
                return known;
            }

            headers.TryRemove(new(scope.Key, current));
        }

        var fresh = headers.GetOrAdd(
            scope.Key,
            _ => new Lazy<Task<AuthenticationHeaderValue?>>(() => FetchAsync(scope, registryAddress, challenges, cancellationToken)));
        try
        {
            var header = await fresh.Value;
            return header is null || header.Equals(refused) ? null : header;
        }
        catch
        {
            headers.TryRemove(new(scope.Key, fresh));
            throw;
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
