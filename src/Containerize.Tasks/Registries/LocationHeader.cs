namespace Containerize.Registries;

/// <summary>Reads the Location of an answer (RFC 9110, 10.2.2) byte for byte.</summary>
internal static class LocationHeader
{
    /// <param name="origin">What a path without a host is below.</param>
    /// <returns>Null where there is none, or it is no address.</returns>
    public static Uri? Of(HttpResponseMessage answer, Uri origin)
    {
        // Asked for in any other way, the header has been through Uri, which decodes what it thinks needs no encoding.
        if (!answer.Headers.NonValidated.TryGetValues("Location", out var values) || values.ToString().Trim() is not { Length: > 0 } text || !VisibleAscii.Is(text))
        {
            return null;
        }

        var absolute = text.StartsWith("//", StringComparison.Ordinal) ? $"{origin.Scheme}:{text}"
            : text.StartsWith('/') ? origin.GetLeftPart(UriPartial.Authority) + text
            : text.Contains("://", StringComparison.Ordinal) ? text
            : Uri.TryCreate(answer.RequestMessage!.RequestUri!, text, out var relative) ? relative.AbsoluteUri : string.Empty;
        return Uri.TryCreate(absolute, RegistryEndpoint.Exact, out var location) ? location : null;
    }

    /// <summary>
    /// Whether a registry may send its clients there. Not from TLS to plain HTTP, and not to addresses that mean this machine or its link (metadata
    /// services are there) unless the registry is there itself.
    /// </summary>
    public static bool MayLead(Uri registry, Uri target)
        => (target.Scheme == "https" || (target.Scheme == "http" && registry.Scheme == "http"))
            && (!PrivateAddress.IsOnlyHere(target) || PrivateAddress.IsOnlyHere(registry));
}
