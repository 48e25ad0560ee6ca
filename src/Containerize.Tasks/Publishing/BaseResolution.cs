using Containerize.BaseImages;
using Containerize.Describing;
using Containerize.Destinations;
using Containerize.Oci;

namespace Containerize.Publishing;

/// <summary>Finds what an image stands on.</summary>
internal static class BaseResolution
{
    /// <param name="choosing">Where the image goes: what others take must not depend on what is in this machine's cache.</param>
    /// <exception cref="Diagnostics.ContainerizeException">The base is missing, has no such platform, or cannot be built upon.</exception>
    public static Task<BaseImage> ResolveAsync(RegistryBaseImageSource source, ImageDefinition definition, Task<IImageDestination> choosing, CancellationToken cancellationToken)
        => definition.BaseImage is { } reference
            ? source.ResolveAsync(
                reference,
                definition.Platform,
                async () => (await choosing).Kind.IsShared ? CachedBaseUse.None : CachedBaseUse.WholeImage,
                cancellationToken)
            : Task.FromResult(new BaseImage { Config = ImageConfig.Empty(definition.Platform) });
}
