using Containerize.Diagnostics;
using Containerize.Engines;
using Containerize.Images;
using Containerize.Oci;

namespace Containerize.Destinations;

/// <summary>containerd's, as nerdctl and finch talk to it. Nothing tells there whether an image is whole, so it always gets all of it.</summary>
internal sealed class NerdctlStore : EngineStore
{
    public NerdctlStore(EngineClient engine, IPublishLog log)
        : base(engine, log)
    {
    }

    public override Task<bool> TakesIndexesAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    /// <summary>What it shows in docker's manner is one platform's; its own manner tells what the name leads to.</summary>
    public override async Task<bool> HoldsAsync(string name, ImageSet images, CancellationToken cancellationToken)
        => IsIdOf(await AnswerAsync(["image", "inspect", "--mode=native", "--format", "{{.Image.Target.Digest}}", name], cancellationToken), images.Top.Digest);

    public override Task<EngineContent> AskAsync(string name, IReadOnlyList<KnownImage> known, CancellationToken cancellationToken)
        => Task.FromResult(EngineContent.Nothing);

    public override bool MayLeaveOut(ImageSet images) => false;

    /// <summary>Left to itself it takes the machine's platform only, and nothing of an image that has another.</summary>
    public override Task<CommitReport> LoadAsync(EngineLoad load, EngineContent there, CancellationToken cancellationToken)
        => LoadWholeAsync(["load", "--all-platforms"], load.Images, load.Names, cancellationToken);

    protected override IReadOnlySet<Digest> FindLeftOut(EngineLoad single, EngineContent there) => new HashSet<Digest>();
}
