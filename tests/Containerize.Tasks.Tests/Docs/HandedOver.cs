using System.Xml.Linq;
using Containerize.Tasks;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Containerize.Tests.Docs;

/// <summary>What the targets hand to the tasks, and what the tasks read of it: only words hold the two together.</summary>
internal static class HandedOver
{
    /// <summary>Methods of <see cref="ImageProperties"/> and those of readers that take a property's key, with the place of the key.</summary>
    private static readonly Dictionary<string, int> ReadingMethods = new(StringComparer.Ordinal)
    {
        ["IsTrue"] = 0, ["Required"] = 0, ["Path"] = 0, ["Paths"] = 0, ["List"] = 0, ["ReadFlag"] = 0, ["ReadDuration"] = 1,
    };

    private static readonly string[] Instructions = ["Include", "Remove", "Condition", ImageItems.KindMetadata];

    private static readonly (string File, XElement Item)[] Items =
    [
        .. from file in Directory.EnumerateFiles(Path.Join(Repository.Root, "src", "Containerize.Sdk", "build"), "*.targets").Order(StringComparer.Ordinal)
           from @group in XDocument.Load(file).Descendants("ItemGroup")
           from item in @group.Elements()
           where item.Name.LocalName.StartsWith("_Containerize", StringComparison.Ordinal)
           select (Path.GetFileName(file), item),
    ];

    /// <summary>What is handed over when a publish begins, and once more when something is made of it.</summary>
    private static readonly (string File, XElement Item)[] AtStart = [.. Items.Where(given => given.Item.Name.LocalName == "_ContainerizeValue")];

    private static readonly (string File, XElement Item)[] AtEnd = [.. Items.Except(AtStart)];

    /// <summary>Kinds of items, with the files that give them.</summary>
    public static ILookup<string, string> Kinds { get; } = AtEnd.Where(given => given.Item.Attribute(ImageItems.KindMetadata) is not null)
        .ToLookup(given => (string)given.Item.Attribute(ImageItems.KindMetadata)!, given => given.File, StringComparer.Ordinal);

    /// <summary>Keys of properties, with the files that give them: elements in an item, and what the items for platforms bring along.</summary>
    public static ILookup<string, string> Properties { get; } = AtEnd.SelectMany(given => given.Item.Elements().Select(element => element.Name.LocalName)
            .Concat(given.Item.Name.LocalName == "_ContainerizePlatform" ? MetadataOf(given.Item) : [])
            .Select(key => (Key: key, given.File)))
        .ToLookup(given => given.Key, given => given.File, StringComparer.Ordinal);

    /// <summary>Keys of properties of the image and the Dockerfile as a publish begins, with what they are given.</summary>
    public static ILookup<string, string> PropertiesAtStart { get; } = TextsOf(AtStart);

    /// <summary>The same when something is made.</summary>
    public static ILookup<string, string> PropertiesAtEnd { get; } = TextsOf(AtEnd.Where(given => given.Item.Name.LocalName is "_ContainerizeDescription" or "_ContainerizePlatform"));

    /// <summary>Kinds of items as a publish begins, with what they are made of.</summary>
    public static ILookup<string, string> KindsAtStart { get; } = IncludesOf(AtStart);

    /// <summary>The same when something is made.</summary>
    public static ILookup<string, string> KindsAtEnd { get; } = IncludesOf(AtEnd);

    /// <summary>Metadata of items in the description.</summary>
    public static IReadOnlySet<string> Metadata { get; } = Items
        .Where(given => given.Item.Name.LocalName is "_ContainerizeDescription" or "_ContainerizeLabel")
        .SelectMany(given => MetadataOf(given.Item))
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>Keys that the code asks for.</summary>
    public static IReadOnlySet<string> ReadProperties { get; } = Indexers().Concat(Arguments(ReadingMethods)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Metadata that the code asks for by name.</summary>
    public static IReadOnlySet<string> ReadMetadata { get; }
        = Arguments(new(StringComparer.Ordinal) { ["GetMetadata"] = 0, ["ReadOneOf"] = 1 }).ToHashSet(StringComparer.Ordinal);

    /// <summary>Kinds that the code asks for.</summary>
    public static IReadOnlySet<string> ReadKinds { get; } = SourceCode.OfTasks.SelectMany(source => source.DescendantNodes().OfType<MemberAccessExpressionSyntax>())
        .Where(access => access.Expression is IdentifierNameSyntax { Identifier.Text: nameof(ItemKind) })
        .Select(access => access.Name.Identifier.Text)
        .ToHashSet(StringComparer.Ordinal);

    private static ILookup<string, string> TextsOf(IEnumerable<(string File, XElement Item)> items)
        => items.SelectMany(given => given.Item.Elements()).ToLookup(element => element.Name.LocalName, element => element.Value, StringComparer.Ordinal);

    private static ILookup<string, string> IncludesOf(IEnumerable<(string File, XElement Item)> items)
        => items.Where(given => given.Item.Attribute(ImageItems.KindMetadata) is not null)
            .SelectMany(given => ((string)given.Item.Attribute("Include")!).Split(';'), (given, include) => (Kind: (string)given.Item.Attribute(ImageItems.KindMetadata)!, include))
            .ToLookup(given => given.Kind, given => given.include, StringComparer.Ordinal);

    private static IEnumerable<string> MetadataOf(XElement item) => item.Attributes().Select(attribute => attribute.Name.LocalName).Except(Instructions, StringComparer.Ordinal);

    private static IEnumerable<string> Indexers()
        => SourceCode.OfTasks.SelectMany(source => source.DescendantNodes().OfType<ElementAccessExpressionSyntax>())
            .SelectMany(access => access.ArgumentList.Arguments)
            .Select(argument => Text(argument.Expression))
            .OfType<string>()
            // Groups of regular expressions are in lower case.
            .Where(text => char.IsAsciiLetterUpper(text[0]));

    private static IEnumerable<string> Arguments(Dictionary<string, int> methods)
    {
        foreach (var call in SourceCode.OfTasks.SelectMany(source => source.DescendantNodes().OfType<InvocationExpressionSyntax>()))
        {
            var name = call.Expression switch
            {
                MemberAccessExpressionSyntax member => member.Name.Identifier.Text,
                IdentifierNameSyntax own => own.Identifier.Text,
                _ => string.Empty,
            };
            if (methods.TryGetValue(name, out var place) && call.ArgumentList.Arguments.ElementAtOrDefault(place) is { } argument && Text(argument.Expression) is { } text)
            {
                yield return text;
            }
        }
    }

    private static string? Text(ExpressionSyntax expression) => expression is LiteralExpressionSyntax { Token.Value: string text } ? text : null;
}
