using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Containerize.Diagnostics;
using Containerize.Registries.Addresses;
using Containerize.Registries.Credentials;

namespace Containerize.Registries.Authentication;

/// <summary>
/// Keeps what one registry accepts as proof of who we are. A scope's token is fetched once, however many requests want it at the same
/// time, and again shortly before it expires; a request that is refused with it says so, and the next fetch replaces it.
/// </summary>
/// <param name="limit">Longest time a login may take. It is nobody's alone, so no single request's cancellation ends it.</param>
internal sealed class Authenticator(RegistryEndpoint endpoint, CredentialSource credentials, TokenService tokens, TimeSpan limit, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<Proof>>> proofs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LoginNote> notes = new(StringComparer.Ordinal);

    /// <summary>What requests of this scope went with last; null where nobody asked for anything.</summary>
    public LoginNote? NoteOf(AuthScope scope) => notes.GetValueOrDefault(scope.Key);

    /// <summary>What works for this scope; null when nothing is known yet and the request goes without.</summary>
    public async Task<AuthenticationHeaderValue?> KnownAsync(AuthScope scope, CancellationToken cancellationToken)
    {
        if (!proofs.TryGetValue(scope.Key, out var entry))
        {
            return null;
        }

        var proof = await entry.Value.WaitAsync(cancellationToken);
        return proof.Expires > clock.GetUtcNow() ? proof.Header : await RenewAsync(scope, entry, proof, cancellationToken);
    }

    /// <summary>Answers a challenge. Null when there is nothing to answer with, or nothing better than what was just refused.</summary>
    /// <param name="refused">The header that the challenged request carried.</param>
    public async Task<AuthenticationHeaderValue?> AnswerAsync(
        AuthScope scope,
        Uri registryAddress,
        IReadOnlyList<AuthChallenge> challenges,
        AuthenticationHeaderValue? refused,
        CancellationToken cancellationToken)
    {
        if (proofs.TryGetValue(scope.Key, out var current))
        {
            var known = (await current.Value.WaitAsync(cancellationToken)).Header;
            if (refused is null || !refused.Equals(known))
            {
                // Another request has answered meanwhile.
                return known;
            }

            proofs.TryRemove(new(scope.Key, current));
        }

        var header = (await FetchOnceAsync(scope, registryAddress, challenges, cancellationToken)).Header;
        return header is null || header.Equals(refused) ? null : header;
    }

    /// <summary>A token that is about to expire is replaced before it is refused. If that fails, it is used as long as it lasts.</summary>
    private async Task<AuthenticationHeaderValue?> RenewAsync(AuthScope scope, Lazy<Task<Proof>> old, Proof proof, CancellationToken cancellationToken)
    {
        proofs.TryRemove(new(scope.Key, old));
        try
        {
            return (await FetchOnceAsync(scope, proof.RegistryAddress, proof.Challenges, cancellationToken)).Header;
        }
        catch (ContainerizeException)
        {
            return proof.Header;
        }
    }

    private async Task<Proof> FetchOnceAsync(AuthScope scope, Uri registryAddress, IReadOnlyList<AuthChallenge> challenges, CancellationToken cancellationToken)
    {
        var fresh = proofs.GetOrAdd(scope.Key, _ => new Lazy<Task<Proof>>(() => FetchInTimeAsync(scope, registryAddress, challenges)));
        try
        {
            return await fresh.Value.WaitAsync(cancellationToken);
        }
        catch when (fresh.Value.IsFaulted || fresh.Value.IsCanceled)
        {
            proofs.TryRemove(new(scope.Key, fresh));
            throw;
        }
    }

    private async Task<Proof> FetchInTimeAsync(AuthScope scope, Uri registryAddress, IReadOnlyList<AuthChallenge> challenges)
    {
        // A credential helper has a limit of its own.
        var search = await credentials.FindAsync(endpoint.Registry, scope.Repository, scope.Access, CancellationToken.None);
        using var timer = new CancellationTokenSource(limit);
        try
        {
            var proof = await FetchAsync(scope, registryAddress, challenges, search, timer.Token);
            notes[scope.Key] = new LoginNote(search, WereSent: search.Found is not null && proof.Header is not null);
            return proof;
        }
        catch (OperationCanceledException)
        {
            throw RegistryErrors.OfStall($"Logging in to {endpoint.Registry}", endpoint.Registry, limit);
        }
    }

    private async Task<Proof> FetchAsync(
        AuthScope scope, Uri registryAddress, IReadOnlyList<AuthChallenge> challenges, CredentialSearch search, CancellationToken cancellationToken)
    {
        var asked = clock.GetUtcNow();
        var credential = search.Found;
        if (credential?.RegistryToken is { } given)
        {
            return Lasting(new AuthenticationHeaderValue("Bearer", given));
        }

        if (challenges.FirstOrDefault(challenge => challenge.IsBearer) is { } bearer)
        {
            var token = await tokens.FetchAsync(registryAddress, bearer, scope.Wanted, search, cancellationToken);
            return Lasting(new AuthenticationHeaderValue("Bearer", token.Value)) with { Expires = asked + (token.Lifetime * 0.8) };
        }

        return Lasting(challenges.Any(challenge => challenge.IsBasic) && credential?.Basic is { } basic ? new AuthenticationHeaderValue("Basic", basic) : null);

        Proof Lasting(AuthenticationHeaderValue? header) => new(header, DateTimeOffset.MaxValue, registryAddress, challenges);
    }

    /// <param name="Expires">When it is better replaced.</param>
    /// <param name="Challenges">What it answered, to be answered again then.</param>
    private sealed record Proof(AuthenticationHeaderValue? Header, DateTimeOffset Expires, Uri RegistryAddress, IReadOnlyList<AuthChallenge> Challenges);
}
