using System.Net;
using Containerize.Diagnostics;
using Containerize.Host;

namespace Containerize.Registries.Network;

/// <summary>A proxy as a variable names it. What is wrong with it is said when it is needed, and never with the value, which may hold a password.</summary>
internal sealed class ProxyAddress
{
    private static readonly string[] Schemes = ["http", "https", "socks5", "socks4", "socks4a"];

    private readonly string variable;
    private readonly Uri? address;

    private ProxyAddress(string variable, string text)
    {
        this.variable = variable;
        var complete = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        // Curl's name for what .NET's socks5 does anyhow: the proxy resolves names.
        complete = complete.StartsWith("socks5h://", StringComparison.OrdinalIgnoreCase) ? "socks5" + complete["socks5h".Length..] : complete;
        if (!Uri.TryCreate(complete, UriKind.Absolute, out var whole) || !Schemes.Contains(whole.Scheme, StringComparer.Ordinal) || whole.Host.Length == 0)
        {
            return;
        }

        address = new UriBuilder(whole.Scheme, whole.Host, whole.Port).Uri;
        if (whole.UserInfo.Length > 0)
        {
            var parts = whole.UserInfo.Split(':', 2);
            Login = new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : string.Empty);
        }
    }

    /// <summary>User and password of the variable's value, if it has them.</summary>
    public NetworkCredential? Login { get; }

    /// <summary>Without user and password.</summary>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.ProxyUnusable"/>: the variable's value is no address.</exception>
    public Uri Address => address ?? throw new ContainerizeException(
        ErrorCodes.ProxyUnusable,
        $"Reading {variable}: its value is not the address of a proxy. Use http://host:port, or http://user:password@host:port with %40 for @ and the "
            + "like in user and password.");

    /// <summary>From the first variable that is set. The spelling in lower case goes before the other, as in curl and Go.</summary>
    public static ProxyAddress? Of(HostEnvironment host, params IEnumerable<string> names)
        => names.SelectMany(name => (string[])[name.ToLowerInvariant(), name]).FirstOrDefault(name => host[name] is not null) is { } variable
            ? new ProxyAddress(variable, host[variable]!.Trim())
            : null;

    public bool Is(Uri other) => address == other;
}
