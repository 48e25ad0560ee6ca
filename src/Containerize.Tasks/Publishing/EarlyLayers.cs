using System.Collections.Concurrent;
using Containerize.Describing;
using Containerize.Images;
using Containerize.Layering;
using Containerize.Layers;
using Containerize.Oci;

namespace Containerize.Publishing;

/// <summary>
/// Layers of packages that are made while the project is still being compiled: what is in them is known since the restore, and a compiler leaves the machine
/// time. They go into the store, where a publish looks for every layer that it needs. Nobody relies on it: what was foreseen wrongly, or is not done in time,
/// the publish makes itself.
/// </summary>
internal sealed class EarlyLayers : IDisposable
{
    /// <summary>Bytes before compression. Fewer are compressed in no time.</summary>
    private const long Least = 4 * 1024 * 1024;

    /// <summary>
    /// Bytes before compression. Of more the compiler would feel it, and the publish sends the first of them while it compresses the next.
    /// </summary>
    private const long Most = 64 * 1024 * 1024;

    private readonly ConcurrentDictionary<Digest, bool> made = new();
    private readonly CancellationTokenSource stop = new();
    private readonly IDisposable spared = EncoderThreads.SpareCore();
    private readonly LayerServices services;

    private EarlyLayers(
        ImageDefinition definition, IReadOnlyList<PublishedFile> packages, LayerServices services, Func<CancellationToken, Task<bool>> isNewAsync)
    {
        this.services = services;
        KnewNothing = new LayerCache(services.Store).IsEmpty(services.Encoding);
        var token = stop.Token;
        Finished = Task.Run(() => RunAsync(definition, packages, isNewAsync, token), CancellationToken.None);
    }

    /// <summary>Whether there was no layer of any earlier publish when this began.</summary>
    public bool KnewNothing { get; }

    /// <summary>Ends without an error, whatever came of it.</summary>
    public Task Finished { get; }

    /// <summary>How many there are by now.</summary>
    public int Count => made.Count;

    /// <summary>Bytes that were added to the store.</summary>
    public long Grown => services.Store.Grown;

    /// <summary>Returns at once; the layers are made on other threads.</summary>
    /// <param name="coming">Files of packages that will be in the publish output, as far as that is known.</param>
    /// <param name="isNewAsync">Whether no image is under the name yet: of one that is, layers are taken over.</param>
    /// <returns>Null where it would not be worth it.</returns>
    public static EarlyLayers? Begin(
        ImageDefinition definition, IEnumerable<FoundFile> coming, LayerServices services, Func<CancellationToken, Task<bool>> isNewAsync)
    {
        if (definition.Layering.Mode == LayeringMode.Single)
        {
            return null;
        }

        var packages = PublishDirectory.Foresee(definition, coming);
        return PublishedFile.SizeOf(packages) is >= Least and <= Most
            ? new EarlyLayers(definition, packages, services, isNewAsync)
            : null;
    }

    /// <summary>Whether a layer is of those that are made early.</summary>
    public static bool Concerns(PlannedLayer layer) => layer.Class.Name == LayerClass.Packages.Name || layer.Class.Name == LayerClass.Prerelease.Name;

    /// <summary>A layer that was found in the store: if it was made here, then by no earlier publish.</summary>
    public BuiltLayer Recognize(BuiltLayer found) => found.FromCache && made.ContainsKey(found.Blob.Digest) ? found with { FromCache = false } : found;

    /// <summary>Somebody waits for them now.</summary>
    public void Hurry() => spared.Dispose();

    /// <summary>Ends what is still being made.</summary>
    public void Dispose()
    {
        spared.Dispose();
        stop.Cancel();
        stop.Dispose();
    }

    private async Task RunAsync(
        ImageDefinition definition,
        IReadOnlyList<PublishedFile> packages,
        Func<CancellationToken, Task<bool>> isNewAsync,
        CancellationToken cancellationToken)
    {
        try
        {
            if (services.Encoding.AddsToTar || (definition.CacheFrom.Count == 0 && await isNewAsync(cancellationToken)))
            {
                // Not on one of the pool's threads, of which the build has few and needs them.
                Task Make() => MakeAsync(definition, packages, cancellationToken);
                await Task.Factory.StartNew(Make, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
            }
        }
#pragma warning disable CA1031 // See the summary: the publish will meet the same, and say so.
        catch
#pragma warning restore CA1031
        {
        }
        finally
        {
            spared.Dispose();
        }
    }

    private async Task MakeAsync(ImageDefinition definition, IReadOnlyList<PublishedFile> packages, CancellationToken cancellationToken)
    {
        // Folders, and what the project adds, have layers of their own.
        definition = definition with { Volumes = [], AddedFiles = [], AddedFolders = [] };
        var content = await ImageContent.ChooseAsync(
            definition, packages, () => Task.FromCanceled<Image>(new CancellationToken(canceled: true)), services.Store, services.Log, cancellationToken);
        var maker = new LayerMaker(definition, services, new EqualLayers()) { OnCallersThread = true };
        foreach (var layer in LayerPlanner.Plan(content.Files, definition.LayerRules, definition.Layering).Layers.Where(Concerns))
        {
            var found = maker.Find(layer, ImageFiles.Create(layer, content.Places), cancellationToken);
            if (found.Known is null)
            {
                var ready = await maker.MakeAsync(found, cancellationToken);
                made[ready.Built.Blob.Digest] = true;
            }
        }
    }
}
