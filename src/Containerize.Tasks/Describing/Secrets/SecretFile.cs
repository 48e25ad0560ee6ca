using Containerize.Layering;

namespace Containerize.Describing.Secrets;

/// <summary>
/// What a file's name says: that it is a secret whatever is in it, or that it is text that may hold one. Assemblies, scripts and pages are never read.
/// </summary>
internal static class SecretFile
{
    /// <summary>Bytes. Text that people write is smaller; what is larger is data.</summary>
    public const int Largest = 1024 * 1024;

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
        var name = path[(path.LastIndexOf('/') + 1)..].ToLowerInvariant();
        if (name.StartsWith(".env.", StringComparison.Ordinal))
        {
            return Samples.Any(ending => name.EndsWith(ending, StringComparison.Ordinal)) ? null : SecretKind.EnvironmentFile;
        }

        return KindOfName(name) ?? KindOfExtension(name);
    }

    private static SecretKind? KindOfName(string name) => name switch
    {
        ".env" => SecretKind.EnvironmentFile,
        "secrets.json" => SecretKind.UserSecrets,
        "id_rsa" or "id_dsa" or "id_ecdsa" or "id_ecdsa_sk" or "id_ed25519" or "id_ed25519_sk" => SecretKind.PrivateKey,
        ".git-credentials" or ".netrc" or "_netrc" or ".pgpass" => SecretKind.LoginFile,
        _ => null,
    };

    /// <summary>A store of certificates that are trusted has no private keys in it.</summary>
    private static SecretKind? KindOfExtension(string name) => Path.GetExtension(name) switch
    {
        _ when name.Contains("trust", StringComparison.Ordinal) => null,
        ".pfx" or ".p12" or ".jks" or ".keystore" => SecretKind.KeyStore,
        ".ppk" => SecretKind.PrivateKey,
        ".publishsettings" => SecretKind.LoginFile,
        _ => null,
    };

    /// <param name="isPublished">Whether there is such a file; the documentation of an assembly, which lies beside it, is full of examples.</param>
    public static bool IsText(PublishedFile file, Func<string, bool> isPublished)
        => file.Size is > 0 and <= Largest
            && Texts.Contains(Path.GetExtension(file.RelativePath))
            && !Generated.Any(ending => file.RelativePath.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            && !(file.RelativePath.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) && isPublished(Path.ChangeExtension(file.RelativePath, ".dll")));

    /// <summary>Null where it is no text or cannot be read: whoever makes the layer of it says so.</summary>
    public static TextBuffer? Read(string path)
    {
        try
        {
            var text = TextBuffer.Read(path, Largest);
            if (!text.Characters.Contains('\0'))
            {
                return text;
            }

            text.Dispose();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
