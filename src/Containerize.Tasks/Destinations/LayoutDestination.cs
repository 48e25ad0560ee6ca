using Containerize.Diagnostics;
using Containerize.Host.Files;
using Containerize.Images;
using Containerize.Oci;
using Containerize.Storage;

namespace Containerize.Destinations;

/// <summary>
/// A folder on this machine in the OCI image layout (image-layout.md), which may hold other images: they stay. Blobs that are there already are
/// not written again, and the index names an image only when all of it is there.
/// </summary>
internal sealed class LayoutDestination : IImageDestination
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string path;
    private readonly IReadOnlyList<string> names;
    private readonly TimeProvider clock;
    private readonly ContentStore blobs;

    /// <param name="path">Absolute path of the folder.</param>
    /// <param name="names">Names with tags that the image gets; those of one layout are told apart by their tags.</param>
    public LayoutDestination(string path, IReadOnlyList<string> names, TimeProvider clock)
    {
        this.path = Path.TrimEndingDirectorySeparator(path);
        this.names = names;
        this.clock = clock;
        blobs = new ContentStore(this.path);
    }

    public DestinationKind Kind => DestinationKind.Layout;

    /// <summary>As skopeo, podman and buildah write them.</summary>
    public IReadOnlyList<string> References => [.. names.Select(name => $"oci:{path}:{LayoutIndex.FindTag(name)}")];

    private string IndexPath => Path.Join(path, ImageLayout.IndexName);

    private string MarkerPath => Path.Join(path, ImageLayout.MarkerName);

    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.LayoutUnusable"/>: the folder holds something else.</exception>
    public Task CheckAsync() => GuardAsync(() =>
    {
        if (!File.Exists(MarkerPath) && (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())))
        {
            throw new ContainerizeException(
                ErrorCodes.LayoutUnusable,
                $"Writing the image layout {path}: there is something else in this place, without the file oci-layout. Set ContainerLayoutOutputPath to "
                    + "an image layout, an empty folder, or one that does not exist.");
        }

        return Task.CompletedTask;
    });

    public async Task<bool> HoldsAsync(ImageSet images, CancellationToken cancellationToken)
    {
        var holds = false;
        await GuardAsync(() =>
        {
            var content = images.Blobs.Select(blob => blob.Descriptor).Concat(ListManifests(images).Select(manifest => manifest.Descriptor));
            holds = ReadIndex().LeadsTo(images.Top, names) && content.All(Contains);
            return Task.CompletedTask;
        });
        return holds;
    }

    public Task<BlobOutcome> ForeseeBlobAsync(ImageBlob blob, CancellationToken cancellationToken)
        => Task.FromResult(Contains(blob.Descriptor) ? BlobOutcome.Present : BlobOutcome.Written);

    public async Task<BlobOutcome> PutBlobAsync(ImageBlob blob, CancellationToken cancellationToken)
    {
        if (Contains(blob.Descriptor))
        {
            return BlobOutcome.Present;
        }

        await blob.PrepareAsync(cancellationToken);
        await using var content = await blob.OpenAsync(cancellationToken);
        await GuardAsync(async () =>
        {
            Mark();
            using var draft = blobs.CreateDraft();
            await content.CopyToAsync(draft.Stream, cancellationToken);
            draft.Keep(blob.Descriptor.Digest);
        });
        return BlobOutcome.Written;
    }

    public async Task<CommitReport> CommitAsync(ImageSet images, CancellationToken cancellationToken)
    {
        await GuardAsync(() => NameAsync(images, cancellationToken));
        return CommitReport.AsPut;
    }

    private async Task NameAsync(ImageSet images, CancellationToken cancellationToken)
    {
        Mark();
        foreach (var (descriptor, bytes) in ListManifests(images))
        {
            using var draft = blobs.CreateDraft();
            draft.Stream.Write(bytes);
            draft.Keep(descriptor.Digest);
        }

        await using var turn = await TakeTurnAsync(cancellationToken);
        var index = ReadIndex();
        index.Name(images.Top, names);
        WholeFile.Write(IndexPath, index.ToBytes());

        // What publishes began that were killed since; whole blobs stay, whoever needs them.
        StorePruner.Prune(path, limit: long.MaxValue, clock.GetUtcNow().UtcDateTime);
    }

    private bool Contains(Descriptor content) => blobs.Contains(content.Digest, content.Size);

    /// <summary>Before anything else, so that what a publish leaves that was killed is taken for a layout by the next.</summary>
    private void Mark()
    {
        if (File.Exists(MarkerPath))
        {
            return;
        }

        Directory.CreateDirectory(path);
        try
        {
            using var marker = new FileStream(MarkerPath, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            marker.Write(ImageLayout.Marker);
        }
        catch (IOException) when (File.Exists(MarkerPath))
        {
            // Another project of the build was first.
        }
    }

    private static IEnumerable<(Descriptor Descriptor, byte[] Bytes)> ListManifests(ImageSet images) => images.Images
        .Select(image => (Descriptor: image.Manifest, Bytes: image.ManifestBytes))
        .Append((Descriptor: images.Top, Bytes: images.TopBytes))
        .DistinctBy(manifest => manifest.Descriptor.Digest);

    private LayoutIndex ReadIndex() => File.Exists(IndexPath) ? LayoutIndex.Parse(File.ReadAllBytes(IndexPath), IndexPath) : new LayoutIndex();

    /// <summary>
    /// Projects of one build may name images in the same index at once: whoever has the marker open alone may change it. Nobody replaces that
    /// file, so all of them mean the same one.
    /// </summary>
    private Task<FileStream> TakeTurnAsync(CancellationToken cancellationToken)
        => FileTurn.TakeAsync(MarkerPath, FileMode.Open, Patience, clock, cancellationToken);

    private async Task GuardAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Unusable(e);
        }
    }

    private ContainerizeException Unusable(Exception e) => new(
        ErrorCodes.LayoutUnusable,
        $"Writing the image layout {path}: {Excerpt.Of(e.Message).TrimEnd('.')}. Set ContainerLayoutOutputPath to a folder that can be written and has room.",
        e);
}
