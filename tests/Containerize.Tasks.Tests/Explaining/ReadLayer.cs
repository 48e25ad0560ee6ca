using System.Formats.Tar;
using System.Text;
using Containerize.Explaining;
using Containerize.Explaining.Packages;
using Containerize.Images;
using Containerize.Oci;
using Containerize.TestKit.Registry.Seeding;

namespace Containerize.Tests.Explaining;

/// <summary>Layers made and read in memory.</summary>
internal static class ReadLayer
{
    public static ImageBlob BlobOf(SeedLayer layer) => new(
        new Descriptor(layer.MediaType, Digest.Parse(layer.Digest, "a digest"), layer.Blob.Length), "layer 1", [], _ => Task.FromResult<Stream>(new MemoryStream(layer.Blob)));

    public static async Task<(LayerContent Content, PackageIndex Packages)> OfAsync(params (string Path, string? Content)[] entries)
    {
        var packages = new PackageIndex();
        var seed = SeedLayer.Gzip(TestTar.Of(entries));
        var content = await new LayerReader(store: null).ReadAsync(BlobOf(seed), Digest.Parse(seed.DiffId, "a diffID"), Xunit.TestContext.Current.CancellationToken);
        packages.Learn(content.Packages);
        return (content, packages);
    }

    /// <summary>A layer of files with these contents.</summary>
    public static async Task<ExplainedLayer> ExplainAsync(params (string Path, string? Content)[] entries)
    {
        var (content, packages) = await OfAsync(entries);
        return new ExplainedLayer(string.Empty, "COPY . .") { Files = [.. content.Files.Select(packages.Explain)], Removed = content.Removed };
    }

    public static byte[] Tar(params TarEntry[] entries)
    {
        using var packed = new MemoryStream();
        using (var writer = new TarWriter(packed, leaveOpen: true))
        {
            foreach (var entry in entries)
            {
                writer.WriteEntry(entry);
            }
        }

        return packed.ToArray();
    }

    public static PaxTarEntry File(string path, string content, int mode = 0b110_100_100)
        => new(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)), Mode = (UnixFileMode)mode };
}
