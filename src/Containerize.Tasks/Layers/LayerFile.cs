namespace Containerize.Layers;

/// <summary>A file as it goes into a layer.</summary>
/// <param name="Path">Where it lies in the image, relative to the root, <c>/</c> between parts: <c>app/Shop.dll</c>.</param>
/// <param name="Source">Absolute path on this machine.</param>
/// <param name="Size">Bytes, as seen when the layer was planned; another size when it is read is an error.</param>
internal sealed record LayerFile(string Path, string Source, long Size, bool Executable);
