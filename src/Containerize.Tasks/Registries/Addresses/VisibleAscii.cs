namespace Containerize.Registries.Addresses;

/// <summary>What tokens and addresses in headers are made of (RFC 9110, 5.6.2 and RFC 3986): no spaces, no control characters, nothing beyond ASCII.</summary>
internal static class VisibleAscii
{
    public static bool Is(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('!', '~');
}
