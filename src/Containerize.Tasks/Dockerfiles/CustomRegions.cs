using System.Text.RegularExpressions;

namespace Containerize.Dockerfiles;

/// <summary>The user's own lines in a generated file: they lie between two marks and outlive every regeneration.</summary>
internal sealed partial class CustomRegions
{
    public static readonly CustomRegions None = new(new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal));

    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> lines;

    private CustomRegions(IReadOnlyDictionary<string, IReadOnlyList<string>> lines) => this.lines = lines;

    /// <summary>Names of the regions that hold something.</summary>
    public IEnumerable<string> Names => lines.Where(region => region.Value.Count > 0).Select(region => region.Key).Order(StringComparer.Ordinal);

    public static string FormatBegin(string name) => $"# >>> custom: {name}";

    public static string FormatEnd(string name) => $"# <<< custom: {name}";

    public IReadOnlyList<string> LinesOf(string name) => lines.GetValueOrDefault(name) ?? [];

    /// <summary>Reads a generated file, with any line ends.</summary>
    /// <exception cref="FormatException">A region does not end; the message names it.</exception>
    public static CustomRegions Read(string text) => Read(text, []);

    /// <summary>The lines of a generated file that are in no region, without the marks.</summary>
    /// <exception cref="FormatException">A region does not end; the message names it.</exception>
    public static IReadOnlyList<string> ListOthers(string text)
    {
        var others = new List<string>();
        Read(text, others);
        return others;
    }

    private static CustomRegions Read(string text, List<string> others)
    {
        var regions = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        string? name = null;
        List<string> current = [];
        foreach (var line in GeneratedFile.Unify(text).Split('\n'))
        {
            if (name is null)
            {
                if (BeginMark().Match(line) is { Success: true } begin)
                {
                    (name, current) = (begin.Groups["name"].Value, []);
                }
                else
                {
                    others.Add(line);
                }
            }
            else if (line.Trim() == FormatEnd(name))
            {
                // Lines may stand under one name twice, for example after a merge; none of them gets lost.
                regions[name] = [.. regions.GetValueOrDefault(name) ?? [], .. current];
                name = null;
            }
            else
            {
                current.Add(line.TrimEnd());
            }
        }

        return name is null ? new CustomRegions(regions) : throw new FormatException(name);
    }

    /// <summary>As deep in the file as what stands around it.</summary>
    [GeneratedRegex("^\\s*# >>> custom: (?<name>\\S+)\\s*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BeginMark();
}
