using System.Text.Json;
using System.Text.Json.Nodes;
using Containerize.Diagnostics;
using Containerize.Engines;
using Containerize.Host.Programs;
using Containerize.Images;
using Containerize.Oci;

namespace Containerize.Destinations;

/// <summary>podman's: images go by their configuration's digest, and several platforms are a manifest list of images that are there by themselves.</summary>
internal sealed class PodmanStore : EngineStore
{
    public PodmanStore(EngineClient engine, IPublishLog log)
        : base(engine, log)
    {
    }

    public override Task<bool> TakesIndexesAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    public override async Task<bool> HoldsAsync(string name, ImageSet images, CancellationToken cancellationToken)
        => images.IsIndex
            ? await HoldsListAsync(name, images, cancellationToken)
            : IsIdOf(await AnswerAsync(["image", "inspect", "--format", "{{.Id}}", name], cancellationToken), images.Images[0].Config.Descriptor.Digest);

    public override bool MayLeaveOut(ImageSet images) => true;

    public override async Task<CommitReport> LoadAsync(EngineLoad load, EngineContent there, CancellationToken cancellationToken)
    {
        var report = load.Images.IsIndex
            ? await LoadWholeListAsync(load, there, cancellationToken)
            : await LoadImageAsync(load, there, cancellationToken);
        foreach (var name in load.Names)
        {
            // Looking for a short name, podman begins with localhost, where its own builds are: what is there would stay in front.
            if (LayoutIndex.FormatFullName(name) is var full && full != name && !await HoldsAsync(name, load.Images, cancellationToken))
            {
                await DoAsync(["tag", full, "localhost/" + name], cancellationToken);
            }
        }

        return report;
    }

    /// <summary>By the blobs' digests: podman keeps the layers' with them. What it has not got, it refuses to do without.</summary>
    protected override IReadOnlySet<Digest> FindLeftOut(EngineLoad single, EngineContent there)
        => single.Layers is [var image] ? there.FindBlobs(image) : new HashSet<Digest>();

    private Task<CommitReport> LoadImageAsync(EngineLoad load, EngineContent there, CancellationToken cancellationToken)
    {
        var id = load.Images.Images[0].Config.Descriptor.Digest;
        return LoadArchiveAsync(["load"], load, load.Names, FindLeftOut(load, there), IsWholeAsync, () => Task.CompletedTask, cancellationToken);

        // Full names, since the short one may lead to another image still.
        async Task<bool> IsWholeAsync(ProgramResult result)
        {
            string[] names = load.Names is [] ? [id.Hex] : [.. load.Names.Select(LayoutIndex.FormatFullName)];
            return await InspectAsync(names, cancellationToken) is var held && held.Count == names.Length && held.All(image => load.Is(image, id));
        }
    }

    /// <summary>
    /// podman would ask a registry for a list that it has not. The images of a list have no names, so that <c>podman image prune</c> may have
    /// removed them and left the list.
    /// </summary>
    private async Task<bool> HoldsListAsync(string name, ImageSet images, CancellationToken cancellationToken)
        => await AnswerAsync(["manifest", "exists", name], cancellationToken) is not null
            && await AnswerAsync(["manifest", "inspect", name], cancellationToken) is { } list
            && ReadDigests(list).SequenceEqual(images.Images.Select(image => image.Manifest.Digest.ToString()), StringComparer.Ordinal)
            && await HasEachAsync(images, cancellationToken);

    private async Task<bool> HasEachAsync(ImageSet images, CancellationToken cancellationToken)
    {
        foreach (var image in images.Images)
        {
            if (await AnswerAsync(["image", "exists", image.Config.Descriptor.Digest.Hex], cancellationToken) is null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Other programs that use podman's store at the same time were seen to make it lose an image that it had just taken. Then once more.</summary>
    private async Task<CommitReport> LoadWholeListAsync(EngineLoad load, EngineContent there, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var report = await LoadListAsync(load, there, cancellationToken);
            if (await HoldsListAsync(LayoutIndex.FormatFullName(load.Names[0]), load.Images, cancellationToken))
            {
                return report;
            }
        }

        throw new ContainerizeException(
            ErrorCodes.EngineRefused,
            $"Loading the images into {Engine.Name}: it took the list {load.Names[0]}, and does not have all of its images. Somebody may have removed them "
                + "meanwhile. Publish again.");
    }

    /// <summary>The list has a name of its own until it is whole: what a name of the user's leads to is never half of one.</summary>
    private async Task<CommitReport> LoadListAsync(EngineLoad load, EngineContent there, CancellationToken cancellationToken)
    {
        var reports = new List<CommitReport>();
        var list = $"localhost/containerize-{Path.GetRandomFileName()}:list";
        try
        {
            foreach (var image in load.Split())
            {
                reports.Add(await LoadImageAsync(image, there, cancellationToken));
            }

            await DoAsync(["manifest", "create", list], cancellationToken);
            foreach (var image in load.Images.Images)
            {
                await DoAsync(["manifest", "add", list, "containers-storage:" + image.Config.Descriptor.Digest.Hex], cancellationToken);
            }

            await DoAsync(["tag", list, .. load.Names.Select(LayoutIndex.FormatFullName)], cancellationToken);

            // A layer that only one of them was given is not left out.
            var leftOut = reports.SelectMany(report => report.LeftOut ?? new HashSet<Digest>()).ToHashSet();
            foreach (var (image, report) in load.Images.Images.Zip(reports))
            {
                leftOut.ExceptWith(image.Blobs.Select(blob => blob.Descriptor.Digest).Where(blob => report.LeftOut?.Contains(blob) != true));
            }

            return new CommitReport(reports.Sum(report => report.BytesLoaded), leftOut);
        }
        finally
        {
            await ForgetAsync(list);
        }
    }

    /// <summary>Of a list that has other names it removes this one only. (<c>untag</c> looks for an image in the list, and for the name at that.)</summary>
    private async Task ForgetAsync(string list)
    {
        try
        {
            await AnswerAsync(["rmi", list], CancellationToken.None);
        }
        catch (ContainerizeException)
        {
            // Then a name stays that nobody asks for.
        }
    }

    private Task DoAsync(IReadOnlyList<string> command, CancellationToken cancellationToken) => Engine.DoAsync(command, null, cancellationToken);

    private static IEnumerable<string?> ReadDigests(string list)
    {
        try
        {
            return [.. (JsonNode.Parse(list)?["manifests"] as JsonArray ?? []).Select(entry => (string?)entry?["digest"])];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return [];
        }
    }
}
