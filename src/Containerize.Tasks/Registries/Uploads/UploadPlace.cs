using System.Globalization;
using Containerize.Oci;
using Containerize.Registries.Addresses;

namespace Containerize.Registries.Uploads;

/// <summary>Where a registry wants a blob's bytes. Its query is the registry's own state and goes back as it came.</summary>
/// <param name="LeastChunk">OCI-Chunk-Min-Length: no chunk but the last may be shorter; 0 where nothing was said.</param>
internal sealed record UploadPlace(Uri? Location, long LeastChunk = 0)
{
    /// <summary>No session is open.</summary>
    public static UploadPlace None { get; } = new(Location: null);

    /// <summary>The Location of an answer, which may be relative.</summary>
    public static UploadPlace Of(HttpResponseMessage answer, Uri registryAddress)
    {
        if (LocationHeader.Of(answer, registryAddress) is not { } told)
        {
            return None;
        }

        var location = LocationHeader.InOwnScheme(registryAddress, told);
        return LocationHeader.MayLead(registryAddress, location) ? new UploadPlace(location, LeastChunkOf(answer)) : None;
    }

    /// <summary>The address that finishes the upload (distribution spec, "POST then PUT").</summary>
    public Uri For(Digest digest)
    {
        var text = Location!.OriginalString;
        var separator = text.Contains('?', StringComparison.Ordinal) ? "&" : "?";
        return new Uri($"{text}{separator}digest={Uri.EscapeDataString(digest.ToString())}", RegistryEndpoint.Exact);
    }

    private static long LeastChunkOf(HttpResponseMessage answer)
        => answer.Headers.TryGetValues("OCI-Chunk-Min-Length", out var values)
            && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                ? length
                : 0;
}
