using System.Net.Http.Headers;

namespace Containerize.Registries.Authentication;

/// <summary>What answers a registry's challenges.</summary>
/// <param name="Header">Null where there is nothing to answer with.</param>
/// <param name="Expires">When it is better replaced.</param>
/// <param name="Challenges">What it answered, to be answered again then.</param>
internal sealed record LoginProof(AuthenticationHeaderValue? Header, DateTimeOffset Expires, Uri RegistryAddress, IReadOnlyList<AuthChallenge> Challenges);
