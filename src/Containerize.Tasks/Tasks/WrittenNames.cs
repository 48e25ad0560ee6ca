using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Containerize.Tasks;

/// <summary>The names of properties and items that somebody set, and which of them the project reads itself.</summary>
internal sealed partial class WrittenNames
{
    private readonly SortedSet<string> properties = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<string> items = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> texts = [];

    /// <summary>What the command line set.</summary>
    public void AddProperties(IEnumerable<string> names) => properties.UnionWith(names);

    /// <summary>What a file of MSBuild's sets. One that is not there sets nothing.</summary>
    public void AddFile(string path)
    {
        if (ProjectText.Read(path) is { } text)
        {
            texts.Add(text);
        }
    }

    /// <returns>A sentence for each name that is nearly one of ours, or one of ours in the wrong place.</returns>
    public IEnumerable<string> FindDoubts(KnownNames known)
    {
        foreach (var text in texts.Where(text => MayHaveDoubts(text, known)))
        {
            Read(text);
        }

        return properties.Where(name => IsDoubtful(name, '$', known.Properties))
            .Select(name => FindDoubt(name, "property", "an item", known.Properties, known.Items))
            .Concat(items.Where(name => IsDoubtful(name, '@', known.Items))
                .Select(name => FindDoubt(name, "item", "a property", known.Items, known.Properties)))
            .OfType<string>();
    }

    /// <summary>Every publish looks, and nearly none finds anything: XML is read only where a look at the text leaves a doubt.</summary>
    private static bool MayHaveDoubts(string text, KnownNames known)
        => Element().Matches(text).Any(match => !(match.Groups["item"].Success ? known.Items : known.Properties).Contains(match.Groups["name"].Value));

    private void Read(string text)
    {
        if (ProjectText.Parse(text) is { } project)
        {
            properties.UnionWith(ListChildren(project, "PropertyGroup"));
            items.UnionWith(ListChildren(project, "ItemGroup"));
        }
    }

    private static IEnumerable<string> ListChildren(XElement project, string group)
        => project.Descendants().Where(element => element.Name.LocalName == group).Elements().Select(element => element.Name.LocalName);

    /// <summary>What the project reads is its own business.</summary>
    private bool IsDoubtful(string name, char reader, IReadOnlySet<string> known)
        => name.StartsWith("Conta", StringComparison.OrdinalIgnoreCase) && !known.Contains(name)
            && !texts.Any(text => text.Contains($"{reader}({name}", StringComparison.OrdinalIgnoreCase));

    private static string? FindDoubt(string name, string kind, string otherKind, IReadOnlySet<string> known, IReadOnlySet<string> others)
    {
        if (others.Contains(name))
        {
            var here = kind == "item" ? "an item" : "a property";
            return $"{name} is {otherKind}, and has no effect as {here}. See docs/properties.md for how it is written.";
        }

        var meant = Spelling.Nearest(name, known) ?? (Spelling.Nearest(name, others) is { } other ? $"{other}, which is {otherKind}" : null);
        return meant is null ? null : $"there is no {kind} {name}, and it has no effect. Did you mean {meant}?";
    }

    [GeneratedRegex(
        @"<(?<name>Conta\w+)(?<item>\s+(Include|Update|Remove)\b)?",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Element();
}
