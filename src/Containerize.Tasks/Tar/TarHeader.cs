using System.Globalization;
using System.Text;

namespace Containerize.Tar;

/// <summary>
/// Encodes tar headers: POSIX.1-1988 ustar where the entry fits it, else preceded by a POSIX.1-2001 pax record, the choice and the
/// names that Go's archive/tar makes, so that layers written by us and by Go's builders can be the same bytes. The framework's own
/// pax writer puts its process id into header names, which makes every run differ; that is why this exists.
/// </summary>
internal static class TarHeader
{
    public const int BlockSize = 512;

    private const int NameLength = 100;
    private const int LinkOffset = 157;
    private const int PrefixOffset = 345;
    private const int PrefixLength = 155;
    private const long LargestUstarSize = 0x1_FFFF_FFFF; // eleven octal digits: 8 GiB - 1
    private const long LargestUstarId = 0x1F_FFFF; // seven octal digits

    /// <summary>The header blocks of one entry, a multiple of <see cref="BlockSize"/> bytes.</summary>
    public static ReadOnlyMemory<byte> Encode(TarEntry entry)
    {
        var ascii = Ascii.IsValid(entry.Path);
        if (ascii && FitsUstar(entry) && TrySplit(entry.Path, out var prefix, out var name))
        {
            var header = new byte[BlockSize];
            Fill(header, name, prefix, TypeOf(entry), entry);
            return header;
        }

        return EncodeWithPax(entry, recordPath: !ascii || entry.Path.Length > NameLength);
    }

    /// <summary>How many zero bytes follow content of this size.</summary>
    public static int PaddingAfter(long size) => (int)(-size & (BlockSize - 1));

    private static bool FitsUstar(TarEntry entry)
        => entry.Size <= LargestUstarSize && entry.User <= LargestUstarId && entry.Group <= LargestUstarId && FitsLink(entry);

    private static bool FitsLink(TarEntry entry) => entry.LinkTarget is not { } target || (Ascii.IsValid(target) && target.Length <= NameLength);

    private static byte TypeOf(TarEntry entry) => entry switch
    {
        { IsDirectory: true } => (byte)'5',
        { LinkTarget: not null } => (byte)'2',
        _ => (byte)'0',
    };

    /// <summary>Records in the order of their keys, as Go's writer has them.</summary>
    private static byte[] EncodeWithPax(TarEntry entry, bool recordPath)
    {
        var records = new StringBuilder();
        if (entry.Group > LargestUstarId)
        {
            records.Append(PaxRecord("gid", entry.Group.ToString(CultureInfo.InvariantCulture)));
        }

        if (!FitsLink(entry))
        {
            records.Append(PaxRecord("linkpath", entry.LinkTarget!));
        }

        if (recordPath)
        {
            records.Append(PaxRecord("path", entry.Path));
        }

        if (entry.Size > LargestUstarSize)
        {
            records.Append(PaxRecord("size", entry.Size.ToString(CultureInfo.InvariantCulture)));
        }

        if (entry.User > LargestUstarId)
        {
            records.Append(PaxRecord("uid", entry.User.ToString(CultureInfo.InvariantCulture)));
        }

        var content = Encoding.UTF8.GetBytes(records.ToString());
        var headers = new byte[BlockSize + content.Length + PaddingAfter(content.Length) + BlockSize];
        var pax = new TarEntry(string.Empty, 0, content.Length) { Modified = DateTimeOffset.UnixEpoch };
        Fill(headers.AsSpan(0, BlockSize), PaxHeaderName(entry.Path), string.Empty, (byte)'x', pax);
        content.CopyTo(headers.AsSpan(BlockSize));
        Fill(headers.AsSpan(headers.Length - BlockSize), Shorten(ToAscii(entry.Path)), string.Empty, TypeOf(entry), entry);
        return headers;
    }

    /// <summary>One record counts its own length, digits included.</summary>
    private static string PaxRecord(string key, string value)
    {
        var rest = Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value) + 3; // space, equals sign, line feed
        var length = rest + Digits(rest);
        length = rest + Digits(length);
        return $"{length} {key}={value}\n";

        static int Digits(int number) => number.ToString().Length;
    }

    private static string PaxHeaderName(string path)
    {
        // A directory's own name counts as the folder, as path.Split in Go sees it.
        var slash = path.LastIndexOf('/');
        return Shorten(ToAscii($"{path[..(slash + 1)]}PaxHeaders.0/{path[(slash + 1)..]}".TrimEnd('/')));
    }

    private static string ToAscii(string text) => Ascii.IsValid(text) ? text : string.Concat(text.Where(char.IsAscii));

    private static string Shorten(string text) => text.Length <= NameLength ? text : text[..NameLength].TrimEnd('/');

    private static bool TrySplit(string path, out string prefix, out string name)
    {
        prefix = string.Empty;
        name = path;
        if (path.Length <= NameLength)
        {
            return true;
        }

        // Looks from the right for a slash that leaves both parts short enough; a directory's final slash is no place to split.
        var limit = Math.Min(path.Length - 1, PrefixLength + 1);
        var slash = path.LastIndexOf('/', limit - 1);
        if (slash <= 0 || path.Length - slash - 1 > NameLength || slash == path.Length - 1)
        {
            return false;
        }

        prefix = path[..slash];
        name = path[(slash + 1)..];
        return true;
    }

    private static void Fill(Span<byte> header, string name, string prefix, byte type, TarEntry entry)
    {
        Encoding.ASCII.GetBytes(name, header[..NameLength]);
        Octal(header.Slice(100, 8), entry.Mode);
        // What a field cannot hold stands in the pax record before.
        Octal(header.Slice(108, 8), entry.User > LargestUstarId ? 0 : entry.User);
        Octal(header.Slice(116, 8), entry.Group > LargestUstarId ? 0 : entry.Group);
        Octal(header.Slice(124, 12), entry.Size > LargestUstarSize ? 0 : entry.Size);
        Octal(header.Slice(136, 12), (entry.Modified ?? TarEntry.Time).ToUnixTimeSeconds());
        header.Slice(148, 8).Fill((byte)' ');
        header[156] = type;
        if (entry.LinkTarget is { } target)
        {
            Encoding.ASCII.GetBytes(Shorten(ToAscii(target)), header.Slice(LinkOffset, NameLength));
        }

        "ustar\0"u8.CopyTo(header[257..]);
        "00"u8.CopyTo(header[263..]);
        if (type != (byte)'x')
        {
            Octal(header.Slice(329, 8), 0);
            Octal(header.Slice(337, 8), 0);
        }

        Encoding.ASCII.GetBytes(prefix, header.Slice(PrefixOffset, PrefixLength));

        var checksum = 0;
        foreach (var b in header)
        {
            checksum += b;
        }

        // Six digits, NUL, space: the one field that ends otherwise than the rest.
        Octal(header.Slice(148, 7), checksum);
        header[155] = (byte)' ';
    }

    /// <summary>Zero-padded octal digits and a final NUL.</summary>
    private static void Octal(Span<byte> field, long value)
    {
        for (var i = field.Length - 2; i >= 0; i--)
        {
            field[i] = (byte)('0' + (value & 7));
            value >>= 3;
        }

        field[^1] = 0;
    }
}
