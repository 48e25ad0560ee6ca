using System.Globalization;

namespace Containerize.Registries.Addresses;

/// <summary>The parts of <c>host</c>, <c>host:port</c>, <c>[::1]:port</c>; the host without brackets.</summary>
internal sealed record HostAndPort(string Host, int? Port)
{
    /// <summary>Null where the text is none of these. More than one colon without brackets is an IPv6 address alone.</summary>
    public static HostAndPort? TryParse(string text)
    {
        var host = text;
        var port = string.Empty;
        if (text.StartsWith('['))
        {
            var end = text.IndexOf(']', StringComparison.Ordinal);
            if (end < 0 || (end + 1 < text.Length && text[end + 1] != ':'))
            {
                return null;
            }

            host = text[1..end];
            port = text[(end + 1)..];
        }
        else if (text.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 && colon == text.LastIndexOf(':'))
        {
            host = text[..colon];
            port = text[colon..];
        }

        if (host.Length == 0)
        {
            return null;
        }

        if (port.Length == 0)
        {
            return new HostAndPort(host, null);
        }

        return ushort.TryParse(port.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new HostAndPort(host, number) : null;
    }

    /// <summary>Whether traffic to a host stays on this machine.</summary>
    public static bool IsLoopback(string host)
        => IsLoopbackName(host) || (IpLiteral.TryParse(host) is { } address && System.Net.IPAddress.IsLoopback(address));

    /// <summary>Names that no resolver is to look up elsewhere (RFC 6761, 6.3).</summary>
    public static bool IsLoopbackName(string host)
        => host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
}
