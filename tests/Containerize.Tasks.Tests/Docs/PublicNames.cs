using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Containerize.Tests.Docs;

/// <summary>The properties and items of ours that the package's props and targets read or set, found in their text.</summary>
internal static partial class PublicNames
{
    /// <summary>Ours: the .NET SDK's Container… names, our own Containerize… names, and one of the SDK's that has no prefix. What begins with an underscore is private.</summary>
    private static readonly string[] Prefixes = ["Container", "LocalRegistry"];

    /// <summary>What a target of that name leaves for whoever asks with --getProperty: nobody sets it.</summary>
    private static readonly string[] Results = ["ContainerizeBuildArguments"];

    private static readonly XDocument[] Files =
    [
        .. Directory.EnumerateFiles(Path.Join(Repository.Root, "src", "Containerize.Sdk", "build")).Order(StringComparer.Ordinal).Select(XDocument.Load),
    ];

    public static IReadOnlySet<string> Properties { get; } = Ours(
        Referenced(Property()).Concat(Children("PropertyGroup")).Concat(Outputs("PropertyName")).Except(Results, StringComparer.Ordinal));

    public static IReadOnlySet<string> Items { get; } = Ours(
        Referenced(Item()).Concat(Children("ItemGroup")).Concat(Outputs("ItemName")));

    public static IReadOnlySet<string> Targets { get; } = Ours(Files.SelectMany(file => file.Descendants("Target")).Select(target => (string)target.Attribute("Name")!));

    private static IEnumerable<string> Referenced(Regex reference)
        => Files.SelectMany(file => file.Descendants())
            .SelectMany(element => element.Attributes().Select(attribute => attribute.Value).Concat(element.Nodes().OfType<XText>().Select(text => text.Value)))
            .SelectMany(text => reference.Matches(text))
            .Select(match => match.Groups["name"].Value);

    private static IEnumerable<string> Children(string group)
        => Files.SelectMany(file => file.Descendants(group)).SelectMany(element => element.Elements()).Select(element => element.Name.LocalName);

    private static IEnumerable<string> Outputs(string attribute)
        => Files.SelectMany(file => file.Descendants("Output")).Select(output => (string?)output.Attribute(attribute)).OfType<string>();

    private static SortedSet<string> Ours(IEnumerable<string> names)
        => new(names.Where(name => Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))), StringComparer.Ordinal);

    [GeneratedRegex(@"\$\((?<name>\w+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Property();

    [GeneratedRegex(@"@\((?<name>\w+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Item();
}
