using Containerize.Layering;
using Containerize.Layers;

namespace Containerize.Describing;

/// <summary>A planned layer's files as they lie in the image.</summary>
internal static class ImageFiles
{
    public static LayerFile[] Create(PlannedLayer layer, ImagePlaces places)
    {
        LayerFile[] files = [.. layer.Files.SelectMany(places.Create).DistinctBy(file => file.Path, StringComparer.Ordinal)];
        var above = files.Select(file => file.Above).Distinct(StringComparer.Ordinal).SelectMany(places.SayAbove);
        return [.. above.DistinctBy(folder => folder.Path, StringComparer.Ordinal), .. files];
    }
}
