using Containerize.Diagnostics;
using Containerize.Engines;
using Containerize.Host.Programs;
using Containerize.Images;
using Containerize.Oci;

namespace Containerize.Destinations;

/// <summary>
/// Docker's: of old its own, where an image has one platform and goes by its configuration's digest; newer ones are containerd's, where it goes by
/// its manifest's or index's.
/// </summary>
/// <remarks>
/// Docker's own store refuses an archive without a layer that it lacks. containerd's takes it, says so in a line of its output, succeeds, and lets
/// the name lead to an image that does not start (28.5). So there an image that is not all in its archive is given without a name, looked at, and
/// named then.
/// </remarks>
internal sealed class DockerStore : EngineStore
{
    /// <summary>What <c>docker info</c> names as the driver's type where images are in containerd's store.</summary>
    private const string Containerd = "io.containerd.snapshotter";

    /// <summary>Begins the lines of what <c>docker load</c> has taken, and of what an image takes the name of.</summary>
    private static readonly string[] Taken = ["Loaded image", "The image "];

    public DockerStore(EngineClient engine, IPublishLog log)
        : base(engine, log)
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

    /// <summary>An index always goes in whole: Docker tells of one of its platforms only whether it is complete.</summary>
    public override bool MayLeaveOut(ImageSet images) => !images.IsIndex;

    public override async Task<CommitReport> LoadAsync(EngineLoad load, EngineContent there, CancellationToken cancellationToken)
    {
        var leftOut = MayLeaveOut(load.Images) ? FindLeftOut(load, there) : new HashSet<Digest>();
        if (!there.GoesByManifest)
        {
            var id = load.Images.Images[0].Config.Descriptor.Digest;
            return await LoadArchiveAsync(["load"], load, load.Names, leftOut, IsWholeAsync, () => Task.CompletedTask, cancellationToken);

            Task<bool> IsWholeAsync(ProgramResult result) => AreAsync(load, load.Names, id, cancellationToken);
        }

        var digest = load.Images.Top.Digest;
        var report = await LoadArchiveAsync(["load"], load, [], leftOut, IsNamelessWholeAsync, ForgetAsync, cancellationToken);
        if (report.LeftOut is { Count: > 0 })
        {
            foreach (var name in load.Names)
            {
                await Engine.DoAsync(["tag", digest.ToString(), name], null, cancellationToken);
            }
        }

        return report;

        async Task<bool> IsNamelessWholeAsync(ProgramResult result)
            => IsTaken(result) && await AreAsync(load, [digest.ToString()], digest, cancellationToken);

        // What a name led to before is more than this attempt: removing it by its digest would take that name.
        async Task ForgetAsync()
        {
            if (!(await InspectAsync([digest.ToString()], cancellationToken)).Any(held => held.IsNamed))
            {
                await Engine.TryAsync(["image", "rm", digest.ToString()], null, cancellationToken);
            }
        }
    }

    /// <summary>Nothing where it cannot be told how the store is: versions before 28 do not say whether an image of containerd's is complete.</summary>
    protected override IReadOnlySet<Digest> FindLeftOut(EngineLoad single, EngineContent there)
    {
        if (single.Layers is not [var image] || there.GoesByManifest == there.GoesByConfiguration)
        {
            return new HashSet<Digest>();
        }

        return there.GoesByManifest ? there.FindBlobs(image) : there.FindChain(image);
    }

    /// <summary>An image that could not be unpacked is told of in a line, by a program that succeeds.</summary>
    private static bool IsTaken(ProgramResult result) => result.Output
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .All(line => Taken.Any(start => line.StartsWith(start, StringComparison.Ordinal)));

    private async Task<bool> AreAsync(EngineLoad load, IReadOnlyList<string> names, Digest id, CancellationToken cancellationToken)
        => await InspectAsync(names, cancellationToken) is var held && held.Count == names.Count && held.All(image => load.Is(image, id));
}
