using Containerize.Layering;

namespace Containerize.Describing.Secrets;

/// <summary>
/// What a file's name says: that it is a secret whatever is in it, or that it is text that may hold one. Assemblies, scripts and pages are never read.
/// </summary>
internal static class SecretFile
{
    /// <summary>Bytes. Text that people write is smaller; what is larger is data.</summary>
    public const long Largest = 1024 * 1024;

    private static readonly Dictionary<string, SecretKind> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        [".env"] = SecretKind.EnvironmentFile,
        ["secrets.json"] = SecretKind.UserSecrets,
        ["id_rsa"] = SecretKind.PrivateKey,
        ["id_dsa"] = SecretKind.PrivateKey,
        ["id_ecdsa"] = SecretKind.PrivateKey,
        ["id_ecdsa_sk"] = SecretKind.PrivateKey,
        ["id_ed25519"] = SecretKind.PrivateKey,
        ["id_ed25519_sk"] = SecretKind.PrivateKey,
        [".git-credentials"] = SecretKind.LoginFile,
        [".netrc"] = SecretKind.LoginFile,
        ["_netrc"] = SecretKind.LoginFile,
        [".pgpass"] = SecretKind.LoginFile,
    };

    private static readonly Dictionary<string, SecretKind> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        [".pfx"] = SecretKind.KeyStore,
        [".p12"] = SecretKind.KeyStore,
        [".jks"] = SecretKind.KeyStore,
        [".keystore"] = SecretKind.KeyStore,
        [".ppk"] = SecretKind.PrivateKey,
        [".publishsettings"] = SecretKind.LoginFile,
    };

    /// <summary>Of a <c>.env</c> that shows what can be set.</summary>
    private static readonly string[] Samples = [".example", ".sample", ".template", ".dist", ".defaults"];

    /// <summary>Of text that configures something. A name such as <c>.npmrc</c> is its own extension.</summary>
    private static readonly HashSet<string> Texts = new(StringComparer.OrdinalIgnoreCase)
    {
        ".json", ".config", ".xml", ".yml", ".yaml", ".ini", ".pem", ".key", ".crt", ".cer", ".txt", ".properties", ".toml", ".conf", ".cfg", ".npmrc",
    };

    /// <summary>Of what the .NET SDK writes for every app.</summary>
    private static readonly string[] Generated = [".deps.json", ".runtimeconfig.json", ".staticwebassets.endpoints.json", ".staticwebassets.runtime.json"];

    /// <summary>What the name says by itself; null: nothing.</summary>
    public static SecretKind? KindOf(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (Names.TryGetValue(name, out var kind))
        {
            return kind;
        }

        if (name.StartsWith(".env.", StringComparison.OrdinalIgnoreCase))
        {
            return Samples.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) ? null : SecretKind.EnvironmentFile;
        }

        // A store of certificates that are trusted has no private keys in it.
        return Extensions.TryGetValue(Path.GetExtension(name), out kind) && !name.Contains("trust", StringComparison.OrdinalIgnoreCase) ? kind : null;
    }

    /// <param name="isPublished">Whether there is such a file; the documentation of an assembly, which lies beside it, is full of examples.</param>
    public static bool IsText(PublishedFile file, Func<string, bool> isPublished)
        => file.Size is > 0 and <= Largest
            && Texts.Contains(Path.GetExtension(file.RelativePath))
            && !Generated.Any(ending => file.RelativePath.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            && !(file.RelativePath.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) && isPublished(Path.ChangeExtension(file.RelativePath, ".dll")));

    /// <summary>Null where it is no text or cannot be read: whoever makes the layer of it says so.</summary>
    public static string? Read(string path)
    {
        try
        {
            var text = File.ReadAllText(path);
            return text.Contains('\0', StringComparison.Ordinal) ? null : text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
