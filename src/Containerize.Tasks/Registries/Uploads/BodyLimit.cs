namespace Containerize.Registries.Uploads;

/// <summary>
/// How long the bodies of uploads to one registry may be, as far as its answers have shown. Some limits are told (413); others show only in
/// connections that end in the middle of whatever is longer.
/// </summary>
internal sealed class BodyLimit(UploadHabits habits)
{
    /// <summary>Below this nobody refuses a body for its size.</summary>
    public const int Least = 64 * 1024;

    private readonly Lock gate = new();
    private long largest = habits.InChunks ? habits.Chunk : long.MaxValue;
    private long longestTaken;
    private bool breaksMeanNothing;

    /// <summary>Bytes of a chunk, as long as nothing speaks for less.</summary>
    public int Chunk { get; } = habits.Chunk;

    /// <summary>The most bytes of one body that have not been refused yet.</summary>
    public long Largest
    {
        get
        {
            lock (gate)
            {
                return largest;
            }
        }
    }

    /// <summary>A body of this length was said to be too large.</summary>
    public void Refused(long length)
    {
        lock (gate)
        {
            largest = Math.Min(largest, length / 2);
        }
    }

    /// <summary>A body of this length went through.</summary>
    public void Took(long length)
    {
        lock (gate)
        {
            longestTaken = Math.Max(longestTaken, length);
        }
    }

    /// <summary>
    /// The connection ended, or nothing moved any more, while a body of this length was on its way. A network may do that by itself, so what went
    /// through before, or is no longer than a chunk, has to break twice.
    /// </summary>
    /// <param name="inARow">How often it was so with bodies of this length, one after the other.</param>
    /// <returns>Whether shorter bodies are worth an attempt.</returns>
    public bool Broke(long length, int inARow)
    {
        lock (gate)
        {
            if (length <= Least || breaksMeanNothing)
            {
                return false;
            }

            if (length > largest)
            {
                return true;
            }

            if (inARow < 2 && (length <= Chunk || length <= longestTaken))
            {
                return false;
            }

            // By quarters: each step may cost two broken connections.
            largest = Math.Max(Least, Math.Min(length / 4, Chunk));
            return true;
        }
    }

    /// <summary>The registry takes no chunks, so whatever breaks is sent again as it was.</summary>
    public void WantsWholes()
    {
        lock (gate)
        {
            breaksMeanNothing = true;
            largest = long.MaxValue;
        }
    }
}
