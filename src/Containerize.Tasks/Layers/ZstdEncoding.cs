using System.Collections.Concurrent;
using System.Globalization;
using Containerize.Oci;
using ZstdSharp;

namespace Containerize.Layers;

/// <summary>
/// A row of zstd frames (RFC 8878, section 3: frames follow one another). Smaller and faster to unpack than gzip, but Docker before 23 and
/// some tools do not read it. The compressor is the same code on every system, so its version names its output.
/// </summary>
/// <param name="level">1 to 19.</param>
internal sealed class ZstdEncoding(int level) : LayerEncoding
{
    public const int DefaultLevel = 3;

    // A compressor's memory is large and worth keeping; it serves one block at a time.
    private readonly ConcurrentBag<Compressor> idle = [];

    public override string Id
        => string.Create(CultureInfo.InvariantCulture, $"zstd-{level}-{BlockSize / 1024}kf-{typeof(Compressor).Assembly.GetName().Version!.ToString(3)}");

    public override string MediaType => MediaTypes.OciLayerZstd;

    public override int BlockSize => 512 * 1024;

    public override EncodedBlock Encode(ReadOnlySpan<byte> block)
    {
        if (!idle.TryTake(out var compressor))
        {
            compressor = new Compressor(level);
        }

        var most = Compressor.GetCompressBound(block.Length);
        var frame = new PooledBuffer(most);
        frame.Advance(compressor.Wrap(block, frame.GetSpan(most)));
        idle.Add(compressor);
        return new EncodedBlock(frame, BlockSum.None);
    }
}
