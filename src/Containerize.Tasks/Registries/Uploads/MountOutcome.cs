namespace Containerize.Registries.Uploads;

/// <summary>What came of asking a registry to take a blob from another of its repositories.</summary>
/// <param name="IsMounted">The blob is there now.</param>
/// <param name="Place">Where it can be uploaded to instead; none where no session was opened.</param>
internal sealed record MountOutcome(bool IsMounted, UploadPlace Place)
{
    public static MountOutcome Mounted { get; } = new(IsMounted: true, UploadPlace.None);

    public static MountOutcome Refused(UploadPlace place) => new(IsMounted: false, place);
}
