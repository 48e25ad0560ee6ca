using Containerize.Diagnostics;
using Containerize.Oci;

namespace Containerize.Tasks;

/// <summary>Reads ContainerizeCacheFrom: images that may have layers of ours.</summary>
internal static class CacheFromReader
{
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidOption"/>.</exception>
    public static ImageReference[] Read(ImageProperties properties) => [.. ListText.Read(properties["CacheFrom"], "ContainerizeCacheFrom").Select(Parse)];

    private static ImageReference Parse(string text) => ImageReference.TryParse(text, out var reference)
        ? reference
        : throw new ContainerizeException(
            ErrorCodes.InvalidOption,
            $"Reading ContainerizeCacheFrom: '{Excerpt.Of(text)}' is not an image reference. Use registry/repository:tag, several with semicolons between.");
}
