using Containerize.BaseImages;
using Containerize.Describing;
using Containerize.Destinations;
using Containerize.Oci;

namespace Containerize.Publishing;

/// <summary>Finds what the images of one publish stand on. A tag that several of them name is asked for once.</summary>
internal sealed class BaseResolution
{
    private readonly RegistryBaseImageSource source;

    public BaseResolution(PublishServices services) => source = new RegistryBaseImageSource(services.Registries, services.Store, services.Clock, services.Log);

    /// <param name="choosing">Where the image goes: what others take must not depend on what is in this machine's cache.</param>
    /// <exception cref="Diagnostics.ContainerizeException">The base is missing, has no such platform, or cannot be built upon.</exception>
    public Task<BaseImage> ResolveAsync(ImageDefinition definition, Task<IImageDestination> choosing, CancellationToken cancellationToken)
        => definition.BaseImage is { } reference
            ? source.ResolveAsync(
                reference,
                definition.Platform,
                async () => (await choosing).Kind.IsShared ? CachedBaseUse.None : CachedBaseUse.WholeImage,
                cancellationToken)
            : Task.FromResult(new BaseImage { Config = ImageConfig.Empty(definition.Platform) });
}
