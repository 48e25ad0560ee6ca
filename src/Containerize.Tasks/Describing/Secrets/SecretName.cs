using System.Text.RegularExpressions;

namespace Containerize.Describing.Secrets;

/// <summary>Names of variables, labels and settings that say that the value is secret: <c>DB_PASSWORD</c>, <c>Smtp__ApiKey</c>.</summary>
internal static partial class SecretName
{
    /// <summary>Also at the end of a longer word: <c>dbpassword</c>, <c>clientsecret</c>.</summary>
    private static readonly string[] Endings = ["password", "passwd", "passphrase", "pwd", "secret", "token", "apikey", "accesskey", "privatekey"];

    /// <summary>Before the word <c>key</c>.</summary>
    private static readonly string[] Keys = ["api", "access", "account", "private", "secret", "signing", "encryption"];

    /// <summary>What such a name begins with where the value only says how secrets are dealt with.</summary>
    private static readonly string[] Rules = ["allow", "disable", "enable", "has", "is", "max", "min", "require", "requires", "use", "validate"];

    /// <summary>What such a name ends with where the value is of the secret, and not the secret.</summary>
    private static readonly string[] Properties =
    [
        "address", "algorithm", "audience", "count", "enabled", "endpoint", "expiration", "expires", "expiry", "file", "header", "id", "issuer", "length",
        "lifetime", "minutes", "mode", "name", "path", "policy", "prefix", "provider", "required", "scheme", "seconds", "size", "store", "timeout", "ttl",
        "type", "uri", "url", "vault", "version",
    ];

    public static bool Is(string name)
    {
        // The shell's own names for folders.
        if (name is "PWD" or "OLDPWD")
        {
            return false;
        }

        string[] words = [.. Word().Matches(name).Select(word => word.Value.ToLowerInvariant())];
        return words.Length > 0
            && !Rules.Contains(words[0], StringComparer.Ordinal)
            && !Properties.Contains(words[^1], StringComparer.Ordinal)
            && !words.Contains("public", StringComparer.Ordinal)
            && (words.Any(IsSecret) || words.Skip(1).Zip(words).Any(pair => pair.First == "key" && Keys.Contains(pair.Second, StringComparer.Ordinal)));
    }

    private static bool IsSecret(string word) => Endings.Any(ending => word.EndsWith(ending, StringComparison.Ordinal));

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
