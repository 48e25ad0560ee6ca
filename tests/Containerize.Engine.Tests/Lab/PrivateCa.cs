using System.Security.Cryptography.X509Certificates;
using Containerize.TestKit.Registry;

namespace Containerize.Tests.Engine.Lab;

/// <summary>A certificate authority that no system knows, with one certificate for <c>localhost</c>, in files as servers want them.</summary>
internal sealed class PrivateCa : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("containerize-ca").FullName;

    public PrivateCa()
    {
        using var authority = new TestAuthority("Containerize test CA");
        File.WriteAllText(Certificate, authority.Pem);
        using var server = authority.Issue("localhost", "localhost");
        using var key = server.GetECDsaPrivateKey()!;
        File.WriteAllText(ServerCertificate, server.ExportCertificatePem());
        File.WriteAllText(ServerKey, key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>The authority's own certificate, PEM.</summary>
    public string Certificate => Path.Join(folder, "ca.crt");

    public string ServerCertificate => Path.Join(folder, "server.crt");

    public string ServerKey => Path.Join(folder, "server.key");

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
