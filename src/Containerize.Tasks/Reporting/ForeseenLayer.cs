using Containerize.Layering;
using Containerize.Oci;

namespace Containerize.Reporting;

/// <summary>A layer of ours.</summary>
/// <param name="DiffId">Null where nothing was published before, so that nothing could be found by it.</param>
/// <param name="Blob">Null where the layer would have to be compressed.</param>
internal sealed record ForeseenLayer(PlannedLayer Plan, Digest? DiffId, ForeseenBlob? Blob);
