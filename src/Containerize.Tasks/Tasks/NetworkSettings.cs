using System.Net;
using Containerize.Diagnostics;
using Containerize.Host;
using Containerize.Oci;
using Containerize.Registries;
using Containerize.Registries.Addresses;
using Containerize.Registries.Network;
using Containerize.Registries.Uploads;

namespace Containerize.Tasks;

/// <summary>How registries are reached from this machine: what properties, variables and the engines' own files say of them.</summary>
internal static class NetworkSettings
{
    /// <summary>The variable that the .NET SDK's own container publish reads.</summary>
    private const string InsecureVariable = "DOTNET_CONTAINER_INSECURE_REGISTRIES";

    /// <param name="properties">With InsecureRegistry and RegistryMirror.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidOption"/>.</exception>
    public static RegistryOptions Read(ImageProperties properties, HostEnvironment host, IPublishLog log)
    {
        var (named, mirrors) = ReadNames(properties, host);
        var daemon = DaemonSettings.Read(EngineFolders.DaemonFiles(host), log);
        var insecure = named.Concat(daemon.InsecureRegistries).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new RegistryOptions
        {
            Insecure = insecure,
            InsecureRanges = [.. insecure.Select(AddressRange.TryParse).OfType<AddressRange>()],
            Mirrors = RegistryMirrors.Parse(mirrors, daemon.RegistryMirrors),
            Certificates = new CertificateFolders(EngineFolders.Certificates(host)),
            Uploads = UploadHabits.Read(host),
            Proxy = RegistryProxy.From(host, FindSystemProxy),
        };
    }

    /// <summary>What properties and the variable say, for who only wants to know whether it can be read.</summary>
    /// <returns>Registries that need not be secure, and the text of the mirrors.</returns>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static (IReadOnlyList<string> Insecure, string Mirrors) ReadNames(ImageProperties properties, HostEnvironment host)
    {
        var faults = new Faults();
        var written = faults.Read(() => ListText.Read(properties["InsecureRegistry"], "ContainerizeInsecureRegistry"), []);
        var insecure = faults.ReadEach(written, ReadInsecureRegistry)
            .Concat(faults.Read(() => ListText.Read(host[InsecureVariable], InsecureVariable), []));
        var mirrors = faults.Read(() => ListText.Read(properties["RegistryMirror"], "ContainerizeRegistryMirror"), []);
        faults.ReadEach(mirrors, mirror => RegistryMirrors.Parse(mirror, []));
        faults.Throw();
        return ([.. insecure], string.Join(';', mirrors));
    }

    private static string ReadInsecureRegistry(string text)
        => AddressRange.TryParse(text) is not null || IpLiteral.TryParse(text) is not null || ImageReference.IsRegistry(text)
            ? text
            : throw new ContainerizeException(
                ErrorCodes.InvalidRegistry,
                $"Reading ContainerizeInsecureRegistry: '{Excerpt.Of(text)}' is neither a registry nor a block of addresses. "
                    + "Use a host name with an optional port and no scheme, such as registry.local:5000, or 10.0.0.0/8.");

    /// <summary>Elsewhere .NET knows nothing but the variables.</summary>
    private static IWebProxy? FindSystemProxy() => OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? HttpClient.DefaultProxy : null;
}
