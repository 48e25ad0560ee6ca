using System.IO.Compression;

namespace Containerize.TestKit.Registry.Seeding;

/// <summary>A layer to be put into the registry.</summary>
/// <param name="Blob">As stored.</param>
/// <param name="DiffId">Digest of the uncompressed tar.</param>
public sealed record SeedLayer(string MediaType, byte[] Blob, string DiffId)
{
    public string Digest { get; } = Sha256.Of(Blob);

    public static SeedLayer Gzip(byte[] tar, bool docker = false)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(tar);
        }

        return new(docker ? "application/vnd.docker.image.rootfs.diff.tar.gzip" : "application/vnd.oci.image.layer.v1.tar+gzip", compressed.ToArray(), Sha256.Of(tar));
    }

    public static SeedLayer Uncompressed(byte[] tar) => new("application/vnd.oci.image.layer.v1.tar", tar, Sha256.Of(tar));
}
