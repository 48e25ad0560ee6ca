namespace Containerize.Registries.Authentication;

/// <summary>A bearer token from a token service.</summary>
/// <param name="Lifetime">How long it is good for, from when it was issued.</param>
internal sealed record AccessToken(string Value, TimeSpan Lifetime);
