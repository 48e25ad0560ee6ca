using ZstdSharp;

namespace Containerize.Images;

/// <summary>A tar out of zstd (RFC 8878). What is not zstd is <see cref="InvalidDataException"/>, as .NET's own decoders say it.</summary>
/// <param name="compressed">Disposed of with this.</param>
internal sealed class ZstdTar(Stream compressed) : DecompressionStream(compressed, leaveOpen: false)
{
    public override int Read(Span<byte> buffer)
    {
        try
        {
            return base.Read(buffer);
        }
        catch (ZstdException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await base.ReadAsync(buffer, cancellationToken);
        }
        catch (ZstdException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }
}
