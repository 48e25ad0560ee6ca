using System.Text;
using System.Text.Json;
using Containerize.Diagnostics;
using Containerize.Host;
using Containerize.Oci;

namespace Containerize.Registries;

/// <summary>Asks a <c>docker-credential-…</c> program. Its output is a secret and is never repeated, not even in errors.</summary>
internal static class CredentialHelper
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Null when the helper knows nothing of the registry.</summary>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.CredentialsUnreadable"/>.</exception>
    public static async Task<Credential?> AskAsync(string suffix, string registry, CancellationToken cancellationToken)
    {
        var program = "docker-credential-" + suffix;
        if (suffix.AsSpan().ContainsAny("/\\ "))
        {
            throw Failed(program, "its name is not one of a program on PATH", null);
        }

        ProgramResult? result;
        try
        {
            result = await ProgramRunner.RunAsync(
                program,
                ["get"],
                (input, token) => input.WriteAsync(Encoding.UTF8.GetBytes(CredentialFile.HelperKey(registry)), token).AsTask(),
                workingDirectory: null,
                Limit,
                cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw Failed(program, $"it did not answer within {Limit.TotalSeconds:0} s", e);
        }

        if (result is null)
        {
            throw Failed(program, "it is not on PATH", null);
        }

        if (!result.Succeeded)
        {
            // The helpers' one way to say "nothing stored" (docker-credential-helpers, credentials.errCredentialsNotFound).
            return result.Output.Contains("credentials not found", StringComparison.OrdinalIgnoreCase)
                ? null
                : throw Failed(program, $"it ended with exit code {result.ExitCode}", null);
        }

        return Read(result.Output, program);
    }

    private static Credential Read(string output, string program)
    {
        var answer = OciJson.ParseObject(Encoding.UTF8.GetBytes(output), ErrorCodes.CredentialsUnreadable, $"the answer of {program}");
        try
        {
            var user = (string?)answer["Username"];
            var secret = (string?)answer["Secret"];
            if (string.IsNullOrEmpty(secret) || user is null)
            {
                throw Failed(program, "its answer has no user name and secret", null);
            }

            // A user of that name marks the secret as an identity token.
            return user == "<token>" ? Credential.OfIdentityToken(program, secret) : Credential.OfUser(program, user, secret);
        }
        catch (Exception e) when (e is InvalidOperationException or JsonException)
        {
            throw Failed(program, "its answer is malformed", null);
        }
    }

    private static ContainerizeException Failed(string program, string why, Exception? cause) => new(
        ErrorCodes.CredentialsUnreadable,
        $"Looking for registry credentials: the credential helper {program} could not be used: {why}. Log in again, or remove it from the docker configuration.",
        cause);
}
