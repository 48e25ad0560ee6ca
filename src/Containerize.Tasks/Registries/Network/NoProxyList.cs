using System.Net;
using Containerize.Registries.Addresses;

namespace Containerize.Registries.Network;

/// <summary>
/// Hosts that are reached without a proxy, in the words of NO_PROXY as Go's programs read them (golang.org/x/net/http/httpproxy), docker and
/// podman among them. .NET knows neither ports nor blocks of addresses in it.
/// </summary>
internal sealed class NoProxyList
{
    private readonly List<Entry> entries = [];
    private readonly bool everything;

    /// <param name="text">
    /// Entries with commas or spaces between them: <c>*</c>; a domain, which its subdomains belong to; <c>.domain</c> for these alone; an address; a
    /// block of them. All but the first and last may have a port.
    /// </param>
    public NoProxyList(string? text)
    {
        foreach (var part in (text ?? string.Empty).Split([',', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "*")
            {
                everything = true;
            }
            else if (Parse(part) is { } entry)
            {
                entries.Add(entry);
            }
        }
    }

    /// <param name="host">A name or an address, with or without brackets.</param>
    public bool Covers(string host, int port)
    {
        if (everything)
        {
            return true;
        }

        var address = IpLiteral.TryParse(host);
        return entries.Exists(entry => (entry.Port is null || entry.Port == port) && entry.Matches(host, address));
    }

    private static Entry? Parse(string text)
    {
        if (AddressRange.TryParse(text) is { } range)
        {
            return new Entry(null, (_, address) => address is not null && range.Contains(address));
        }

        if (HostAndPort.TryParse(text) is not { } parts)
        {
            return null;
        }

        if (IpLiteral.TryParse(parts.Host) is { } literal)
        {
            return new Entry(parts.Port, (_, address) => literal.Equals(address));
        }

        var name = parts.Host.TrimStart('*').TrimEnd('.');
        var ending = name.StartsWith('.') ? name : "." + name;
        return ending.Length > 1 ? new Entry(parts.Port, (host, _) => IsWithin(host.AsSpan().TrimEnd('.'), name, ending)) : null;
    }

    private static bool IsWithin(ReadOnlySpan<char> host, string name, string ending)
        => host.Equals(name, StringComparison.OrdinalIgnoreCase) || host.EndsWith(ending, StringComparison.OrdinalIgnoreCase);

    private sealed record Entry(int? Port, Func<string, IPAddress?, bool> Matches);
}
