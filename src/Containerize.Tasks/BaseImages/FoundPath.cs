using Containerize.Tar;

namespace Containerize.BaseImages;

/// <summary>What a base image has at a path.</summary>
/// <param name="Real">Where the path leads when links are followed; relative to the root, <c>/</c> between parts, empty for the root.</param>
/// <param name="Folders">One for each part of <paramref name="Real"/>: whose the folder is, null where there is none yet.</param>
internal sealed record FoundPath(string Real, IReadOnlyList<FileRights?> Folders)
{
    public bool Exists => Folders.All(folder => folder is not null);

    /// <summary>Each folder on the way, the root left out, with whose it is.</summary>
    public IEnumerable<(string Path, FileRights? Owner)> Way
    {
        get
        {
            var parts = Real.Split('/', StringSplitOptions.RemoveEmptyEntries);
            return Folders.Select((owner, i) => (string.Join('/', parts.Take(i + 1)), owner));
        }
    }
}
