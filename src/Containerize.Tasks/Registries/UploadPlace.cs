using Containerize.Oci;

namespace Containerize.Registries;

/// <summary>Where a registry wants a blob's bytes. Its query is the registry's own state and goes back as it came.</summary>
internal readonly record struct UploadPlace(Uri? Location)
{
    /// <summary>No session is open.</summary>
    public static UploadPlace None => default;

    /// <summary>The Location of an answer, which may be relative.</summary>
    public static UploadPlace Of(HttpResponseMessage answer, Uri registryAddress)
    {
        // Asked for in any other way, the header has been through Uri, which decodes what it thinks needs no encoding.
        var text = answer.Headers.NonValidated.TryGetValues("Location", out var values) ? values.ToString() : string.Empty;
        var origin = registryAddress.GetLeftPart(UriPartial.Authority);
        var absolute = text.StartsWith("//", StringComparison.Ordinal) ? $"{registryAddress.Scheme}:{text}"
            : text.StartsWith('/') ? origin + text
            : text.Contains("://", StringComparison.Ordinal) ? text
            : new Uri(answer.RequestMessage!.RequestUri!, text).AbsoluteUri;
        return Uri.TryCreate(absolute, RegistryEndpoint.Exact, out var location)
            && (location.Scheme == "https" || (location.Scheme == "http" && registryAddress.Scheme == "http"))
                ? new UploadPlace(location)
                : None;
    }

    /// <summary>The address that finishes the upload (distribution spec, "POST then PUT").</summary>
    public Uri For(Digest digest)
    {
        var text = Location!.OriginalString;
        var separator = text.Contains('?', StringComparison.Ordinal) ? "&" : "?";
        return new Uri($"{text}{separator}digest={Uri.EscapeDataString(digest.ToString())}", RegistryEndpoint.Exact);
    }
}
