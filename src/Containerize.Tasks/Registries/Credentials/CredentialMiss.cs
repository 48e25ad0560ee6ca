using Containerize.Diagnostics;

namespace Containerize.Registries.Credentials;

/// <summary>A place where a login was looked for and could not be had.</summary>
/// <param name="Code"><see cref="ErrorCodes.CredentialsUnreadable"/> or <see cref="ErrorCodes.CredentialsIncomplete"/>.</param>
/// <param name="What">Which place, and what is wrong with it: a sentence without its end, and without a secret.</param>
/// <param name="Remedy">What to do about it: a sentence.</param>
internal sealed record CredentialMiss(ErrorCode Code, string What, string Remedy);
