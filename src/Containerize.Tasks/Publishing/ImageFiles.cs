using Containerize.Layering;
using Containerize.Layers;

namespace Containerize.Publishing;

/// <summary>Where published files lie in the image: below its working directory, or where their path says if it begins at the root.</summary>
internal static class ImageFiles
{
    /// <param name="workingDirectory">Absolute path in the image.</param>
    public static LayerFile[] Of(PlannedLayer layer, string workingDirectory)
    {
        var root = workingDirectory.TrimStart('/');
        return [.. layer.Files.Select(file => new LayerFile((file.RelativePath[0] == '/' ? file.RelativePath : $"{root}/{file.RelativePath}").TrimStart('/'), file.Source, file.Size, file.Executable))];
    }
}
