using Containerize.Diagnostics;
using Containerize.Explaining.Packages;
using Containerize.Images;

namespace Containerize.Explaining;

/// <summary>Layers of an image of anybody, explained by what is in them: files, history, and what package managers wrote down.</summary>
internal static class ReadImage
{
    /// <summary>What the history of a layer of ours is commented with.</summary>
    private const string Ours = "containerize ";

    /// <exception cref="ContainerizeException">A layer cannot be fetched, or is not what it is called.</exception>
    public static async Task<IReadOnlyList<ExplainedLayer>> ReadLayersAsync(Image image, LayerReader reader, CancellationToken cancellationToken)
    {
        var packages = new PackageIndex();
        var layers = new List<ExplainedLayer>();
        for (var i = 0; i < image.Layers.Count; i++)
        {
            var content = await reader.ReadAsync(image.Layers[i], image.Config.DiffIds[i], cancellationToken);
            packages.Learn(content.Packages);
            layers.Add(Describe(image, i) with { Files = content.Files, Removed = content.Removed });
        }

        return [.. layers.Select(layer => layer with { Files = [.. layer.Files!.Select(packages.Explain)] })];
    }

    /// <summary>Without its files.</summary>
    public static ExplainedLayer Describe(Image image, int index)
    {
        var history = At(image.Config.LayerHistory, index, image);
        var isOurs = At(image.Config.LayerComments, index, image).StartsWith(Ours, StringComparison.Ordinal);
        return new ExplainedLayer(isOurs ? history.Split(':')[0] : string.Empty, history)
        {
            DiffId = image.Config.DiffIds[index],
            Blob = image.Layers[index].Descriptor,
            IsIndependent = isOurs,
        };
    }

    /// <summary>A history that is not of these layers says nothing.</summary>
    private static string At(IReadOnlyList<string> history, int index, Image image) => history.Count == image.Layers.Count ? history[index] : string.Empty;
}
