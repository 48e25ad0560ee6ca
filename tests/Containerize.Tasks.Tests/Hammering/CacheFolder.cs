using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using Containerize.TestKit;
using Shouldly;

namespace Containerize.Tests.Hammering;

/// <summary>What lies in a store's folder, read without the store. What was found right is not read again unless it was written again.</summary>
internal sealed class CacheFolder(string root)
{
    private readonly ConcurrentDictionary<(string File, DateTime Written), bool> seen = new();

    public IReadOnlyList<string> Unfinished => [.. Files(root).Where(IsUnfinished)];

    /// <summary>Whatever has its final name is whole and true, also while others write: nothing is wrong first and put right later.</summary>
    public void ShouldBeBelievable()
    {
        foreach (var blob in NewBelow("blobs"))
        {
            Sha256.Of(Read(blob)).ShouldBe(DigestIn(blob));
        }

        // Which blob, its size; named by the tar that was compressed to it.
        foreach (var note in NewBelow("layers"))
        {
            Sha256.Of(Uncompressed(BlobOf(note, parts: 2))).ShouldBe(DigestIn(note));
        }

        // Which blob, its size, the digest of the table of its blocks, and of which version the table is.
        foreach (var note in NewBelow("blocks"))
        {
            BlobOf(note, parts: 4);
            File.Exists(PathOf(Parts(note)[2])).ShouldBeTrue(note);
        }
    }

    private static bool IsUnfinished(string file) => Path.GetFileName(file).StartsWith('.');

    private static string DigestIn(string file) => "sha256:" + Path.GetFileName(file);

    private static string[] Parts(string note) => Encoding.UTF8.GetString(Read(note)).Split([' ', '\n']);

    private static string[] Files(string folder)
        => Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories) : [];

    /// <summary>Without being in the way of those who want to replace the file, as a reader otherwise is on Windows.</summary>
    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static byte[] Uncompressed(byte[] blob)
    {
        using var gzip = new GZipStream(new MemoryStream(blob), CompressionMode.Decompress);
        using var whole = new MemoryStream();
        gzip.CopyTo(whole);
        return whole.ToArray();
    }

    private IEnumerable<string> NewBelow(string folder)
        => Files(Path.Join(root, folder)).Where(file => !IsUnfinished(file) && seen.TryAdd((file, File.GetLastWriteTimeUtc(file)), true));

    private string PathOf(string digest) => Path.Join(root, "blobs", "sha256", digest.Split(':')[^1]);

    private byte[] BlobOf(string note, int parts)
    {
        var said = Parts(note);
        said.Length.ShouldBe(parts, note);
        var blob = Read(PathOf(said[0]));
        blob.Length.ToString().ShouldBe(said[1], note);
        return blob;
    }
}
