using Containerize.Diagnostics;
using Containerize.Oci;

namespace Containerize.Tasks;

/// <summary>Reads ContainerizeCacheFrom: images that may have layers of ours.</summary>
internal static class CacheFromReader
{
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidOption"/>.</exception>
    public static IReadOnlyList<ImageReference> Read(ImageProperties properties)
    {
        var faults = new Faults();
        var references = faults.ReadEach(ListText.Read(properties["CacheFrom"], "ContainerizeCacheFrom"), Parse);
        faults.Throw();
        return references;
    }

    private static ImageReference Parse(string text) => ImageReference.TryParse(text, out var reference)
        ? reference
        : throw new ContainerizeException(
            ErrorCodes.InvalidOption,
            $"Reading ContainerizeCacheFrom: '{Excerpt.Of(text)}' is not an image reference. Use registry/repository:tag, several with semicolons between.");
}
