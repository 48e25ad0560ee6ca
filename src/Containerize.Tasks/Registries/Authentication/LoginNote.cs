using Containerize.Diagnostics;
using Containerize.Registries.Credentials;

namespace Containerize.Registries.Authentication;

/// <summary>What a request was sent with, so that a refusal can say whose it is: there were no credentials, half of them, or these.</summary>
/// <param name="WereSent">Whether what was found answered what the registry asked for.</param>
internal sealed record LoginNote(CredentialSearch Search, bool WereSent)
{
    /// <summary>Where a request carries its note.</summary>
    public static HttpRequestOptionsKey<LoginNote> Key { get; } = new("containerize.login");

    public static LoginNote? Of(HttpResponseMessage answer)
        => answer.RequestMessage is { } request && request.Options.TryGetValue(Key, out var note) ? note : null;

    /// <summary>The message for 401.</summary>
    /// <param name="note">Null where nobody asked before.</param>
    /// <param name="told">Status and what the registry said.</param>
    public static string Refusal(LoginNote? note, string doing, string registry, string told)
    {
        var (found, misses) = (note?.Search.Found, note?.Search.Misses ?? []);
        if (found is not null)
        {
            return note!.WereSent
                ? $"{doing}: {registry} refused the login {Named(found)} ({told}). Check it: "
                    + $"a password may be mistyped, a token may have expired or not allow this.{PassedOver(misses)}"
                : $"{doing}: {registry} does not take a login of this kind: {Named(found)} ({told}). "
                    + $"Log in with a user and a password or token.{PassedOver(misses)}";
        }

        var variables = note?.Search.Variables ?? "SDK_CONTAINER_REGISTRY";
        var way = $"Log in with 'docker login {registry}' or 'podman login {registry}', or set {variables}_UNAME and {variables}_PWORD.";
        if (misses.Count == 0)
        {
            return $"{doing}: {registry} wants credentials, and there are none ({told}). {way}";
        }

        var isHalf = misses.All(miss => miss.Code == ErrorCodes.CredentialsIncomplete);
        var (lack, also) = isHalf ? ("there is only half of them", string.Empty) : ("none could be had", " " + way);
        return $"{doing}: {registry} wants credentials, and {lack} ({told}): {What(misses)}. {misses[0].Remedy}{also}";
    }

    /// <summary>The message for 403.</summary>
    public static string Denial(LoginNote? note, string doing, string registry, string told)
        => note?.Search.Found is { } found && note.WereSent
            ? $"{doing}: {registry} does not allow it to the login {Named(found)} ({told}). "
                + $"Check that the account may use this repository.{PassedOver(note.Search.Misses)}"
            : $"{doing}: {registry} does not allow it{(note is null ? string.Empty : " without a login")} ({told}). "
                + $"Check that the account may use this repository.{PassedOver(note?.Search.Misses ?? [])}";

    private static string Named(Credential credential) => credential.UserName is { } user
        ? $"of the user '{Excerpt.Of(user, 60)}' from {credential.Source}"
        : $"by a token from {credential.Source}";

    private static string PassedOver(IReadOnlyList<CredentialMiss> misses) => misses.Count == 0 ? string.Empty : $" Passed over: {What(misses)}.";

    private static string What(IEnumerable<CredentialMiss> misses) => string.Join("; ", misses.Select(miss => miss.What));
}
