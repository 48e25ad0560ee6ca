using Containerize.Diagnostics;
using Containerize.Registries.Addresses;

namespace Containerize.Registries.Uploads;

/// <summary>What all uploads to one registry have in common: how many there are at a time, how long their bodies may be, how far they are.</summary>
/// <param name="mounts">What this build has learned of mounts there.</param>
internal sealed class UploadTraffic(
    RegistryEndpoint endpoint, UploadHabits habits, MountHabits mounts, TransferCounts counts, TimeProvider clock, IPublishLog log)
{
    public UploadGate Gate { get; } = new(habits.OneByOne);

    public BodyLimit Bodies { get; } = new(habits);

    public MountHabits Mounts { get; } = mounts;

    public TransferProgress Progress { get; } = new(clock, log);

    /// <summary>
    /// Bytes that every chunk but the last must have; Amazon's registry does not say so in its answers, others do (<see cref="UploadPlace.LeastChunk"/>).
    /// </summary>
    public long LeastChunk { get; } = endpoint.Authority.Contains(".dkr.ecr.", StringComparison.OrdinalIgnoreCase) ? 5 * 1024 * 1024 : 0;

    /// <summary>Bytes of a blob were taken by the network.</summary>
    public void Sent(int bytes)
    {
        counts.AddSent(bytes);
        Progress.Moved(bytes);
    }
}
