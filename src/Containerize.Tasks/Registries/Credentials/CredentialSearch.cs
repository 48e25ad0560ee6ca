namespace Containerize.Registries.Credentials;

/// <summary>What came of looking for a login.</summary>
/// <param name="Found">Null where there is none.</param>
/// <param name="Misses">Places passed over on the way there.</param>
/// <param name="Variables">The beginning of the names of variables that a login may be put into; null where there are none for this registry.</param>
internal sealed record CredentialSearch(Credential? Found, IReadOnlyList<CredentialMiss> Misses, string? Variables);
