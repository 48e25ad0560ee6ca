using Containerize.Layering;
using Containerize.Layers;

namespace Containerize.Describing;

/// <summary>The files of an image's layers as they lie in it, with the folders that a layer has to say something of.</summary>
internal sealed class ImageFiles
{
    private readonly ImagePlaces places;
    private readonly Dictionary<PlannedLayer, LayerFile[]> owned = new(ReferenceEqualityComparer.Instance);

    public ImageFiles(LayerPlan plan, ImagePlaces places)
    {
        this.places = places;
        if (plan.Layers.Any(layer => layer.Files[0].Root is not null))
        {
            var owners = new FolderOwners();
            foreach (var layer in plan.Layers)
            {
                owned[layer] = owners.Say(Create(layer, places), FindTarget(layer));
            }
        }
    }

    public LayerFile[] Of(PlannedLayer layer) => owned.GetValueOrDefault(layer) ?? Create(layer, places);

    /// <summary>Of a layer by itself: its folders are root's, or its own owner's.</summary>
    public static LayerFile[] Create(PlannedLayer layer, ImagePlaces places)
    {
        LayerFile[] files = [.. layer.Files.SelectMany(places.Create).DistinctBy(file => file.Path, StringComparer.Ordinal)];
        var above = files.Select(file => file.Above).Distinct(StringComparer.Ordinal).SelectMany(places.SayAbove);
        return [.. above.DistinctBy(folder => folder.Path, StringComparer.Ordinal), .. files];
    }

    /// <summary>The folder that a builder copies a layer to, relative to the image's root; null: one above all that is ours.</summary>
    private string? FindTarget(PlannedLayer layer)
    {
        if (layer.Files[0].Root is { } root)
        {
            return places.Real(root);
        }

        return layer.Files.Any(file => file.IsFolder && places.IsBelow(file.RelativePath)) ? places.Root : null;
    }
}
