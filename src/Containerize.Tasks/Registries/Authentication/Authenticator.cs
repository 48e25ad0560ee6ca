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
/// <param name="logins">What is known already.</param>
internal sealed class Authenticator(
    RegistryEndpoint endpoint, CredentialSource credentials, TokenService tokens, KnownLogins logins, TimeSpan limit, TimeProvider clock)
{
    /// <summary>What requests of this scope went with last; null where nobody asked for anything.</summary>
    public LoginNote? NoteOf(AuthScope scope) => logins.Notes.GetValueOrDefault(scope.Key);

    /// <summary>What works for this scope; null when nothing is known yet and the request goes without.</summary>
    public async Task<AuthenticationHeaderValue?> KnownAsync(AuthScope scope, CancellationToken cancellationToken)
    {
        if (!logins.Proofs.TryGetValue(scope.Key, out var entry))
        {
            return logins.Latest is { } other ? await AskAlikeAsync(scope, other, cancellationToken) : null;
        }

        LoginProof proof;
        try
        {
            proof = await entry.Task.WaitAsync(cancellationToken);
        }
        catch when (entry.Owner != this && HasFailed(entry))
        {
            Forget(scope, entry);
            return null;
        }

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
        if (logins.Proofs.TryGetValue(scope.Key, out var current) && !(current.Owner != this && HasFailed(current)))
        {
            var known = (await current.Task.WaitAsync(cancellationToken)).Header;
            if (refused is null || !refused.Equals(known))
            {
                // Another request has answered meanwhile.
                return known;
            }

            Forget(scope, current);
        }

        var header = (await FetchOnceAsync(scope, registryAddress, challenges, cancellationToken)).Header;
        return header is null || header.Equals(refused) ? null : header;
    }

    /// <summary>A token that is about to expire is replaced before it is refused. If that fails, it is used as long as it lasts.</summary>
    private async Task<AuthenticationHeaderValue?> RenewAsync(
        AuthScope scope, PendingProof old, LoginProof proof, CancellationToken cancellationToken)
    {
        Forget(scope, old);
        try
        {
            return (await FetchOnceAsync(scope, proof.RegistryAddress, proof.Challenges, cancellationToken)).Header;
        }
        catch (ContainerizeException)
        {
            return proof.Header;
        }
    }

    /// <summary>
    /// A registry asks for each scope alike. If it does not, nothing is lost: the request goes without, and is answered or challenged.
    /// </summary>
    private async Task<AuthenticationHeaderValue?> AskAlikeAsync(AuthScope scope, LoginProof other, CancellationToken cancellationToken)
    {
        try
        {
            var challenges = other.Challenges.Select(challenge => challenge.WithoutScope());
            return (await FetchOnceAsync(scope, other.RegistryAddress, [.. challenges], cancellationToken)).Header;
        }
        catch (ContainerizeException) when (scope.MountFrom is null)
        {
            return null;
        }
    }

    private async Task<LoginProof> FetchOnceAsync(
        AuthScope scope, Uri registryAddress, IReadOnlyList<AuthChallenge> challenges, CancellationToken cancellationToken)
    {
        while (true)
        {
            var fresh = logins.Proofs.GetOrAdd(
                scope.Key, _ => new PendingProof(this, new Lazy<Task<LoginProof>>(() => FetchInTimeAsync(scope, registryAddress, challenges))));
            try
            {
                return await fresh.Task.WaitAsync(cancellationToken);
            }
            catch when (HasFailed(fresh))
            {
                Forget(scope, fresh);
                if (fresh.Owner == this)
                {
                    throw;
                }
            }
        }
    }

    private static bool HasFailed(PendingProof proof) => proof.Task.IsFaulted || proof.Task.IsCanceled;

    private void Forget(AuthScope scope, PendingProof proof) => logins.Proofs.TryRemove(new(scope.Key, proof));

    private async Task<LoginProof> FetchInTimeAsync(AuthScope scope, Uri registryAddress, IReadOnlyList<AuthChallenge> challenges)
    {
        // A credential helper has a limit of its own.
        var search = await credentials.FindAsync(endpoint.Registry, scope.Repository, scope.Access, CancellationToken.None);
        using var timer = new CancellationTokenSource(limit);
        try
        {
            var proof = await FetchAsync(scope, registryAddress, challenges, search, timer.Token);
            logins.Notes[scope.Key] = new LoginNote(search, WereSent: search.Found is not null && proof.Header is not null);
            logins.Latest = proof.Header is null ? logins.Latest : proof;
            return proof;
        }
        catch (OperationCanceledException)
        {
            throw RegistryErrors.OfStall($"Logging in to {endpoint.Registry}", endpoint.Registry, limit);
        }
    }

    private async Task<LoginProof> FetchAsync(
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

        LoginProof Lasting(AuthenticationHeaderValue? header) => new(header, DateTimeOffset.MaxValue, registryAddress, challenges);
    }
}
