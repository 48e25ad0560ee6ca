using System.Security.Cryptography;
using Containerize.Host.Files;
using Containerize.Oci;

namespace Containerize.Explaining;

/// <summary>A layer's tar while it is read, and its hash in the end: the name that the configuration has for it.</summary>
/// <param name="tar">Disposed of with this.</param>
internal sealed class CheckedTar(Stream tar) : ReadOnlyStream
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public override int Read(Span<byte> buffer)
    {
        var count = tar.Read(buffer);
        hash.AppendData(buffer[..count]);
        return count;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await tar.ReadAsync(buffer, cancellationToken);
        hash.AppendData(buffer.Span[..count]);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Reads what is left: the end of a blob is what its digest is verified at.</summary>
    public async Task<Digest> FinishAsync(CancellationToken cancellationToken)
    {
        await CopyToAsync(Stream.Null, cancellationToken);
        return Digest.FromHash(hash.GetHashAndReset());
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            tar.Dispose();
            hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
