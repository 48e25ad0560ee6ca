using System.Buffers;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Containerize.Describing.Secrets;

/// <summary>A file's text on an array that is lent: of thousands of files that are read once, nothing is left to be collected.</summary>
internal sealed class TextBuffer : IDisposable
{
    /// <summary>By their byte order marks; UTF-32's begins with that of UTF-16.</summary>
    private static readonly Encoding[] Marked =
        [Encoding.UTF8, Encoding.UTF32, new UTF32Encoding(bigEndian: true, byteOrderMark: true), Encoding.Unicode, Encoding.BigEndianUnicode];

    private readonly int length;

    private char[] array;

    private TextBuffer(ReadOnlySpan<byte> bytes)
    {
        var encoding = Encoding.UTF8;
        foreach (var marked in Marked)
        {
            if (bytes.StartsWith(marked.Preamble))
            {
                encoding = marked;
                bytes = bytes[marked.Preamble.Length..];
                break;
            }
        }

        array = ArrayPool<char>.Shared.Rent(encoding.GetMaxCharCount(bytes.Length));
        length = encoding.GetChars(bytes, array);
    }

    public ReadOnlySpan<char> Characters => array.AsSpan(0, length);

    /// <summary>UTF-8 where no byte order mark says otherwise; what is not valid becomes U+FFFD.</summary>
    /// <param name="most">Bytes that are read.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static TextBuffer Read(string path, int most)
    {
        using var file = File.OpenHandle(path);
        var size = (int)Math.Min(RandomAccess.GetLength(file), most);
        var bytes = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            return new TextBuffer(bytes.AsSpan(0, Fill(bytes.AsSpan(0, size), file)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(array);
        array = [];
    }

    private static int Fill(Span<byte> bytes, SafeFileHandle file)
    {
        var count = 0;
        while (RandomAccess.Read(file, bytes[count..], count) is > 0 and var read)
        {
            count += read;
        }

        return count;
    }
}
