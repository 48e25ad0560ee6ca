using System.Security.Cryptography;

namespace Containerize.TestKit;

/// <summary>Digests, computed here and not by the product, so that the two check each other.</summary>
public static class Sha256
{
    /// <summary><c>sha256:</c> and 64 hex digits.</summary>
    public static string Of(ReadOnlySpan<byte> content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>A well-formed digest that names nothing here.</summary>
    public static string OfNothing { get; } = Of("no content has this name"u8);
}
