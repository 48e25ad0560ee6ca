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
        if (plan.Layers.Any(IsCopiedByItself))
        {
            var owners = new FolderOwners();
            foreach (var layer in plan.Layers)
            {
                owned[layer] = owners.Say(Create(layer, places), layer.Files[0].Root is { } root ? places.Real(root) : null);
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

    private static bool IsCopiedByItself(PlannedLayer layer) => layer.Files[0].Root is not null;
}
