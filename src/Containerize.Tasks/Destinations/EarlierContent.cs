using Containerize.Oci;
using Containerize.Registries;

namespace Containerize.Destinations;

/// <summary>What a name leads to before the publish, in a place where layers can be taken over from it.</summary>
/// <param name="Name">The first of the image's names that leads somewhere, else the first.</param>
/// <param name="Manifest">Null where it leads nowhere yet, or that cannot be told.</param>
internal sealed record EarlierContent(ImageReference Name, FetchedManifest? Manifest);
