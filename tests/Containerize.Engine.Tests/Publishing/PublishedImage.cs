namespace Containerize.Tests.Engine.Publishing;

/// <summary>The result file, as far as tests read it.</summary>
public sealed record PublishedImage(
    IReadOnlyList<string> References,
    string Destination,
    string Digest,
    string ConfigDigest,
    IReadOnlyList<PublishedLayer> Layers,
    bool Unchanged,
    long LayerBytesSent,
    long BytesSent,
    long BytesLoaded,
    int Requests)
{
    /// <summary>The layers that were put upon the base, lowest first.</summary>
    public IReadOnlyList<PublishedLayer> OwnLayers => [.. Layers.Where(layer => !layer.IsBase)];

    public IReadOnlyList<PublishedLayer> BaseLayers => [.. Layers.Where(layer => layer.IsBase)];
}

/// <param name="Outcome"><c>present</c>, <c>mounted</c>, <c>uploaded</c> or <c>written</c>.</param>
public sealed record PublishedLayer(string Class, string Digest, string DiffId, long CompressedSize, bool Cached, string Outcome)
{
    public bool IsBase => Class == "base";
}
