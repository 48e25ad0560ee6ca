using System.Net;

namespace Containerize.Registries.Addresses;

/// <summary>Reads the Location of an answer (RFC 9110, 10.2.2) byte for byte.</summary>
internal static class LocationHeader
{
    /// <param name="origin">What a path without a host is below.</param>
    /// <returns>Null where there is none, or it is no address.</returns>
    public static Uri? Of(HttpResponseMessage answer, Uri origin)
    {
        // Asked for in any other way, the header has been through Uri, which decodes what it thinks needs no encoding.
        if (!answer.Headers.NonValidated.TryGetValues("Location", out var values))
        {
            return null;
        }

        var text = values.ToString().Trim();
        if (text.Length == 0 || !VisibleAscii.Is(text))
        {
            return null;
        }

        return Uri.TryCreate(Absolute(text, origin, answer), RegistryEndpoint.Exact, out var location) ? location : null;
    }

    public static bool Redirects(HttpResponseMessage answer, bool hasBody) => answer.StatusCode switch
    {
        HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect => true,
        HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther => !hasBody,
        _ => false,
    };

    /// <summary>Where a redirect leads. A server that asks for TLS is followed there; one that asks to leave TLS does not know that it has it.</summary>
    public static Uri? TargetOf(HttpResponseMessage answer, Uri from)
    {
        var target = Of(answer, from);
        return target is not null && from.Scheme == "https" ? InOwnScheme(from, target) : target;
    }

    /// <summary>
    /// An address of the registry itself that names the other scheme is one of a server that does not know what stands before it: TLS ends at a
    /// proxy, or begins at one. The way that got us there is the way back.
    /// </summary>
    /// <param name="registry">How the registry is reached.</param>
    public static Uri InOwnScheme(Uri registry, Uri location)
    {
        var isItself = location.Scheme != registry.Scheme
            && location.Scheme is "http" or "https"
            && string.Equals(location.IdnHost, registry.IdnHost, StringComparison.OrdinalIgnoreCase)
            && (location.Port == registry.Port || (location.IsDefaultPort && registry.IsDefaultPort));
        if (!isItself)
        {
            return location;
        }

        var text = location.OriginalString;
        var rest = text.IndexOfAny(['/', '?'], text.IndexOf("://", StringComparison.Ordinal) + 3);
        return new Uri(registry.GetLeftPart(UriPartial.Authority) + (rest < 0 ? "/" : text[rest..]), RegistryEndpoint.Exact);
    }

    /// <summary>
    /// Whether a registry may send its clients there. Not from TLS to plain HTTP, and not to addresses that mean this machine or its link (metadata
    /// services are there) unless the registry is there itself.
    /// </summary>
    public static bool MayLead(Uri registry, Uri target)
        => (target.Scheme == "https" || (target.Scheme == "http" && registry.Scheme == "http"))
            && (!PrivateAddress.IsOnlyHere(target) || PrivateAddress.IsOnlyHere(registry));

    /// <param name="answer">Its own address is what a path without a leading slash is relative to.</param>
    /// <returns>Empty where it cannot be completed.</returns>
    private static string Absolute(string text, Uri origin, HttpResponseMessage answer)
    {
        if (text.StartsWith("//", StringComparison.Ordinal))
        {
            return $"{origin.Scheme}:{text}";
        }

        if (text.StartsWith('/'))
        {
            return origin.GetLeftPart(UriPartial.Authority) + text;
        }

        if (text.Contains("://", StringComparison.Ordinal))
        {
            return text;
        }

        return Uri.TryCreate(answer.RequestMessage!.RequestUri!, text, out var relative) ? relative.AbsoluteUri : string.Empty;
    }
}
