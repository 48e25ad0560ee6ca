using Containerize.Images;
using Containerize.Oci;

namespace Containerize.Publishing;

/// <summary>
/// Layers in which there is nothing at all. BuildKit makes one for each WORKDIR, also where the folder exists, and builders do for commands that write
/// nothing. An image is the same without them, and a layer is a request in each push and pull.
/// </summary>
internal static class EmptyLayers
{
    /// <summary>The two blocks of zeros that end a tar, and no entry before them: <c>sha256:5f70bf18…</c>.</summary>
    public static readonly Digest DiffId = Digest.Of(new byte[1024]);

    /// <param name="below">Number of the base's layers, which stay as they are: the base has them.</param>
    /// <returns>The configuration's bytes, the builder's own where nothing is left out, and the numbers of the layers above the base that stay.</returns>
    public static (byte[] Config, IReadOnlyList<int> Kept) LeaveOut(Image built, int below)
    {
        int[] own = [.. Enumerable.Range(below, built.Layers.Count - below)];
        var empty = own.Where(i => built.Config.DiffIds[i] == DiffId).ToHashSet();
        var config = built.Config.ToBuilder();
        // An image without layers is more than some registries and engines take.
        return empty.Count > 0 && empty.Count < built.Layers.Count && config.TryLeaveOut(empty)
            ? (config.Build().ToBytes(), [.. own.Where(i => !empty.Contains(i))])
            : (built.ConfigBytes, own);
    }
}
