using Containerize.Destinations;
using Containerize.Layering;
using Containerize.Layers;

namespace Containerize.Publishing;

/// <summary>A layer of ours, from plan to blob.</summary>
internal sealed record ReadyLayer(PlannedLayer Plan, BuiltLayer Built, ImageBlob Blob);
