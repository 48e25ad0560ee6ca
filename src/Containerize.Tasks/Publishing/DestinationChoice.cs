using Containerize.Destinations;
using Containerize.Registries;

namespace Containerize.Publishing;

/// <summary>Picks where an image goes: the archive or image layout asked for, else the registry, else an engine that answers, else an archive beside the output.</summary>
internal static class DestinationChoice
{
    public static async Task<IImageDestination> ChooseAsync(ImageTarget target, PublishServices services, CancellationToken cancellationToken)
    {
        if (target.ArchivePath is { } path)
        {
            return new ArchiveDestination(path, target.Names);
        }

        if (target.LayoutPath is { } folder)
        {
            var layout = new LayoutDestination(folder, target.Names, services.Clock);
            await layout.CheckAsync();
            return layout;
        }

        if (target.Registry is { } registry)
        {
            var destination = new RegistryDestination(services.Registries.Repository(registry, target.Repository, RegistryAccess.Push), target.Tags, services.Log);
            await destination.LookAsync(cancellationToken);
            return destination;
        }

        if (await EngineClient.FindAsync(target.Engine, services.Host, services.Log, cancellationToken) is { } engine)
        {
            services.Log.Detail($"Loading into {engine.Name}");
            return new EngineDestination(engine, target.Names);
        }

        services.Log.Say($"No container engine answers and ContainerRegistry is not set: writing an archive instead. Load it with 'docker load -i {target.FallbackArchivePath}'.");
        return new ArchiveDestination(target.FallbackArchivePath, target.Names);
    }
}
