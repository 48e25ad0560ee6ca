using System.Buffers;

namespace Containerize.Tar;

/// <summary>Writes entries one after the other, content copied through one pooled buffer: memory does not grow with what is written.</summary>
/// <param name="watcher">Told of each entry on the way; null where nobody wants to know.</param>
internal sealed class TarStreamWriter(Stream output, ITarWatcher? watcher = null)
{
    private const int CopyBufferSize = 128 * 1024;

    private static readonly byte[] Zeros = new byte[2 * TarHeader.BlockSize];

    /// <summary>Two zero blocks end an archive.</summary>
    public static ReadOnlySpan<byte> End => Zeros;

    public void WriteDirectory(string path) => WriteHeader(TarEntry.Directory(path));

    /// <summary>An entry without content: a directory or a link.</summary>
    public void WriteHeader(TarEntry entry)
    {
        var header = TarHeader.Encode(entry);
        output.Write(header.Span);
        watcher?.OnHeader(entry, header);
    }

    public void WriteBytes(string path, ReadOnlySpan<byte> content)
    {
        WriteHeader(TarEntry.File(path, content.Length));
        WriteContent(content);
        EndContent(content.Length);
    }

    /// <summary>Writes a file of exactly <see cref="TarEntry.Size"/> bytes.</summary>
    /// <exception cref="EndOfStreamException">The content is shorter than the entry says.</exception>
    /// <exception cref="InvalidDataException">The content is longer than the entry says.</exception>
    public void WriteFile(TarEntry entry, Stream content, CancellationToken cancellationToken)
    {
        WriteHeader(entry);
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

                WriteContent(buffer.AsSpan(0, read));
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

        EndContent(entry.Size);
    }

    /// <summary>As <see cref="WriteFile"/>, for content that arrives over a network.</summary>
    public async Task WriteFileAsync(TarEntry entry, Stream content, CancellationToken cancellationToken)
    {
        WriteHeader(entry);
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
                watcher?.OnContent(buffer.AsSpan(0, read));
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

        EndContent(entry.Size);
    }

    public void Complete() => output.Write(End);

    private void WriteContent(ReadOnlySpan<byte> content)
    {
        output.Write(content);
        watcher?.OnContent(content);
    }

    private void EndContent(long size)
    {
        watcher?.OnContentEnd();
        Pad(size);
    }

    private void Pad(long size) => output.Write(Zeros, 0, TarHeader.PaddingAfter(size));
}
