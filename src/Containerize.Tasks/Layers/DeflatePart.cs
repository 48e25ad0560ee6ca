using Containerize.Host.Files;

namespace Containerize.Layers;

/// <summary>
/// The bytes of a file up to some end, the last of them by itself: a decoder that has not asked for it has met the end of its data before, and
/// one that asks for more has not met it yet. Decoders do not say how much of what they were given they used.
/// </summary>
/// <param name="file">Read from where it stands; not disposed with this.</param>
/// <param name="length">How many bytes there are.</param>
internal sealed class DeflatePart(Stream file, long length) : ReadOnlyStream
{
    private long left = length;

    /// <summary>Whether a decoder that met the end of its data met it at the last byte.</summary>
    public bool IsUsedUp { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        var most = (int)Math.Min(buffer.Length, Math.Max(left - 1, Math.Min(left, 1)));
        var read = file.Read(buffer[..most]);
        left -= read;
        IsUsedUp = left == 0 && read > 0;
        return read;
    }
}
