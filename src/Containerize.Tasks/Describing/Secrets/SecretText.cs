using System.Text.RegularExpressions;

namespace Containerize.Describing.Secrets;

/// <summary>Finds what looks like a secret wherever it stands: private keys, passwords in connection strings and addresses, tokens of known form.</summary>
internal static partial class SecretText
{
    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    /// <summary>Characters of a key that are looked at: more than the lines of headers before it (RFC 1421 4.6).</summary>
    private const int KeyBeginning = 400;

    /// <param name="isMuch">Whether this is one of many texts: then most lines are passed over by <see cref="SecretMarks"/>.</param>
    /// <returns>At most one of a kind in a line.</returns>
    public static IReadOnlyList<Secret> Find(ReadOnlySpan<char> text, bool isMuch = false)
    {
        var found = new List<Secret>();
        FindKeys(text, found);
        FindInLines(text, isMuch, found);
        return found;
    }

    /// <summary>The group <c>value</c> is something that could be a secret.</summary>
    public static bool IsReal(Match match) => !Placeholder.Is(match.Groups["value"].Value);

    /// <summary>An encrypted one too, as a .pfx: it is as secret as its password, which is not far.</summary>
    private static void FindKeys(ReadOnlySpan<char> text, List<Secret> found)
    {
        var (line, counted) = (1, 0);
        foreach (var header in KeyHeader().EnumerateMatches(text))
        {
            line += text[counted..header.Index].Count('\n');
            counted = header.Index;
            var body = text[(header.Index + header.Length)..];
            body = body[..Math.Min(body.Length, KeyBeginning)];
            var end = body.IndexOf("-----", StringComparison.Ordinal);
            if (KeyBody().IsMatch(end < 0 ? body : body[..end]))
            {
                found.Add(new Secret(SecretKind.PrivateKey, line));
            }
        }
    }

    private static void FindInLines(ReadOnlySpan<char> text, bool isMuch, List<Secret> found)
    {
        for (var number = 1; !text.IsEmpty; number++)
        {
            var mark = isMuch ? SecretMarks.Find(text) : 0;
            if (mark < 0)
            {
                break;
            }

            number += text[..mark].Count('\n');
            var line = text[(text[..mark].LastIndexOf('\n') + 1)..];
            var end = line.IndexOf('\n');
            text = end < 0 ? [] : line[(end + 1)..];
            FindInLine(end < 0 ? line : line[..end], number, found);
        }
    }

    private static void FindInLine(ReadOnlySpan<char> line, int number, List<Secret> found)
    {
        // The word alone stands in many texts; a connection string says as well where to, or as whom.
        if (line.Contains('=') && HasReal(ConnectionPassword(), line) && ConnectionPart().IsMatch(line))
        {
            found.Add(new Secret(SecretKind.ConnectionPassword, number));
        }

        if (line.Contains('@') && HasReal(Address(), line))
        {
            found.Add(new Secret(SecretKind.AddressPassword, number));
        }

        if (HasReal(Token(), line) || HasReal(CloudKey(), line))
        {
            found.Add(new Secret(SecretKind.Token, number));
        }
    }

    /// <summary>What was matched is only then a string of its own: most lines have nothing.</summary>
    private static bool HasReal(Regex pattern, ReadOnlySpan<char> line) => pattern.IsMatch(line) && pattern.Matches(line.ToString()).Any(IsReal);

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
