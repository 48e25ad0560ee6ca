using System.Net.Http.Headers;

namespace Containerize.Registries.Authentication;

/// <summary>How a registry wants to be told who asks (RFC 9110, section 11; distribution's token specification for Bearer).</summary>
internal sealed record AuthChallenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    public bool IsBasic => Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase);

    public bool IsBearer => Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase);

    public string? this[string name] => Parameters.TryGetValue(name, out var value) ? value : null;

    /// <summary>The same for a request that is not the one it was made for.</summary>
    public AuthChallenge WithoutScope() => this with
    {
        Parameters = Parameters.Where(parameter => !parameter.Key.Equals("scope", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(StringComparer.OrdinalIgnoreCase),
    };

    /// <summary>All challenges of an answer; a header may carry several, and there may be several headers.</summary>
    public static IReadOnlyList<AuthChallenge> Of(HttpResponseHeaders headers)
        => [.. headers.WwwAuthenticate.Select(header => new AuthChallenge(header.Scheme, ParseParameters(header.Parameter ?? string.Empty)))];

    /// <summary>Names and values, quoted or not, separated by commas. What does not fit the grammar ends the reading.</summary>
    internal static IReadOnlyDictionary<string, string> ParseParameters(string text)
    {
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var rest = text.AsSpan().TrimStart();
        while (rest.Length > 0)
        {
            var equals = rest.IndexOf('=');
            if (equals <= 0)
            {
                break;
            }

            var name = rest[..equals].Trim().ToString();
            rest = rest[(equals + 1)..].TrimStart();
            parameters[name] = rest.StartsWith('"') ? TakeQuoted(ref rest) : TakeToken(ref rest);
            rest = rest.TrimStart(" ,\t");
        }

        return parameters;
    }

    private static string TakeToken(ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOf(',');
        var token = end < 0 ? rest : rest[..end];
        rest = rest[token.Length..];
        return token.TrimEnd().ToString();
    }

    private static string TakeQuoted(ref ReadOnlySpan<char> rest)
    {
        var value = new System.Text.StringBuilder();
        var i = 1;
        for (; i < rest.Length && rest[i] != '"'; i++)
        {
            if (rest[i] == '\\' && i + 1 < rest.Length)
            {
                i++;
            }

            value.Append(rest[i]);
        }

        rest = rest[Math.Min(i + 1, rest.Length)..];
        return value.ToString();
    }
}
