namespace Containerize.Oci;

/// <summary>What a configuration says of one layer: its diffID and its history entry.</summary>
/// <param name="DiffId">Hash of the uncompressed tar.</param>
/// <param name="CreatedBy">One line that <c>docker history</c> shows for the layer.</param>
/// <param name="Comment">The tool that made it.</param>
internal sealed record LayerRecord(Digest DiffId, string CreatedBy, string Comment);
