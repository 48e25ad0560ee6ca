using Containerize.Host.Files;


namespace Containerize.Layers;

/// <summary>
/// Where blocks end besides where they are full. If they ended only there, a file that grows would shift every block behind it, and all of
/// them would have to be compressed again. So large files have blocks of their own, and among small ones a block ends at files that their
/// path picks out: behind such a file everything is as before.
/// </summary>
internal sealed class BlockBoundaries(int blockSize)
{
    /// <summary>Smaller blocks cost more in size than they could save in time.</summary>
    private const long Least = 64 * 1024;

    private const uint OneIn = 16;

    private long sinceLast;

    public bool IsBefore(LayerFile file)
    {
        if (file.Size < blockSize)
        {
            return false;
        }

        sinceLast = 0;
        return true;
    }

    public bool IsAfter(LayerFile file)
    {
        sinceLast += file.Size;
        if (file.Size < blockSize && (sinceLast < Least || PathHash.Of(file.Path) % OneIn != 0))
        {
            return false;
        }

        sinceLast = 0;
        return true;
    }
}
