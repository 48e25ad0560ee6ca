using Containerize.BaseImages;
using Containerize.Diagnostics;
using Containerize.Explaining;
using Containerize.Oci;
using Containerize.Registries;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Containerize.Tasks;

/// <summary>Writes a report of an image that lies in a registry, in an image layout or in an archive: one that was not made here as well.</summary>
[MSBuildMultiThreadableTask]
public sealed class ReportContainerImage : ContainerizeTask
{
    /// <summary>
    /// One item with metadata ReportImage (ContainerizeReportImage), ReportPlatform, ResultDirectory, SdkRuntimeIdentifier, CacheDirectory, CacheSize,
    /// InsecureRegistry, RegistryMirror.
    /// </summary>
    [Required]
    public ITaskItem Report { get; set; } = new TaskItem();

    private protected override async Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        var properties = new ImageProperties(Report, Paths);
        var faults = new Faults();
        var name = faults.Read(() => ImageName.Parse(properties.Required("ReportImage"), Paths.MakeAbsolute), null);
        var platform = faults.Read(() => Platform.FromRuntimeIdentifier(ReadRuntimeIdentifier(properties)), null);
        var options = faults.Read(() => NetworkSettings.Read(properties, Host, log), new RegistryOptions());
        var cache = faults.Read(() => new CacheSettings(properties, Host), null);
        faults.Throw();

        var folder = properties.Path("ResultDirectory")!;
        var network = SharedNetwork.Of(BuildEngine, options);
        using var registries = await SharedNetwork.OpenClientAsync(network, options, new RegistryMemory(), Host, destination: null, log);
        var store = cache!.Open(Path.Join(folder, "cache"), log);
        var bases = new BaseSources(registries, store, TimeProvider.System, log, CachedBaseUse.WholeImage, build: null);
        var image = new ForeignImage(name!, bases, new LayerReader(store), Path.Join(folder, "unpacked"));
        var explanation = await image.ExplainAsync(platform!, cancellationToken);
        var file = Path.Join(folder, $"report-{ReportTelling.NameOnDisk(name!.ToString())}.html");
        await ReportPage.WriteAsync(file, explanation);
        cache.Prune(store.Grown, log);

        log.Say(ReportTelling.Say(Path.GetFileNameWithoutExtension(ProjectFile), explanation, file));
    }

    /// <returns>The runtime identifier that is named; else Linux on this machine's processor.</returns>
    private static string ReadRuntimeIdentifier(ImageProperties properties)
        => properties["ReportPlatform"] is { } named and not RuntimeIdentifier.Any
            ? named
            : "linux-" + properties.Required("SdkRuntimeIdentifier").Split('-')[^1];
}
