using Containerize.BaseImages;
using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Engines;
using Containerize.Oci;
using Containerize.Registries;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Containerize.Tasks;

/// <summary>
/// Opens connections to the registries of a publish, and asks the engines, while the project is still being compiled. Bringing up the network takes longer
/// than anything else in a publish that changes nothing. Returns at once, and never fails: it saves time or does nothing.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class OpenConnections : ContainerizeTask
{
    /// <summary>One item with metadata Registry, ArchivePath, LayoutPath, LocalRegistry, BaseImage, BaseRegistry, InsecureRegistry, RegistryMirror.</summary>
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
        var place = TargetReader.FindPlace(properties, Paths);
        var registries = FindBaseRegistries(properties, options.Mirrors);
        registries.UnionWith(Destinations.Select(DestinationReader.FindRegistry).Append((place as ImagePlace.Registry)?.Host).OfType<string>());
        foreach (var registry in registries)
        {
            _ = Task.Run(() => network.GreetAsync(registry), CancellationToken.None);
        }

        IEnumerable<ImagePlace?> others = Destinations.Select(item => DestinationReader.FindEngine(item, Paths));
        var places = place.IsTakenBeside(Destinations.Length) ? others.Append(place) : others;
        foreach (var engine in places.OfType<ImagePlace.Engine>().Distinct())
        {
            AskBeside(engine);
        }

        return Task.CompletedTask;
    }

    /// <summary>Whom the publish will certainly ask for a base. One that is pinned may be in the cache.</summary>
    private static HashSet<string> FindBaseRegistries(ImageProperties properties, RegistryMirrors mirrors)
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

        return registries;

        string FirstFor(string registry) => mirrors.Of(registry, "any").FirstOrDefault()?.Registry ?? registry;
    }

    /// <summary>The publish asks the same, of the same answers.</summary>
    private void AskBeside(ImagePlace.Engine wanted)
    {
        var answers = SharedEngines.Of(BuildEngine);
        var host = Host;
        _ = Task.Run(AskAsync, CancellationToken.None);

        async Task AskAsync()
        {
            try
            {
                await EngineClient.FindAsync(wanted.Named, answers, host, new SilentLog(), CancellationToken.None);
            }
#pragma warning disable CA1031 // The publish will meet the same, and say so.
            catch
#pragma warning restore CA1031
            {
            }
        }
    }
}
