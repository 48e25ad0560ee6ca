using Containerize.Diagnostics;
using Containerize.Engines;
using Containerize.Host;
using Containerize.Registries;

namespace Containerize.Destinations;

/// <summary>
/// Picks where an image goes: the archive or image layout asked for, else the registry, else an engine that answers, else an archive beside the
/// output.
/// </summary>
internal sealed class DestinationChoice(RegistryClient registries, HostEnvironment host, TimeProvider clock, IPublishLog log)
{
    /// <exception cref="ContainerizeException">The place cannot be used; for a registry: it cannot be reached, or wants credentials that there are
    /// not.</exception>
    public async Task<IImageDestination> ChooseAsync(ImageTarget target, CancellationToken cancellationToken)
    {
        switch (target.Place)
        {
            case ImagePlace.Archive(var path):
                return new ArchiveDestination(path, target.Names);

            case ImagePlace.Layout(var path):
                var layout = new LayoutDestination(path, target.Names, clock);
                await layout.CheckAsync();
                return layout;

            case ImagePlace.Registry(var name):
                var repository = registries.Repository(name, target.Repository, RegistryAccess.Push);
                var destination = new RegistryDestination(repository, target.Tags, log);
                await destination.LookAsync(cancellationToken);
                return destination;

            default:
                return await ChooseEngineAsync(target, cancellationToken);
        }
    }

    private async Task<IImageDestination> ChooseEngineAsync(ImageTarget target, CancellationToken cancellationToken)
    {
        if (await EngineClient.FindAsync(target.Engine, host, log, cancellationToken) is { } engine)
        {
            log.Detail($"Loading into {engine.Name}");
            return new EngineDestination(engine, target.Names);
        }

        log.Say("No container engine answers and ContainerRegistry is not set: writing an archive instead.");
        return new ArchiveDestination(target.FallbackArchivePath, target.Names, DestinationKind.ArchiveInstead);
    }
}
