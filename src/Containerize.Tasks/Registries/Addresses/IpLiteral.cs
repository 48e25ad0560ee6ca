using System.Net;

namespace Containerize.Registries.Addresses;

/// <summary>Addresses written as such in place of a host's name.</summary>
internal static class IpLiteral
{
    /// <summary>Null for a name. An IPv6 address may stand in brackets; an IPv4 one has four parts: what C once took for an address is none here.</summary>
    public static IPAddress? TryParse(ReadOnlySpan<char> host)
    {
        var text = host is ['[', .. var inner, ']'] ? inner : host;
        return (text.Contains(':') || text.Count('.') == 3) && IPAddress.TryParse(text, out var address)
            ? address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address
            : null;
    }
}
