using Containerize.Oci;

namespace Containerize.Explaining;

/// <summary>A layer, and what is in it.</summary>
/// <param name="Class">A layer class's name, <c>base</c>, or empty for a layer that somebody else made.</param>
/// <param name="Maker">What made it, in the words of the image's history or ours.</param>
internal sealed record ExplainedLayer(string Class, string Maker)
{
    /// <summary>Hash of its tar; null where it cannot be known before it is compressed.</summary>
    public Digest? DiffId { get; init; }

    /// <summary>What is sent of it; null where it has not been compressed yet.</summary>
    public Descriptor? Blob { get; init; }

    /// <summary>What became of it in the publish, or would: <c>present</c>, <c>uploaded</c>; null where nothing was to be done.</summary>
    public string? Outcome { get; init; }

    /// <summary>Its files, in ordinal order of their paths; null where it was not read.</summary>
    public IReadOnlyList<ExplainedFile>? Files { get; init; }

    /// <summary>Paths of lower layers that it removes (whiteouts); one that ends in a slash stands for all that is below it.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>Whether a rebuild leaves it as it is while its own files are the same, whatever changes below it.</summary>
    public bool IsIndependent { get; init; }

    /// <summary>Bytes of its files; where they are not known, those of the blob.</summary>
    public long Size => Files?.Sum(file => file.Size) ?? Blob?.Size ?? 0;
}
