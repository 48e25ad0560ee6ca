using System.Text;
using System.Text.Json;
using Containerize.Diagnostics;
using Containerize.Host;
using Containerize.Host.Programs;
using Containerize.Oci;

namespace Containerize.Registries.Credentials;

/// <summary>Asks a <c>docker-credential-…</c> program. Its output is a secret and is never repeated, not even in errors.</summary>
internal static class CredentialHelper
{
    /// <summary>Longest time that one may think.</summary>
    public static readonly TimeSpan UsualLimit = TimeSpan.FromSeconds(30);

    /// <summary>Characters of an answer; tokens of a few thousand are about.</summary>
    private const int LongestAnswer = 1024 * 1024;

    public static string ProgramOf(string suffix) => "docker-credential-" + suffix;

    public static async Task<HelperAnswer> AskAsync(string suffix, string registry, HostEnvironment host, TimeSpan limit, CancellationToken cancellationToken)
    {
        var program = ProgramOf(suffix);
        if (suffix.AsSpan().ContainsAny("/\\ "))
        {
            return new HelperAnswer(null, "its name is not one of a program on PATH", IsForAll: true);
        }

        if (InstalledProgram.Find(program, host) is not { } path)
        {
            return new HelperAnswer(null, "it is not on PATH", IsForAll: true);
        }

        ProgramResult? result;
        try
        {
            var call = new ProgramCall(path, ["get"], limit)
            {
                Input = (input, token) => input.WriteAsync(Encoding.UTF8.GetBytes(CredentialFile.HelperKey(registry)), token).AsTask(),
                LongestOutput = LongestAnswer,
            };
            result = await ProgramRunner.RunAsync(
                host["PATH"] is { } search ? call with { Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = search } } : call,
                cancellationToken);
        }
        catch (TimeoutException)
        {
            return new HelperAnswer(null, $"it did not answer within {limit.TotalSeconds:0.#} s", IsForAll: true);
        }

        if (result is null)
        {
            return new HelperAnswer(null, "it is no program that runs here", IsForAll: true);
        }

        if (result.Succeeded)
        {
            return Read(result.Output, program);
        }

        // The helpers' one way to say "nothing stored" (docker-credential-helpers, credentials.errCredentialsNotFound); what other words, or another
        // language, mean is anybody's guess.
        return result.Output.Contains("credentials not found", StringComparison.OrdinalIgnoreCase)
            ? new HelperAnswer(null)
            : new HelperAnswer(null, $"it ended with exit code {result.ExitCode}");
    }

    private static HelperAnswer Read(string output, string program)
    {
        var text = output.Trim().TrimStart('\uFEFF');
        try
        {
            var answer = StrictJson.ParseObject(Encoding.UTF8.GetBytes(text), ErrorCodes.CredentialsUnreadable, "the answer");
            var user = (string?)answer["Username"] ?? string.Empty;
            var secret = (string?)answer["Secret"] ?? string.Empty;
            return (user, secret) switch
            {
                ("", "") => new HelperAnswer(null),
                // A user of that name marks the secret as an identity token.
                ("<token>", not "") => new HelperAnswer(Credential.OfIdentityToken(program, secret)),
                (_, "") => new HelperAnswer(null, "its answer has a user name and no secret"),
                _ => new HelperAnswer(Credential.OfUser(program, user, secret)),
            };
        }
        catch (Exception e) when (e is ContainerizeException or InvalidOperationException or FormatException or JsonException)
        {
            return new HelperAnswer(null, "its answer is not what helpers answer");
        }
    }
}
