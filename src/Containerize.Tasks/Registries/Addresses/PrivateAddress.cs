using System.Net;
using System.Net.Sockets;

namespace Containerize.Registries.Addresses;

/// <summary>
/// Tells addresses that only mean something inside a machine or a network, cloud metadata services among them. By the name alone: a resolver's
/// answer may change before the connection is made.
/// </summary>
internal static class PrivateAddress
{
    /// <summary>Inside some network or machine.</summary>
    public static bool Is(Uri address)
    {
        if (IsOnlyHere(address) || Host(address).EndsWith(".internal", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        return Ip(address) switch
        {
            { AddressFamily: AddressFamily.InterNetworkV6 } ip => ip.IsIPv6UniqueLocal || ip.IsIPv6SiteLocal,
            { } ip => ip.GetAddressBytes() is [10, ..] or [192, 168, ..] or [172, >= 16 and <= 31, ..] or [100, >= 64 and <= 127, ..],
            null => false,
        };
    }

    /// <summary>This machine, or its own link, where metadata services hand out a machine's identity: never where another host sends anyone.</summary>
    public static bool IsOnlyHere(Uri address)
    {
        var host = Host(address);
        if (HostAndPort.IsLoopbackName(host) || host.Equals("metadata.google.internal", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        return Ip(address) switch
        {
            { AddressFamily: AddressFamily.InterNetworkV6 } ip => IPAddress.IsLoopback(ip) || ip.IsIPv6LinkLocal || ip.Equals(IPAddress.IPv6Any),
            { } ip => ip.GetAddressBytes() is [127, ..] or [0, ..] or [169, 254, ..],
            null => false,
        };
    }

    /// <summary>Without the final dot that makes a name absolute and reads as another name.</summary>
    private static string Host(Uri address) => address.Host.TrimEnd('.');

    private static IPAddress? Ip(Uri address) => IpLiteral.TryParseAnyForm(Host(address));
}
