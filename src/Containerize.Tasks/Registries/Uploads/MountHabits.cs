using System.Collections.Concurrent;

namespace Containerize.Registries.Uploads;

/// <summary>
/// What a registry has shown of how it mounts. A refusal costs a request, or a token, and nothing tells beforehand: so where it refuses one repository's
/// blob without opening an upload, it is not asked for another of that repository, and one that opens uploads in place of every mount is asked no more.
/// </summary>
internal sealed class MountHabits
{
    /// <summary>A memory of where blobs are may be wrong of a few and right of others.</summary>
    private const int MostUngranted = 4;

    private readonly ConcurrentDictionary<string, bool> refused = new(StringComparer.Ordinal);
    private int granted;
    private int ungranted;

    /// <summary>Whether there is any hope.</summary>
    public bool MayMount => Volatile.Read(ref granted) > 0 || Volatile.Read(ref ungranted) < MostUngranted;

    /// <summary>Whether each that was not granted has opened an upload.</summary>
    public bool AreHarmless => refused.IsEmpty;

    public bool MayAsk(string fromRepository) => MayMount && !refused.ContainsKey(fromRepository);

    public void Learn(string fromRepository, MountOutcome outcome)
    {
        if (outcome.IsMounted)
        {
            Interlocked.Increment(ref granted);
            return;
        }

        Interlocked.Increment(ref ungranted);
        if (outcome.Place.Location is null)
        {
            refused[fromRepository] = true;
        }
    }
}
