using System.Net;
using System.Net.Sockets;

namespace Containerize.Registries;

/// <summary>Tells addresses that only mean something inside a machine or a network, cloud metadata services among them.</summary>
internal static class PrivateAddress
{
    /// <summary>By the name alone; names are not resolved, since a resolver's answer may change before the connection is made.</summary>
    public static bool Is(Uri address)
    {
        if (address.IsLoopback || address.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) || address.Host.EndsWith(".internal", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (!IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip))
        {
            return false;
        }

        if (ip.IsIPv4MappedToIPv6)
        {
            ip = ip.MapToIPv4();
        }

        return ip.AddressFamily == AddressFamily.InterNetworkV6
            ? ip.IsIPv6LinkLocal || ip.IsIPv6UniqueLocal || ip.IsIPv6SiteLocal
            : ip.GetAddressBytes() is [10, ..] or [127, ..] or [0, ..] or [169, 254, ..] or [192, 168, ..] or [172, >= 16 and <= 31, ..] or [100, >= 64 and <= 127, ..];
    }
}
