using Containerize.Layering;

namespace Containerize.Reporting;

/// <summary>The files that an image does without for one reason.</summary>
/// <param name="Files">How many.</param>
/// <param name="Size">Bytes of all.</param>
internal sealed record LeftOutGroup(LeftOutReason Reason, int Files, long Size)
{
    /// <summary>In the order of the reasons; none without files.</summary>
    public static IReadOnlyList<LeftOutGroup> Of(IReadOnlyList<LeftOutFile> files)
    {
        var groups = new List<LeftOutGroup>();
        foreach (var file in files)
        {
            var at = groups.FindIndex(group => group.Reason == file.Reason);
            if (at < 0)
            {
                groups.Add(new LeftOutGroup(file.Reason, 1, file.File.Size));
            }
            else
            {
                groups[at] = groups[at] with { Files = groups[at].Files + 1, Size = groups[at].Size + file.File.Size };
            }
        }

        groups.Sort((one, other) => (int)one.Reason - (int)other.Reason);
        return groups;
    }
}
