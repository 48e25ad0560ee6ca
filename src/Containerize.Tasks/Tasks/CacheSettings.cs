using Containerize.Diagnostics;
using Containerize.Host;
using Containerize.Storage;

namespace Containerize.Tasks;

/// <summary>Where the user's cache is and how large it may grow: ContainerizeCacheDirectory, ContainerizeCacheSize.</summary>
internal sealed class CacheSettings
{
    private const long UsualLimit = 10_000_000_000;

    private readonly string? root;
    private readonly long? limit;

    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidOption"/>.</exception>
    public CacheSettings(ImageProperties properties, HostEnvironment host)
    {
        root = properties.Path("CacheDirectory") ?? CacheLocation.Find(host);
        limit = properties["CacheSize"] switch
        {
            null => UsualLimit,
            "unlimited" => null,
            var text => ByteSize.Parse(text) ?? throw new ContainerizeException(
                ErrorCodes.InvalidOption,
                $"Reading ContainerizeCacheSize: '{Excerpt.Of(text)}' is not a size. Use a number and a unit such as 10GB or 500MB, or unlimited."),
        };
    }

    /// <summary>The cache, with a spare for where it cannot be written or is full: slower next time, but the publish goes on.</summary>
    /// <param name="spare">Absolute path of a folder below obj.</param>
    public ContentStore Open(string spare, BuildLog log) => root is null
        ? new ContentStore(spare)
        : new ContentStore(root, new ContentStore(spare), why => log.Warn(
            ErrorCodes.CacheUnusable,
            $"Writing to the cache {root}: {Excerpt.Of(why.Message).TrimEnd('.')}. "
                + $"Using {spare} instead; set ContainerizeCacheDirectory to a folder that can be written and has room."));

    /// <summary>The cache alone, for what is not worth a word where it cannot be written; null where there is none.</summary>
    public ContentStore? OpenAlone() => root is null ? null : new ContentStore(root);

    /// <summary>Brings the cache below its limit, where what was put into it may have brought it above.</summary>
    /// <param name="grown">Bytes.</param>
    public void Prune(long grown, BuildLog log)
    {
        if (grown == 0 || root is null || limit is not { } most)
        {
            return;
        }

        var (size, now) = (new StoreSize(root), DateTime.UtcNow);
        if (size.Add(grown, now) is not { } held || held > most)
        {
            var removed = StorePruner.Prune(root, most, now, size);
            log.Detail($"Removed {Counted.Of(removed.Files, "file")}, {ByteSize.Format(removed.Bytes)}, from the cache {root}");
        }
    }

    /// <summary>Empties the cache, and says so in a line that a terminal shows of a project.</summary>
    public void Clear(string projectName, BuildLog log)
    {
        if (root is null)
        {
            log.Say($"{projectName} -> no cache: this user has no home folder, and ContainerizeCacheDirectory is not set");
            return;
        }

        var removed = StorePruner.Prune(root, 0, DateTime.UtcNow);
        new StoreSize(root).Forget();
        log.Say($"{projectName} -> {root} ({Counted.Of(removed.Files, "file")} removed, {ByteSize.Format(removed.Bytes)})");
    }
}
