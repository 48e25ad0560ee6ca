using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Containerize.Tests.Engine.Lab;

/// <summary>A certificate authority that no system knows, with one certificate for <c>localhost</c>, in files as servers want them.</summary>
internal sealed class PrivateCa : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("containerize-ca").FullName;

    public PrivateCa()
    {
        using var caKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var caRequest = new CertificateRequest("CN=Containerize test CA", caKey, HashAlgorithmName.SHA256);
        caRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using var ca = caRequest.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        File.WriteAllText(Certificate, ca.ExportCertificatePem());

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var server = request.Create(ca, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(ServerCertificate, server.ExportCertificatePem());
        File.WriteAllText(ServerKey, key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>The authority's own certificate, PEM.</summary>
    public string Certificate => Path.Join(folder, "ca.crt");

    public string ServerCertificate => Path.Join(folder, "server.crt");

    public string ServerKey => Path.Join(folder, "server.key");

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
