using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Containerize.Layers;

/// <summary>
/// A time that says nothing but which content a file has. Web servers make a file's ETag of its time and length; with one constant time, a
/// browser would keep an old file after an edit that keeps the length, and with the commit's, every commit would send every file again.
/// </summary>
internal static class ContentTime
{
    /// <summary>2020-01-01T00:00:00Z. What lies further back is kept longer by browsers that are not told how long (RFC 9111, section 4.2.2).</summary>
    public static readonly DateTimeOffset First = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>2^27 seconds after the first, in 2024: never in the future, where a web server would not believe it.</summary>
    private const uint Range = 1 << 27;

    /// <summary><see cref="Of"/> in the arithmetic of a POSIX shell with sha256sum.</summary>
    /// <param name="file">As the shell has it.</param>
    public static string ShellExpression(string file)
        => string.Create(CultureInfo.InvariantCulture, $"$(({First.ToUnixTimeSeconds()} + 0x$(sha256sum < \"{file}\" | cut -c1-8) % {Range}))");

    /// <summary>The first four bytes of the content's SHA-256, as a number of seconds.</summary>
    /// <param name="content">Read to its end.</param>
    public static DateTimeOffset Of(Stream content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return First.AddSeconds(BinaryPrimitives.ReadUInt32BigEndian(hash) % Range);
    }
}
