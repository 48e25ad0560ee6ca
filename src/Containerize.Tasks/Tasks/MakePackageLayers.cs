using Containerize.Describing;
using Containerize.Diagnostics;
using Containerize.Host;
using Containerize.Publishing;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>
/// Begins to make the layers of packages while the project is still being compiled. Returns at once, and never fails: it saves time or does nothing.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class MakePackageLayers : ImageTask
{
    private protected override Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        try
        {
            var project = Image.Path("IntermediateDirectory")!;
            if (BuildObjects.Find<EarlyLayers>(BuildEngine, project) is null && Begin() is { } early)
            {
                _ = BuildObjects.Keep(BuildEngine, project, () => early);
            }
        }
#pragma warning disable CA1031 // The publish will say so, if it comes to that.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.Detail(e.ToString());
        }

        return Task.CompletedTask;
    }

    private ImageProperties Image => Items.Images[0];

    private EarlyLayers? Begin()
    {
        var items = new ImageItems(Description, Paths) { IsPublished = false, Texts = Items.Texts };
        var (encoding, cache) = PublishSettings.Read(Image, Host);
        var log = new SilentLog();
        var order = new PublishOrder(DefinitionReader.ReadAll(items, Globals, log));
        var options = NetworkSettings.Read(Image, Host, log);
        var registry = new EarlyRegistry(
            SharedNetwork.Of(BuildEngine, options), SharedNetwork.MemoryOf(BuildEngine, options, order.FirstRegistry), options, Host);
        var coming = items[ItemKind.PublishedFile].Select(
            item => new FoundFile(PathText.ToRelative(item.GetMetadata("RelativePath")), new FileInfo(item.GetMetadata("FullPath"))));
        return cache.OpenAlone() is { } store
            ? EarlyLayers.Begin(
                order.Images[0],
                coming,
                new LayerServices(store, encoding, TimeProvider.System, log),
                cancellation => registry.LacksAsync(order.Targets[0], store, cancellation))
            : null;
    }
}
