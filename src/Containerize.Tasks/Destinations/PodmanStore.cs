using System.Text.Json;
using System.Text.Json.Nodes;
using Containerize.Diagnostics;
using Containerize.Engines;
using Containerize.Images;

namespace Containerize.Destinations;

/// <summary>podman's: images go by their configuration's digest, and several platforms are a manifest list of images that are there by themselves.</summary>
internal sealed class PodmanStore : EngineStore
{
    public PodmanStore(EngineClient engine)
        : base(engine)
    {
    }

    public override Task<bool> TakesIndexesAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    public override async Task<bool> HoldsAsync(string name, ImageSet images, CancellationToken cancellationToken)
        => images.IsIndex
            ? await HoldsListAsync(name, images, cancellationToken)
            : IsIdOf(await AnswerAsync(["image", "inspect", "--format", "{{.Id}}", name], cancellationToken), images.Images[0].Config.Descriptor.Digest);

    public override async Task LoadAsync(ImageSet images, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        if (images.IsIndex)
        {
            await LoadWholeListAsync(images, names, cancellationToken);
        }
        else
        {
            await LoadArchiveAsync(["load"], images, names, cancellationToken);
        }

        foreach (var name in names)
        {
            // Looking for a short name, podman begins with localhost, where its own builds are: what is there would stay in front.
            if (LayoutIndex.FormatFullName(name) is var full && full != name && !await HoldsAsync(name, images, cancellationToken))
            {
                await DoAsync(["tag", full, "localhost/" + name], cancellationToken);
            }
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
    private async Task LoadWholeListAsync(ImageSet images, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            await LoadListAsync(images, names, cancellationToken);
            if (await HoldsListAsync(LayoutIndex.FormatFullName(names[0]), images, cancellationToken))
            {
                return;
            }
        }

        throw new ContainerizeException(
            ErrorCodes.EngineRefused,
            $"Loading the images into {Engine.Name}: it took the list {names[0]}, and does not have all of its images. Somebody may have removed them "
                + "meanwhile. Publish again.");
    }

    /// <summary>The list has a name of its own until it is whole: what a name of the user's leads to is never half of one.</summary>
    private async Task LoadListAsync(ImageSet images, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var list = $"localhost/containerize-{Path.GetRandomFileName()}:list";
        try
        {
            foreach (var image in images.Images)
            {
                await LoadArchiveAsync(["load"], new ImageSet(image.Manifest, image.ManifestBytes, [image]), [], cancellationToken);
            }

            await DoAsync(["manifest", "create", list], cancellationToken);
            foreach (var image in images.Images)
            {
                await DoAsync(["manifest", "add", list, "containers-storage:" + image.Config.Descriptor.Digest.Hex], cancellationToken);
            }

            await DoAsync(["tag", list, .. names.Select(LayoutIndex.FormatFullName)], cancellationToken);
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
