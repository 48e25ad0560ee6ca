using System.Numerics;
using Containerize.Host.Files;

namespace Containerize.Layering;

/// <summary>
/// Cuts a very large layer into several: the first is on its way while the next is compressed, they are pulled side by side, and a
/// changed file takes only its neighbours with it. Large files are dealt out by a hash of their path, so that adding or removing one moves no
/// other; small ones stay together, since they often change together. The number of pieces is a power of two of the layer's size, so that
/// it rarely changes.
/// </summary>
internal static class LargeFiles
{
    /// <summary>Layers below this size stay whole.</summary>
    internal const long WorthCutting = 128 * 1024 * 1024;

    private const long LargeFile = 4 * 1024 * 1024;
    private const long UsualPiece = 64 * 1024 * 1024;

    /// <summary>Engines limit the number of layers (127 in overlay2), and each costs a request in every pull.</summary>
    private const int MostPieces = 16;

    /// <summary>Of each layer that packages were dealt out to: together they are no more than a few times as many.</summary>
    private const int MostPiecesOfShare = 4;

    /// <param name="isShare">Whether the layer is one of several that packages were dealt out to.</param>
    public static IEnumerable<PlannedLayer> Cut(PlannedLayer layer, bool isShare = false)
    {
        if (layer.Size < WorthCutting)
        {
            return [layer];
        }

        var pieces = NumberOfPieces(PublishedFile.SizeOf(layer.Files.Where(file => file.Size >= LargeFile)), isShare ? MostPiecesOfShare : MostPieces);
        return layer.Files
            .GroupBy(file => file.Size < LargeFile ? pieces : (int)(PathHash.Of(file.RelativePath) & (uint)(pieces - 1)))
            .OrderBy(piece => piece.Key)
            .Select(piece => new PlannedLayer(
                piece.Key == pieces ? layer.Class : layer.Class with { Meaning = $"{layer.Class.Meaning}, large files ({piece.Key + 1} of {pieces})" },
                [.. piece],
                IsPiece: true));
    }

    private static int NumberOfPieces(long size, int most)
        => (int)Math.Min((ulong)most, BitOperations.RoundUpToPowerOf2((ulong)Math.Max(1, size / UsualPiece)));
}
