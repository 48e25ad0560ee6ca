using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Containerize.Tests.Docs;

/// <summary>A page of Markdown, as far as tests look into it.</summary>
/// <param name="Name">Path below the repository's root, with <c>/</c>.</param>
/// <param name="Text">All of it.</param>
internal sealed partial record Page(string Name, string Text)
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline;

    public string FullPath => Path.Join(Repository.Root, Name);

    /// <summary>The first heading.</summary>
    public string Title => Text.Split('\n')[0].TrimStart('#', ' ').TrimEnd();

    /// <summary>Targets of links, as written, code left aside.</summary>
    public IEnumerable<string> Links => Link().Matches(Code().Replace(Text, string.Empty)).Select(match => match.Groups["target"].Value);

    /// <summary>What stands between backticks, one or three.</summary>
    public IEnumerable<string> Snippets => Code().Matches(Text).Select(match => match.Value);

    /// <summary>The names that links can put after a <c>#</c>, made of headings in GitHub's way.</summary>
    public IReadOnlySet<string> Anchors => Heading().Matches(Fence().Replace(Text, string.Empty)).Select(match => Anchor(match.Groups["text"].Value)).ToHashSet(StringComparer.Ordinal);

    public static Page Read(string path)
        => new(Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'), File.ReadAllText(path).ReplaceLineEndings("\n"));

    /// <summary>The lines from a heading to the next of the same or a higher level.</summary>
    public IEnumerable<string> Section(string heading)
    {
        var level = heading.TakeWhile(c => c == '#').Count();
        return Text.Split('\n')
            .SkipWhile(line => line != heading)
            .Skip(1)
            .TakeWhile(line => !line.StartsWith('#') || line.TakeWhile(c => c == '#').Count() > level);
    }

    public override string ToString() => Name;

    private static string Anchor(string heading)
    {
        var anchor = new StringBuilder();
        foreach (var c in heading.Trim().ToLower(CultureInfo.InvariantCulture))
        {
            if (c == ' ')
            {
                anchor.Append('-');
            }
            else if (char.IsLetterOrDigit(c) || c is '-' or '_')
            {
                anchor.Append(c);
            }
        }

        return anchor.ToString();
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", Options)]
    private static partial Regex Link();

    [GeneratedRegex(@"^```.*?^```$", Options | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^```.*?^```$|`[^`\n]+`", Options | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"^#{1,6} (?<text>.+)$", Options)]
    private static partial Regex Heading();
}
