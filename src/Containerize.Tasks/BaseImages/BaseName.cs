using Containerize.Oci;

namespace Containerize.BaseImages;

/// <summary>What an image is to stand on, as it was asked for.</summary>
/// <param name="Reference">In a registry.</param>
internal record BaseName(ImageReference Reference)
{
    public static implicit operator BaseName(ImageReference reference) => new(reference);
}
