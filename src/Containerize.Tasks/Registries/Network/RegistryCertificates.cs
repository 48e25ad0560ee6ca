using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Containerize.Diagnostics;

namespace Containerize.Registries.Network;

/// <summary>
/// What the folders of one registry hold, by the rules of docker: <c>*.crt</c> are authorities that are trusted for it, <c>*.cert</c> and the
/// <c>*.key</c> of the same name are who we are to it.
/// </summary>
internal sealed class RegistryCertificates
{
    private RegistryCertificates(X509Certificate2Collection authorities, IReadOnlyList<ClientCertificate> clients)
    {
        Authorities = authorities;
        Clients = clients;
    }

    public X509Certificate2Collection Authorities { get; }

    /// <summary>In the order of the folders and of the names in them.</summary>
    public IReadOnlyList<ClientCertificate> Clients { get; }

    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.CertificatesUnreadable"/>, naming the file.</exception>
    public static RegistryCertificates Read(IEnumerable<string> folders)
    {
        X509Certificate2Collection authorities = [];
        List<ClientCertificate> clients = [];
        foreach (var file in folders.SelectMany(FilesOf))
        {
            switch (Path.GetExtension(file))
            {
                case ".crt":
                    authorities.AddRange(Parse(file, () => ParseAuthorities(ReadBytes(file))));
                    break;
                case ".cert":
                    var key = Path.ChangeExtension(file, ".key");
                    var keyText = File.Exists(key)
                        ? ReadText(key)
                        : throw Unreadable(file, $"there is no {key} for it; certificates of authorities are called *.crt");
                    var text = ReadText(file);
                    clients.Add(Parse(file, () => ClientCertificate.Parse(text, keyText)));
                    break;
                case ".key" when !File.Exists(Path.ChangeExtension(file, ".cert")):
                    throw Unreadable(file, $"there is no {Path.ChangeExtension(file, ".cert")} that it is the key of");
            }
        }

        return new RegistryCertificates(authorities, clients);
    }

    private static IEnumerable<string> FilesOf(string folder)
    {
        try
        {
            return Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(folder, e.Message, e);
        }
    }

    /// <summary>One or more in PEM, or one in DER.</summary>
    private static X509Certificate2Collection ParseAuthorities(byte[] bytes)
    {
        X509Certificate2Collection found = [];
        found.ImportFromPem(Encoding.UTF8.GetString(bytes));
        return found.Count > 0 ? found : [X509CertificateLoader.LoadCertificate(bytes)];
    }

    private static T Parse<T>(string file, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw Unreadable(file, e.Message, e);
        }
    }

    private static string ReadText(string file) => Encoding.UTF8.GetString(ReadBytes(file));

    private static byte[] ReadBytes(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(file, e.Message, e);
        }
    }

    private static ContainerizeException Unreadable(string path, string why, Exception? cause = null)
        => new(
            ErrorCodes.CertificatesUnreadable,
            $"Reading the registry's certificates: {path} cannot be used: {Excerpt.Of(why).TrimEnd('.')}. Correct or remove it.",
            cause);
}
