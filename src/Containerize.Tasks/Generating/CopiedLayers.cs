using Containerize.BaseImages;
using Containerize.Describing;
using Containerize.Dockerfiles;
using Containerize.Layering;

namespace Containerize.Generating;

/// <summary>
/// Where a Dockerfile copies a layer to. Builders leave the folder that they copy to as it is, and follow links to it, but give the folders
/// inside it the modes and owners of those that they copy: so they copy to the deepest folder that is not ours.
/// </summary>
internal static class CopiedLayers
{
    /// <summary>Whether a layer of that name holds a folder for a volume.</summary>
    public static bool IsVolume(string name) => name.Split('.')[0] == LayerClass.Volumes.Name;

    /// <param name="plan">Of the files that are expected, with the folders for volumes.</param>
    /// <param name="user">As USER names it; null for root.</param>
    public static IReadOnlyList<CopiedLayer> Create(LayerPlan plan, ImageDefinition definition, string? user)
    {
        var names = LayerFolders.NamesOf(plan);
        return
        [
            .. plan.Layers.Select((layer, i) => IsVolume(names[i])
                ? new CopiedLayer(names[i], TargetOf(definition, layer.Files[0].RelativePath), IsRoot(user) ? null : user)
                : new CopiedLayer(names[i], TargetOf(definition, volume: null), Owner: null)),
        ];
    }

    /// <param name="volume">Absolute path of the volume whose folder the layer holds; null for a layer of files.</param>
    /// <returns>Absolute path, with a slash at its end.</returns>
    public static string TargetOf(ImageDefinition definition, string? volume)
    {
        var root = definition.WorkingDirectory;
        var above = definition.HasOurServer ? "/" : root[..(root.LastIndexOf('/') + 1)];
        if (volume is null || volume == root)
        {
            return above;
        }

        // Below our own folder whatever lies there becomes the user's; elsewhere only what is not there yet.
        var isInside = root != "/" && volume.StartsWith(root.TrimEnd('/') + "/", StringComparison.Ordinal);
        return (isInside ? root : volume) + "/";
    }

    private static bool IsRoot(string? user) => BaseLookup.FindNumbers(user, null, null) is { User: 0 };
}
