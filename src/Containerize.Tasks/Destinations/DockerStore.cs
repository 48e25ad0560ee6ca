using Containerize.Engines;
using Containerize.Images;

namespace Containerize.Destinations;

/// <summary>
/// Docker's: of old its own, where an image has one platform and goes by its configuration's digest; newer ones are containerd's, where it goes by
/// its manifest's or index's.
/// </summary>
internal sealed class DockerStore : EngineStore
{
    /// <summary>What <c>docker info</c> names as the driver's type where images are in containerd's store.</summary>
    private const string Containerd = "io.containerd.snapshotter";

    public DockerStore(EngineClient engine)
        : base(engine)
    {
    }

    public override async Task<bool> TakesIndexesAsync(CancellationToken cancellationToken)
        => await AnswerAsync(["info", "--format", "{{json .DriverStatus}}"], cancellationToken) is { } status
            && status.Contains(Containerd, StringComparison.Ordinal);

    public override async Task<bool> HoldsAsync(string name, ImageSet images, CancellationToken cancellationToken)
    {
        var id = await AnswerAsync(["image", "inspect", "--format", "{{.Id}}", name], cancellationToken);
        return IsIdOf(id, images.Top.Digest) || (!images.IsIndex && IsIdOf(id, images.Images[0].Config.Descriptor.Digest));
    }

    public override Task LoadAsync(ImageSet images, IReadOnlyList<string> names, CancellationToken cancellationToken)
        => LoadArchiveAsync(["load"], images, names, cancellationToken);
}
