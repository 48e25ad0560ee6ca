using System.Text.RegularExpressions;

namespace Containerize.Describing.Secrets;

/// <summary>Finds what looks like a secret wherever it stands: private keys, passwords in connection strings and addresses, tokens of known form.</summary>
internal static partial class SecretText
{
    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    /// <summary>Characters of a key that are looked at: more than the lines of headers before it (RFC 1421 4.6).</summary>
    private const int KeyBeginning = 400;

    /// <returns>At most one of a kind in a line.</returns>
    public static IEnumerable<Secret> Find(string text)
    {
        foreach (var line in FindKeys(text))
        {
            yield return new Secret(SecretKind.PrivateKey, line);
        }

        foreach (var (line, number) in Lines(text))
        {
            if (HasConnectionPassword(line))
            {
                yield return new Secret(SecretKind.ConnectionPassword, number);
            }

            if (HasAddressPassword(line))
            {
                yield return new Secret(SecretKind.AddressPassword, number);
            }

            if (Token().Matches(line).Any(IsReal) || HasCloudKey(line))
            {
                yield return new Secret(SecretKind.Token, number);
            }
        }
    }

    /// <summary>Lines with their numbers, from 1.</summary>
    public static IEnumerable<TextLine> Lines(string text)
    {
        var number = 1;
        for (var start = 0; start < text.Length; number++)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end;
            yield return new TextLine(text[start..end], number);
            start = end + 1;
        }
    }

    /// <summary>The group <c>value</c> is something that could be a secret.</summary>
    public static bool IsReal(Match match) => !Placeholder.Is(match.Groups["value"].Value);

    /// <summary>An encrypted one too, as a .pfx: it is as secret as its password, which is not far.</summary>
    private static IEnumerable<int> FindKeys(string text)
    {
        var (line, counted) = (1, 0);
        foreach (Match header in KeyHeader().Matches(text))
        {
            line += text.AsSpan(counted, header.Index - counted).Count('\n');
            counted = header.Index;
            var body = text.AsSpan(header.Index + header.Length);
            body = body[..Math.Min(body.Length, KeyBeginning)];
            var end = body.IndexOf("-----", StringComparison.Ordinal);
            if (KeyBody().IsMatch(end < 0 ? body : body[..end]))
            {
                yield return line;
            }
        }
    }

    /// <summary>The word alone stands in many texts; a connection string says as well where to, or as whom.</summary>
    private static bool HasConnectionPassword(string line)
        => line.Contains('=', StringComparison.Ordinal) && ConnectionPassword().Matches(line).Any(IsReal) && ConnectionPart().IsMatch(line);

    /// <summary>Most lines have no address, which two marks tell sooner than the pattern.</summary>
    private static bool HasAddressPassword(string line)
        => line.Contains("://", StringComparison.Ordinal) && line.Contains('@', StringComparison.Ordinal) && Address().Matches(line).Any(IsReal);

    private static bool HasCloudKey(string line) => line.Contains("secret", StringComparison.OrdinalIgnoreCase) && CloudKey().Matches(line).Any(IsReal);

    [GeneratedRegex("-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY( BLOCK)?-----", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex KeyHeader();

    /// <summary>At the beginning of a line, be it a line or written as <c>\n</c>.</summary>
    [GeneratedRegex(@"(^|\\[nr]|\s)[A-Za-z0-9+/]{16}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex KeyBody();

    [GeneratedRegex(
        @"(?<=^|[;,""'>\s=])(password|pwd|accountkey|sharedaccesskey)\s*=\s*"
            + @"('(?<value>[^'""]+)'(?=\s*([;""\\]|$))|\\""(?<value>[^""\\;]+)\\""|(?<value>(&(amp|lt|gt|quot|apos);|[^;,""'<&])*))",
        Options)]
    private static partial Regex ConnectionPassword();

    /// <summary>Also Redis's, whose parts have commas between them and whose first is the host.</summary>
    [GeneratedRegex(
        @"(?<=^|[;""'>\s=])(server|data source|datasource|host|hostname|addr|address|network address|endpoint|accountname|defaultendpointsprotocol"
            + @"|user id|userid|uid|user|username|user name|database|initial catalog)\s*=[^;=]*(;|(?<=;.*)$|(?<=;[^""]*)"")|[\w.-]+:\d+,",
        Options)]
    private static partial Regex ConnectionPart();

    /// <summary>RFC 3986 3.2.1. What an image's digest stands behind is its tag.</summary>
    [GeneratedRegex(@"[a-z][a-z0-9+.-]{1,20}://[^\s/?#@:""'<>]*:(?<value>[^\s/?#@""'<>]+)@(?!sha\d+:)[\w\[{$%]", Options)]
    private static partial Regex Address();

    /// <summary>Tokens that have a form so that scanners find them: GitHub, GitLab, Slack, npm, NuGet, Stripe.</summary>
    [GeneratedRegex(
        @"(?<![A-Za-z0-9_-])(?<value>gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{36,}|glpat-[A-Za-z0-9_-]{20,}|xox[abeoprs]-[A-Za-z0-9-]{20,}"
            + "|npm_[A-Za-z0-9]{36}|oy2[a-z0-9]{43}|[sr]k_live_[A-Za-z0-9]{24,})(?![A-Za-z0-9])",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Token();

    /// <summary>AWS's: the identifier (AKIA…) is no secret by itself, the key beside it has no form but its length.</summary>
    [GeneratedRegex(
        @"secret[_-]?(access[_-]?)?key[""']?\s*([=:]|value\s*=)\s*\\?[""']?(?<value>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])", Options)]
    private static partial Regex CloudKey();
}
