namespace Containerize.Registries.Authentication;

/// <summary>A proof that is being fetched, or was.</summary>
/// <param name="Owner">Who fetches it: where that fails, it has failed for its owner, and others try themselves.</param>
internal sealed record PendingProof(Authenticator Owner, Lazy<Task<LoginProof>> Fetching)
{
    public Task<LoginProof> Task => Fetching.Value;
}
