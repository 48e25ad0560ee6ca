namespace Containerize.Describing;

/// <summary>Which labels are made from what only the publish itself knows (OCI image spec, annotations.md).</summary>
internal sealed record ImageLabels
{
    public bool Created { get; init; } = true;

    public bool BaseName { get; init; } = true;

    public bool BaseDigest { get; init; } = true;
}
