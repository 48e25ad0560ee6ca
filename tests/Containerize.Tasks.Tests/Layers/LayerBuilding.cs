using Containerize.Layers;
using Containerize.Oci;

namespace Containerize.Tests.Layers;

internal static class LayerBuilding
{
    /// <summary>Builds a layer that has no predecessor unless a place is named.</summary>
    public static BuiltLayer Build(this LayerBuilder builder, IReadOnlyList<LayerFile> files, Digest diffId, CancellationToken cancellationToken, string place = "somewhere")
        => builder.BuildAsync(files, diffId, place, cancellationToken).GetAwaiter().GetResult();
}
