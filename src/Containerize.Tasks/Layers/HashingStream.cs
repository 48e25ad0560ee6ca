using System.Security.Cryptography;
using Containerize.Host.Files;
using Containerize.Oci;

namespace Containerize.Layers;

/// <summary>Passes what is written on and hashes it on the way.</summary>
/// <param name="next">Not disposed with this stream. <see cref="Stream.Null"/> to hash only.</param>
internal sealed class HashingStream(Stream next) : WriteOnlyStream
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long BytesWritten { get; private set; }

    /// <summary>The digest of all that was written; ends the hashing.</summary>
    public Digest Finish() => Digest.FromHash(hash.GetHashAndReset());

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        HashOnly(buffer);
        next.Write(buffer);
    }

    /// <summary>Takes for written what goes another way than through here.</summary>
    public void HashOnly(ReadOnlySpan<byte> buffer)
    {
        hash.AppendData(buffer);
        BytesWritten += buffer.Length;
    }

    public override void Flush() => next.Flush();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
