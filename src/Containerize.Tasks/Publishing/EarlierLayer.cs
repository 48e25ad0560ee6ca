using Containerize.Oci;
using Containerize.Registries;

namespace Containerize.Publishing;

/// <summary>A layer's blob as an image in the target registry names it.</summary>
/// <param name="Image">The image that has it.</param>
/// <param name="Repository">Where that lies, to be read with the access that is at hand.</param>
internal sealed record EarlierLayer(Descriptor Blob, ImageReference Image, RegistryRepository Repository);
