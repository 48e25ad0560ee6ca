using System.Buffers;

namespace Containerize.Tar;

/// <summary>Writes entries one after the other, content copied through one pooled buffer: memory does not grow with what is written.</summary>
internal sealed class TarStreamWriter(Stream output)
{
    private const int CopyBufferSize = 128 * 1024;

    private static readonly byte[] Zeros = new byte[TarHeader.BlockSize];

    public void WriteDirectory(string path) => WriteHeader(TarEntry.Directory(path));

    /// <summary>An entry without content: a directory or a link.</summary>
    public void WriteHeader(TarEntry entry) => output.Write(TarHeader.Encode(entry).Span);

    public void WriteBytes(string path, ReadOnlySpan<byte> content)
    {
        output.Write(TarHeader.Encode(TarEntry.File(path, content.Length)).Span);
        output.Write(content);
        Pad(content.Length);
    }

    /// <summary>Writes a file of exactly <see cref="TarEntry.Size"/> bytes.</summary>
    /// <exception cref="EndOfStreamException">The content is shorter than the entry says.</exception>
    /// <exception cref="InvalidDataException">The content is longer than the entry says.</exception>
    public void WriteFile(TarEntry entry, Stream content, CancellationToken cancellationToken)
    {
        output.Write(TarHeader.Encode(entry).Span);
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBufferSize);
        try
        {
            for (var left = entry.Size; left > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var read = content.Read(buffer, 0, (int)Math.Min(left, CopyBufferSize));
                if (read == 0)
                {
                    throw new EndOfStreamException($"{entry.Path} is shorter than {entry.Size} bytes.");
                }

                output.Write(buffer, 0, read);
                left -= read;
            }

            if (content.ReadByte() >= 0)
            {
                throw new InvalidDataException($"{entry.Path} is longer than {entry.Size} bytes.");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        Pad(entry.Size);
    }

    /// <summary>As <see cref="WriteFile"/>, for content that arrives over a network.</summary>
    public async Task WriteFileAsync(TarEntry entry, Stream content, CancellationToken cancellationToken)
    {
        output.Write(TarHeader.Encode(entry).Span);
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBufferSize);
        try
        {
            var left = entry.Size;
            for (int read; (read = await content.ReadAsync(buffer, cancellationToken)) > 0; left -= read)
            {
                if (read > left)
                {
                    throw new InvalidDataException($"{entry.Path} is longer than {entry.Size} bytes.");
                }

                await output.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            if (left > 0)
            {
                throw new EndOfStreamException($"{entry.Path} is shorter than {entry.Size} bytes.");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        Pad(entry.Size);
    }

    /// <summary>Two zero blocks end an archive.</summary>
    public void Complete()
    {
        output.Write(Zeros);
        output.Write(Zeros);
    }

    private void Pad(long size) => output.Write(Zeros, 0, TarHeader.PaddingAfter(size));
}
