using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Containerize.TestKit.Registry;

/// <summary>A certificate authority of one test's own, which no system knows.</summary>
public sealed class TestAuthority : IDisposable
{
    private static long serial;

    private readonly X509Certificate2 certificate;

    public TestAuthority(string name = "Test Root")
        : this(name, null)
    {
    }

    private TestAuthority(string name, TestAuthority? above) => certificate = Make(name, above, isAuthority: true, TimeSpan.FromDays(1), []);

    public string Pem => certificate.ExportCertificatePem() + "\n";

    public byte[] Der => certificate.RawData;

    public X509Certificate2 Certificate => certificate;

    /// <summary>An authority below this one.</summary>
    public TestAuthority Intermediate(string name = "Test Intermediate") => new(name, this);

    /// <param name="names">DNS names and addresses that it is for; none for a client.</param>
    public X509Certificate2 Issue(string name, params string[] names) => Issue(name, TimeSpan.FromHours(12), names);

    /// <param name="validity">From now on; less than nothing: past.</param>
    public X509Certificate2 Issue(string name, TimeSpan validity, params string[] names) => Make(name, this, isAuthority: false, validity, names);

    public void Dispose() => certificate.Dispose();

    private static X509Certificate2 Make(string name, TestAuthority? issuer, bool isAuthority, TimeSpan validity, string[] names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, hasPathLengthConstraint: false, 0, critical: true));
        if (isAuthority)
        {
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        }

        if (names.Length > 0)
        {
            var alternatives = new SubjectAlternativeNameBuilder();
            foreach (var alternative in names)
            {
                if (IPAddress.TryParse(alternative, out var address))
                {
                    alternatives.AddIpAddress(address);
                }
                else
                {
                    alternatives.AddDnsName(alternative);
                }
            }

            request.CertificateExtensions.Add(alternatives.Build());
        }

        var now = TimeProvider.System.GetUtcNow();
        if (issuer is null)
        {
            return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
        }

        using var issued = request.Create(issuer.certificate, now.AddHours(-3), now + validity, BitConverter.GetBytes(Interlocked.Increment(ref serial)));
        using var whole = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pfx), password: null, X509KeyStorageFlags.Exportable);
    }
}
