using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Containerize.Registries.Network;

/// <summary>A certificate that we show a registry, with its key and what leads from it to its authority.</summary>
internal sealed record ClientCertificate(X509Certificate2 Certificate, X509Certificate2Collection Intermediates)
{
    /// <param name="text">In PEM: the certificate, then intermediates if there are some.</param>
    /// <param name="key">In PEM, not encrypted.</param>
    /// <exception cref="CryptographicException">One of them is malformed.</exception>
    /// <exception cref="ArgumentException">The key is of another certificate.</exception>
    public static ClientCertificate Parse(string text, string key)
    {
        var certificate = X509Certificate2.CreateFromPem(text, key);
        if (OperatingSystem.IsWindows())
        {
            // Windows' TLS wants a key that it has loaded itself.
            using var ephemeral = certificate;
            certificate = X509CertificateLoader.LoadPkcs12(ephemeral.Export(X509ContentType.Pfx), password: null);
        }

        X509Certificate2Collection chain = [];
        chain.ImportFromPem(text);
        chain.RemoveAt(0);
        return new ClientCertificate(certificate, chain);
    }

    /// <summary>To be shown as it is, with nothing fetched from anywhere.</summary>
    public SslStreamCertificateContext ToContext() => SslStreamCertificateContext.Create(Certificate, Intermediates, offline: true);

    /// <param name="issuers">Names of the authorities that are accepted; none: any.</param>
    public bool IsFrom(string[] issuers)
        => issuers.Length == 0 || Intermediates.Prepend(Certificate).Any(certificate => issuers.Contains(certificate.Issuer, StringComparer.Ordinal));
}
