using System.Text.RegularExpressions;
using System.Xml.Linq;
using Containerize.Diagnostics;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>The names of properties, items and metadata that somebody set, and which of them the project reads itself.</summary>
/// <param name="files">What projects say.</param>
internal sealed partial class WrittenNames(ProjectTexts files)
{
    private readonly SortedSet<string> properties = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<string> items = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<Metadata> metadata = [];
    private readonly List<string> texts = [];

    /// <summary>What the command line set.</summary>
    public void AddProperties(IEnumerable<string> names) => properties.UnionWith(names);

    /// <summary>
    /// What the environment sets: MSBuild takes each variable for a property. Names in capitals are those of other programs, which mean nothing by ours.
    /// </summary>
    public void AddVariables(IEnumerable<string> names) => AddProperties(names.Where(name => name.StartsWith("Conta", StringComparison.Ordinal)));

    /// <summary>What a file of MSBuild's sets, or a program that is one file. One that is not there sets nothing.</summary>
    public void AddFile(string path)
    {
        if (files.Read(path) is { } text)
        {
            texts.Add(text);
        }
        else if (FileBasedApp.FindEntryPoint(path) is { } program && files.Read(program) is { } lines)
        {
            var directives = Directive().Matches(lines);
            AddProperties(directives.Select(directive => directive.Groups["name"].Value));
            texts.Add(string.Join('\n', directives.Select(directive => directive.Value)));
        }
    }

    /// <summary>Warns of what <see cref="FindDoubts"/> finds.</summary>
    public void Tell(KnownNames known, IPublishLog log, IBuildEngine? engine)
    {
        // A solution gives the command line's properties to each of its projects.
        var once = new OnceLog(log, engine, string.Empty);
        foreach (var doubt in FindDoubts(known))
        {
            once.Warn(ErrorCodes.MisspeltName, $"Reading the project: {doubt}");
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
            .Concat(metadata.OrderBy(written => written.Type, StringComparer.Ordinal).ThenBy(written => written.Name, StringComparer.Ordinal).Select(FindDoubt))
            .OfType<string>();
    }

    /// <summary>Every publish looks, and nearly none finds anything: XML is read only where a look at the text leaves a doubt.</summary>
    private static bool MayHaveDoubts(string text, KnownNames known)
        => Element().Matches(text).Any(match =>
        {
            var (name, tag) = (match.Groups["name"].Value, match.Groups["tag"].Value);
            if (!match.Groups["item"].Success)
            {
                return !known.Properties.Contains(name);
            }

            return !known.Items.Contains(name)
                || !tag.EndsWith('/')
                || Attribute().Matches(tag).Any(attribute => IsStrange(name, attribute.Groups["name"].Value));
        });

    private void Read(string text)
    {
        if (ProjectText.Parse(text) is { } project)
        {
            properties.UnionWith(ListChildren(project, "PropertyGroup").Select(element => element.Name.LocalName));
            foreach (var item in ListChildren(project, "ItemGroup"))
            {
                items.Add(item.Name.LocalName);
                Read(item);
            }
        }
    }

    private void Read(XElement item)
    {
        var type = item.Name.LocalName;
        string[] written = [.. item.Attributes().Select(attribute => attribute.Name.LocalName), .. item.Elements().Select(element => element.Name.LocalName)];
        // Who wrote another name for Value is told so once.
        if (!ItemMetadata.NeedsValue(type) || written.Contains("Value", StringComparer.OrdinalIgnoreCase))
        {
            metadata.UnionWith(written.Where(name => IsStrange(type, name)).Select(name => new Metadata(type, name)));
        }
    }

    private static bool IsStrange(string type, string name)
        => ItemMetadata.Known.TryGetValue(type, out var known)
            && !known.Contains(name, StringComparer.OrdinalIgnoreCase)
            && !ItemMetadata.OfMSBuild.Contains(name);

    private static IEnumerable<XElement> ListChildren(XElement project, string group)
        => project.Descendants().Where(element => element.Name.LocalName == group).Elements();

    /// <summary>What the project reads is its own business.</summary>
    private bool IsDoubtful(string name, char reader, IReadOnlySet<string> known)
        => name.StartsWith("Conta", StringComparison.OrdinalIgnoreCase) && !known.Contains(name) && !IsRead($"{reader}({name}");

    private bool IsRead(string reference) => texts.Exists(text => text.Contains(reference, StringComparison.OrdinalIgnoreCase));

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

    private string? FindDoubt(Metadata written)
        => !IsRead($"%({written.Name})") && !IsRead($".{written.Name})") && Spelling.Nearest(written.Name, ItemMetadata.Known[written.Type]) is { } meant
            ? $"a {written.Type} item has no metadata {written.Name}, and it has no effect. Did you mean {meant}?"
            : null;

    /// <summary>A tag, and in it an item's.</summary>
    [GeneratedRegex(
        @"<(?<name>Conta\w+)((?<item>\s+(Include|Update|Remove)\b)|(?<item>\s(?=[^<>]*\s(Include|Update|Remove)\s*=)))?(?<tag>[^<>]*)>",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Element();

    [GeneratedRegex(
        @"(?<=^|\s)(?<name>[A-Za-z_]\w*)\s*=\s*[""']",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Attribute();

    [GeneratedRegex(
        @"^#:property\s+(?<name>\w+)=.*$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Directive();

    private sealed record Metadata(string Type, string Name);
}
