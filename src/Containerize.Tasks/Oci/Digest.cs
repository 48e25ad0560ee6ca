using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Containerize.Diagnostics;

namespace Containerize.Oci;

/// <summary>
/// The SHA-256 name of some content: <c>sha256:</c> and 64 lower-case hex digits (OCI image spec, descriptor.md, "Digests").
/// Other algorithms are refused: no registry needs them and each one followed is one more to be fooled by. A class, as generic code over
/// structs is compiled anew in every build that the task runs in.
/// </summary>
internal sealed record Digest
{
    private const string Prefix = "sha256:";

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private Digest(string hex) => Hex = hex;

    /// <summary>The 64 hex digits.</summary>
    public string Hex { get; }

    public static Digest Of(ReadOnlySpan<byte> content) => FromHash(SHA256.HashData(content));

    /// <param name="hash">The 32 bytes of a finished SHA-256.</param>
    public static Digest FromHash(ReadOnlySpan<byte> hash)
    {
        Debug.Assert(hash.Length == SHA256.HashSizeInBytes);
        return new Digest(Convert.ToHexStringLower(hash));
    }

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Digest? digest)
    {
        digest = null;
        if (text is null || text.Length != Prefix.Length + 64 || !text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var hex = text.AsSpan(Prefix.Length);
        if (hex.ContainsAnyExcept(HexDigits))
        {
            return false;
        }

        digest = new Digest(hex.ToString());
        return true;
    }

    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.RegistryAnswer"/>: the text is no sha256 digest.</exception>
    public static Digest Parse(string? text, string whatItIs)
        => TryParse(text, out var digest)
            ? digest
            : throw new ContainerizeException(ErrorCodes.RegistryAnswer, $"{whatItIs} is '{Excerpt.Of(text)}', which is not a sha256 digest.");

    public override string ToString() => Prefix + Hex;
}
