using Containerize.BaseImages;
using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Oci;
using Containerize.Registries;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Containerize.Tasks;

/// <summary>
/// Opens connections to the registries of a publish while the project is still being compiled. Bringing up the network takes longer
/// than anything else in a publish that changes nothing. Returns at once, and never fails: it saves time or does nothing.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class OpenRegistryConnections : ContainerizeTask
{
    /// <summary>One item with metadata Registry, BaseImage, BaseRegistry, InsecureRegistry, RegistryMirror.</summary>
    [Required]
    public ITaskItem Image { get; set; } = new TaskItem();

    /// <summary>ContainerDestination.</summary>
    public ITaskItem[] Destinations { get; set; } = [];

    private protected override Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        var properties = new ImageProperties(Image, Paths);
        RegistryOptions options;
        try
        {
            options = NetworkSettings.Read(properties, Host, log);
        }
        catch (ContainerizeException e)
        {
            // The publish will say so, if it comes to that.
            log.Detail(e.Message);
            return Task.CompletedTask;
        }

        var network = SharedNetwork.Of(BuildEngine, options);
        var registries = Registries(properties, options.Mirrors);
        registries.UnionWith(Destinations.Select(DestinationReader.FindRegistry).OfType<string>());
        foreach (var registry in registries)
        {
            _ = Task.Run(() => network.GreetAsync(registry), CancellationToken.None);
        }

        return Task.CompletedTask;
    }

    /// <summary>Whom the publish will certainly ask. A base image that is pinned may be in the cache.</summary>
    private static HashSet<string> Registries(ImageProperties properties, RegistryMirrors mirrors)
    {
        var registries = new HashSet<string>(StringComparer.Ordinal);
        if (properties["BaseImage"] is not { } baseImage)
        {
            registries.Add(FirstFor(properties["BaseRegistry"] ?? BaseImageInference.MicrosoftRegistry));
        }
        else if (ImageReference.TryParse(baseImage, out var reference) && reference.Digest is null)
        {
            registries.Add(FirstFor(reference.Registry));
        }

        var place = ImagePlace.Choose(properties["ArchivePath"], properties["LayoutPath"], properties["Registry"], new ImagePlace.Engine(Named: null));
        if (place is ImagePlace.Registry(var target))
        {
            registries.Add(target);
        }

        return registries;

        string FirstFor(string registry) => mirrors.Of(registry, "any").FirstOrDefault()?.Registry ?? registry;
    }
}
