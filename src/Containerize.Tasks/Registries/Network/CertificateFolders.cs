using Containerize.Oci;
using Containerize.Registries.Addresses;

namespace Containerize.Registries.Network;

/// <summary>
/// The folders below <c>certs.d</c>, each named for the registry whose certificates it holds: <c>registry.example.com:5000</c>. A name without
/// a port is HTTPS's own port, as in a reference.
/// </summary>
internal sealed class CertificateFolders
{
    private const int UsualPort = 443;

    private readonly Lazy<string[]> folders;

    /// <param name="roots">Folders called certs.d, which need not exist. Looked into when a connection is about to be made, and once.</param>
    public CertificateFolders(IEnumerable<string> roots)
    {
        // What this user may not see is not meant for this user.
        var visible = new EnumerationOptions { IgnoreInaccessible = true };
        folders = new Lazy<string[]>(() =>
            [.. roots.Where(Directory.Exists).SelectMany(root => Directory.EnumerateDirectories(root, "*", visible).Order(StringComparer.Ordinal))]);
    }

    public static CertificateFolders None { get; } = new([]);

    /// <summary>Those for the host and port of an address, in the order of the roots.</summary>
    public IReadOnlyList<string> Of(Uri address) => [.. folders.Value.Where(folder => IsFor(Path.GetFileName(folder), address))];

    private static bool IsFor(string name, Uri address)
    {
        // A file name on Windows has no colons; docker leaves them out.
        if (OperatingSystem.IsWindows()
            && name.Equals(address.Authority.Replace(":", string.Empty, StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var authority = name == DockerHub.Name ? DockerHub.ApiHost : name;
        return HostAndPort.TryParse(authority) is { } parts
            && (parts.Port ?? UsualPort) == address.Port
            && (IpLiteral.TryParse(parts.Host) is { } literal
                ? literal.Equals(IpLiteral.TryParse(address.IdnHost))
                : parts.Host.Equals(address.IdnHost, StringComparison.OrdinalIgnoreCase));
    }
}
