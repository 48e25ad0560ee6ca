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
    /// <param name="plan">Of the files that are expected, with folders and what is added.</param>
    /// <param name="user">As USER names it; null for root.</param>
    public static IReadOnlyList<CopiedLayer> Create(LayerPlan plan, ImageDefinition definition, string? user)
    {
        var names = LayerFolders.NamesOf(plan);
        return [.. plan.Layers.Select((layer, i) => new CopiedLayer(names[i], TargetOf(definition, layer), OwnerOf(layer.Files[0], user)))];
    }

    /// <returns>Absolute path, with a slash at its end.</returns>
    public static string TargetOf(ImageDefinition definition, PlannedLayer layer) => layer.Files[0] switch
    {
        { Origin: FileOrigin.Volume } volume => TargetOfFolder(definition, volume.RelativePath, around: false),
        { Origin: FileOrigin.Folder } folder => TargetOfFolder(definition, folder.RelativePath, around: true),
        { Root: { } root } => root.TrimEnd('/') + "/",
        _ => TargetOfFiles(definition),
    };

    /// <summary>Where the usual layers go.</summary>
    /// <returns>Absolute path, with a slash at its end.</returns>
    public static string TargetOfFiles(ImageDefinition definition)
    {
        var root = definition.WorkingDirectory;
        return definition.HasOurServer ? "/" : root[..(root.LastIndexOf('/') + 1)];
    }

    /// <summary>Where the working directory is below that; empty: it is that folder.</summary>
    public static string PlaceOfFiles(ImageDefinition definition) => definition.WorkingDirectory[TargetOfFiles(definition).Length..];

    /// <param name="around">Whether to copy to the folder above: then the folder's own mode is copied too.</param>
    private static string TargetOfFolder(ImageDefinition definition, string folder, bool around)
    {
        var root = definition.WorkingDirectory;
        if (folder == root)
        {
            return TargetOfFiles(definition);
        }

        // Below our own folder whatever lies there becomes the user's; elsewhere only what is not there yet.
        if (root != "/" && folder.StartsWith(root.TrimEnd('/') + "/", StringComparison.Ordinal))
        {
            return root + "/";
        }

        return around ? folder[..(folder.LastIndexOf('/') + 1)] : folder + "/";
    }

    /// <summary>Null: root.</summary>
    private static string? OwnerOf(PublishedFile file, string? user)
    {
        var owner = file.Origin is FileOrigin.Volume || file.Owner == FileOwner.App ? user : file.Owner;
        return IsRoot(owner) ? null : owner;
    }

    private static bool IsRoot(string? user) => BaseLookup.FindNumbers(user, null, null) is { User: 0, Group: 0 };
}
