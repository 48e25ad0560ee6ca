using System.Diagnostics;
using Containerize.Diagnostics;
using Containerize.Engines;
using Containerize.Host;
using Containerize.Registries;
using Containerize.Storage;

namespace Containerize.Destinations;

/// <summary>
/// Picks where an image goes: the archive or image layout asked for, else the registry, else an engine that answers, else an archive beside the
/// output.
/// </summary>
internal sealed class DestinationChoice(
    RegistryClient registries, EngineAnswers engines, ContentStore cache, HostEnvironment host, TimeProvider clock, IPublishLog log)
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
                var destination = new RegistryDestination(repository, target.Tags, cache, clock, log);
                await destination.LookAsync(cancellationToken);
                return destination;

            case ImagePlace.Engine wanted:
                return await ChooseEngineAsync(wanted, target.Names, cancellationToken);

            default:
                throw new UnreachableException();
        }
    }

    private async Task<IImageDestination> ChooseEngineAsync(ImagePlace.Engine wanted, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        if (await EngineClient.FindAsync(wanted.Named, engines, host, log, cancellationToken) is { } engine)
        {
            log.Detail($"Loading into {engine.Name}");
            return new EngineDestination(engine, names, cache, clock, log);
        }

        if (wanted.ArchiveInstead is not { } archive)
        {
            throw new ContainerizeException(
                ErrorCodes.EngineNotFound,
                $"Looking for an engine, which {wanted.AskedBy} asks for: neither docker nor podman answers. Start one, or let the image go elsewhere.");
        }

        log.Say("No container engine answers and ContainerRegistry is not set: writing an archive instead.");
        return new ArchiveDestination(archive, names, DestinationKind.ArchiveInstead);
    }
}
