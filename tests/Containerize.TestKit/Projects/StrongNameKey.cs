using System.Security.Cryptography;

namespace Containerize.TestKit.Projects;

/// <summary>A key pair to sign assemblies with, as sn.exe writes it (CryptoAPI's key blobs).</summary>
public static class StrongNameKey
{
    public static byte[] Create()
    {
        using var rsa = RSA.Create(1024);
        var key = rsa.ExportParameters(includePrivateParameters: true);
        using var blob = new MemoryStream();
        using var writer = new BinaryWriter(blob);
        writer.Write((byte[])[0x07, 0x02, 0, 0, 0, 0x24, 0, 0]);
        writer.Write("RSA2"u8);
        writer.Write(1024);
        writer.Write((byte[])[.. key.Exponent!.Reverse(), .. new byte[4 - key.Exponent!.Length]]);
        foreach (var part in new[] { key.Modulus, key.P, key.Q, key.DP, key.DQ, key.InverseQ, key.D })
        {
            writer.Write((byte[])[.. part!.Reverse()]);
        }

        return blob.ToArray();
    }
}
