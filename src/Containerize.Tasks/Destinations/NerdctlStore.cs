using Containerize.Engines;
using Containerize.Images;

namespace Containerize.Destinations;

/// <summary>containerd's, as nerdctl and finch talk to it.</summary>
internal sealed class NerdctlStore : EngineStore
{
    public NerdctlStore(EngineClient engine)
        : base(engine)
    {
    }

    public override Task<bool> TakesIndexesAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    /// <summary>What it shows in docker's manner is one platform's; its own manner tells what the name leads to.</summary>
    public override async Task<bool> HoldsAsync(string name, ImageSet images, CancellationToken cancellationToken)
        => IsIdOf(await AnswerAsync(["image", "inspect", "--mode=native", "--format", "{{.Image.Target.Digest}}", name], cancellationToken), images.Top.Digest);

    /// <summary>Left to itself it takes the machine's platform only, and nothing of an image that has another.</summary>
    public override Task LoadAsync(ImageSet images, IReadOnlyList<string> names, CancellationToken cancellationToken)
        => LoadArchiveAsync(["load", "--all-platforms"], images, names, cancellationToken);
}
