using System.Text.RegularExpressions;

namespace Containerize.Describing.Secrets;

/// <summary>What stands where a secret belongs and is none: templates and documentation have them, and so have files whose values are put in later.</summary>
internal static partial class Placeholder
{
    /// <summary>The emulators' of Azure Storage and Cosmos DB, which Microsoft documents: the same on every machine.</summary>
    private static readonly string[] KnownToAll =
    [
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
        "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==",
    ];

    /// <param name="value">As it is written, without quotes around it.</param>
    public static bool Is(string value)
    {
        var plain = value.Trim().Trim('"', '\'');
        return plain.Length == 0 || KnownToAll.Contains(plain, StringComparer.Ordinal) || Form().IsMatch(plain) || Words().IsMatch(plain);
    }

    /// <summary>
    /// Whether a value is something else than the secret that its name promises: a switch, a sentence, the path of a file that holds it, an address.
    /// An address with a password is found by what it looks like.
    /// </summary>
    public static bool IsNoSecret(string value) => Is(value) || OtherThing().IsMatch(value.Trim());

    /// <summary>
    /// Wholly a variable or a mark: <c>${NAME}</c>, <c>$(NAME)</c>, <c>$NAME</c>, <c>%NAME%</c>, <c>#{NAME}#</c>, <c>__NAME__</c>, <c>***</c>, also in JSON's
    /// escapes.
    /// </summary>
    [GeneratedRegex(
        @"^([*x.•_-]+|<.*>|\\u003c.*|\{.*\}|\[.*\]|\$\{.*\}|\$\(.*\)|\$[a-z_]\w*"
            + @"|%\w+%|#\{.*\}#?|__\w+__|@Microsoft\.KeyVault\(.*|none|null|undefined|todo|tbd|guest)\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Form();

    [GeneratedRegex(
        @"^your|your[-_ ]|placeholder|example|change[-_ ]?(me|this)|replace[-_ ]|replaceme|redacted|dummy|xxxx|from-app-registration",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Words();

    [GeneratedRegex(
        @"^(true|false|yes|no|on|off|0|1|\S+(\s+\S+){2,}|(file:/)?/[\w.-]+(/[\w.-]+)+|[a-z][a-z0-9+.-]*://\S*)\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex OtherThing();
}
