using Containerize.Layers;
using Containerize.Oci;

namespace Containerize.Publishing;

/// <summary>
/// Images for several platforms that take different files of one output have most layers in common all the same. Each of those is hashed once and
/// compressed once.
/// </summary>
internal sealed class EqualLayers
{
    private readonly Lock gate = new();
    private readonly List<Found> found = [];
    private readonly List<Built> built = [];

    public (Digest Content, long Size, BuiltLayer? Known) Find(IReadOnlyList<LayerFile> files, Func<(Digest Content, long Size, BuiltLayer? Known)> find)
    {
        lock (gate)
        {
            foreach (var (other, result) in found)
            {
                if (AreEqual(other, files))
                {
                    return result;
                }
            }
        }

        var fresh = find();
        lock (gate)
        {
            found.Add(new Found(files, fresh));
        }

        return fresh;
    }

    /// <summary>Layers of one image differ, so only those of another image are looked for.</summary>
    public async Task<BuiltLayer> BuildAsync(IReadOnlyList<LayerFile> files, Func<Task<BuiltLayer>> build)
    {
        lock (gate)
        {
            if (built.Find(other => AreEqual(other.Files, files)) is { } equal)
            {
                return equal.Layer;
            }
        }

        var fresh = await build();
        lock (gate)
        {
            built.Add(new Built(files, fresh));
        }

        return fresh;
    }

    private static bool AreEqual(IReadOnlyList<LayerFile> one, IReadOnlyList<LayerFile> other) => one.Count == other.Count && one.SequenceEqual(other);

    private sealed record Found(IReadOnlyList<LayerFile> Files, (Digest Content, long Size, BuiltLayer? Known) Result);

    private sealed record Built(IReadOnlyList<LayerFile> Files, BuiltLayer Layer);
}
