using System.Net;

namespace Containerize.Registries.Addresses;

/// <summary>Addresses written as such in place of a host's name.</summary>
internal static class IpLiteral
{
    /// <summary>Null for a name. An IPv6 address may stand in brackets; an IPv4 one has four parts: what C once took for an address is none here.</summary>
    public static IPAddress? TryParse(ReadOnlySpan<char> host)
    {
        var text = WithoutBrackets(host);
        return text.Contains(':') || text.Count('.') == 3 ? TryParseAnyForm(text) : null;
    }

    /// <summary>Null for a name. Also what C once took for an IPv4 address, since whoever connects may take it so still: 127.1 is this machine.</summary>
    public static IPAddress? TryParseAnyForm(ReadOnlySpan<char> host)
        => !IPAddress.TryParse(WithoutBrackets(host), out var address) ? null : address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static ReadOnlySpan<char> WithoutBrackets(ReadOnlySpan<char> host) => host is ['[', .. var inner, ']'] ? inner : host;
}
