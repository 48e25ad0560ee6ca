using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Containerize.Registries.Network;

/// <summary>Judges the certificate of a server: its name always, and whether the system knows its authority or the registry's own folder does.</summary>
/// <param name="host">The host that the authorities count for; a connection to its registry may begin at a proxy with TLS of its own.</param>
/// <param name="authorities">Trusted besides the system's.</param>
internal sealed class CertificateCheck(RegistryOptions options, string? host, X509Certificate2Collection authorities)
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");


    public bool Accepts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        var target = (sender as SslStream)?.TargetHostName ?? string.Empty;
        return (errors == SslPolicyErrors.RemoteCertificateChainErrors
                && authorities.Count > 0
                && string.Equals(target, host, StringComparison.OrdinalIgnoreCase)
                && certificate is X509Certificate2 shown
                && IsFromAuthority(shown, chain))
            || options.IsInsecureHost(target);
    }

    private bool IsFromAuthority(X509Certificate2 shown, X509Chain? asBuilt)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(ServerAuthentication);
        if (asBuilt is not null)
        {
            // The intermediates that the server sent.
            chain.ChainPolicy.ExtraStore.AddRange(asBuilt.ChainPolicy.ExtraStore);
        }

        return chain.Build(shown) || EndsAtAuthority(chain);
    }

    /// <summary>
    /// What lies in the folder is trusted as it is, as in Go's programs: an authority that is signed by another in turn need not be followed.
    /// </summary>
    private bool EndsAtAuthority(X509Chain chain)
    {
        // Certificates are Equal by issuer and number, which anybody can write into one.
        var last = chain.ChainElements[^1].Certificate.RawDataMemory;
        return chain.ChainStatus.All(status => status.Status == X509ChainStatusFlags.PartialChain)
            && authorities.Any(authority => authority.RawDataMemory.Span.SequenceEqual(last.Span));
    }
}
