using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Containerize.Diagnostics;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>
/// Finds a tag, name or label that was read before a version had its value. MSBuild reads a project from top to bottom, and an unknown property
/// is empty text: a tag of <c>$(Version)</c> above the line that sets Version is no tag, and the image would be called <c>latest</c>; below it, a
/// version that a target makes (MinVer, Nerdbank.GitVersioning, GitVersion) is not known yet either.
/// </summary>
/// <param name="values">Properties that get their value late: metadata Value, what it is now; Evaluated, what it was when the project had been read.</param>
/// <param name="texts">Of the project's files.</param>
internal sealed partial class EarlyValues(IEnumerable<ITaskItem> values, ProjectTexts texts)
{
    private static readonly string[] Metadata = ["Value", "Tags", "Repository"];

    private readonly Dictionary<string, ITaskItem> late = values
        .DistinctBy(item => item.ItemSpec, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(item => item.ItemSpec, StringComparer.OrdinalIgnoreCase);

    /// <param name="files">Absolute paths of the project and what is imported into it by its name, in the order of evaluation.</param>
    /// <param name="properties">The properties that an image is made of, with their values.</param>
    /// <param name="items">Item types, with their items, whose Value, Tags and Repository are looked at.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.ValueTooEarly"/>.</exception>
    public void Check(IEnumerable<string> files, IReadOnlyDictionary<string, string> properties, IReadOnlyDictionary<string, ITaskItem[]> items)
    {
        var faults = new Faults();
        foreach (var file in files)
        {
            foreach (var element in Read(file))
            {
                var name = element.Name.LocalName;
                if (properties.TryGetValue(name, out var value))
                {
                    faults.Try(() => Check(file, element, name, element.Value, value));
                }
                else if (items.TryGetValue(name, out var all) && (string?)element.Attribute("Include") is { } include)
                {
                    faults.Try(() => Check(file, element, include, all));
                }
            }
        }

        faults.Throw();
    }

    /// <summary>An item's metadata; where its name is made of other values, the name.</summary>
    private void Check(string file, XElement element, string include, ITaskItem[] all)
    {
        var faults = new Faults();
        var whatItIs = $"the {element.Name.LocalName} item '{Excerpt.Of(include)}'";
        if (all.LastOrDefault(item => item.ItemSpec == include) is { } item)
        {
            foreach (var metadata in Metadata)
            {
                var inside = element.Elements().FirstOrDefault(child => child.Name.LocalName == metadata)?.Value;
                var written = (string?)element.Attribute(metadata) ?? inside ?? string.Empty;
                faults.Try(() => Check(file, element, whatItIs, written, item.GetMetadata(metadata)));
            }
        }
        else if (!all.Any(other => Is(include, other.ItemSpec, "Value")))
        {
            foreach (var other in all)
            {
                faults.Try(() => Check(file, element, whatItIs, include, other.ItemSpec));
            }
        }

        faults.Throw();
    }

    /// <summary>
    /// Which of the properties are made of what had no value when they were read: a target may still make both, and what is there now is nobody's word.
    /// </summary>
    /// <param name="files">Absolute paths of the project and what is imported into it by its name.</param>
    /// <param name="properties">The properties that an image is made of, with their values.</param>
    public IReadOnlySet<string> ListUnsettled(IEnumerable<string> files, IReadOnlyDictionary<string, string> properties)
        => files.SelectMany(Read)
            .Where(element => properties.TryGetValue(element.Name.LocalName, out var value)
                && FindLate(element.Value).Length > 0
                && Is(element.Value, value, metadata: null))
            .Select(element => element.Name.LocalName)
            .ToHashSet(StringComparer.Ordinal);

    private string[] FindLate(string written) => [.. Reference().Matches(written).Select(match => match.Groups["name"].Value).Where(late.ContainsKey)];

    private void Check(string file, XElement element, string whatItIs, string written, string value)
    {
        var names = FindLate(written);
        if (names.Length == 0 || Is(written, value, "Value") || !(Is(written, value, null) || Is(written, value, "Evaluated")))
        {
            return;
        }

        var changed = names.FirstOrDefault(name => late[name].GetMetadata("Value") != late[name].GetMetadata("Evaluated")) ?? names[0];
        var line = ((IXmlLineInfo)element).LineNumber;
        throw new ContainerizeException(
            ErrorCodes.ValueTooEarly,
            $"Reading {whatItIs}: {Path.GetFileName(file)}, line {line}, says '{Excerpt.Of(written.Trim())}', which was '{Excerpt.Of(value)}' when "
                + $"MSBuild read it; {changed} became '{Excerpt.Of(late[changed].GetMetadata("Value"))}' later. "
                + "Set it in a target of yours with BeforeTargets=\"ContainerizeImage\".");
    }

    /// <summary>Whether the value is what stands there, with the late properties as they were or are; others may be anything.</summary>
    /// <param name="metadata">Null: with the late properties empty.</param>
    private bool Is(string written, string value, string? metadata)
    {
        return Regex.IsMatch(
            value.Trim(),
            "^" + string.Concat(Reference().Split(written.Trim()).Select((part, i) => i % 2 == 0 ? Regex.Escape(part) : Meaning(part))) + "$",
            RegexOptions.Singleline | RegexOptions.CultureInvariant,
            TimeSpan.FromSeconds(1));

        string Meaning(string name)
        {
            if (!late.TryGetValue(name, out var known))
            {
                return ".*";
            }

            return metadata is null ? string.Empty : Regex.Escape(known.GetMetadata(metadata));
        }
    }

    /// <summary>Elements outside of targets, whose values are those of the evaluation. Most files name no such property, and need not be understood.</summary>
    private IEnumerable<XElement> Read(string file)
        => texts.Read(file) is { } text && late.Keys.Any(name => text.Contains($"$({name})", StringComparison.OrdinalIgnoreCase))
            ? ProjectText.Parse(text)?.Descendants().Where(element => element.Ancestors().All(above => above.Name.LocalName != "Target")) ?? []
            : [];

    [GeneratedRegex(@"\$\((?<name>[A-Za-z_][A-Za-z0-9_-]*)\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
