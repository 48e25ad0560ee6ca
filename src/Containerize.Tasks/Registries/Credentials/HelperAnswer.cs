namespace Containerize.Registries.Credentials;

/// <summary>What a credential helper said.</summary>
/// <param name="Credential">Null where it knows nothing of the registry.</param>
/// <param name="Trouble">Why it could not be used; null where it could.</param>
/// <param name="IsForAll">The trouble is the same whatever registry it is asked for.</param>
internal sealed record HelperAnswer(Credential? Credential, string? Trouble = null, bool IsForAll = false);
