using System.Globalization;
using System.Net;

namespace Containerize.Registries.Addresses;

/// <summary>A block of addresses in CIDR notation (RFC 4632, RFC 4291): <c>10.0.0.0/8</c>, <c>fd00::/8</c>.</summary>
internal sealed class AddressRange
{
    private readonly byte[] first;
    private readonly int length;

    private AddressRange(byte[] first, int length)
    {
        this.first = first;
        this.length = length;
    }

    /// <summary>Null when the text is not such a block. Bits behind the prefix do not matter.</summary>
    public static AddressRange? TryParse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0
            || IpLiteral.TryParse(text.AsSpan(0, slash)) is not { } address
            || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            return null;
        }

        var bytes = address.GetAddressBytes();
        return length <= bytes.Length * 8 ? new AddressRange(bytes, length) : null;
    }

    public bool Contains(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        if (bytes.Length != first.Length)
        {
            return false;
        }

        var whole = length / 8;
        var rest = length % 8;
        return bytes.AsSpan(0, whole).SequenceEqual(first.AsSpan(0, whole))
            && (rest == 0 || (bytes[whole] ^ first[whole]) >> (8 - rest) == 0);
    }
}
