using System.Xml.Linq;
using Containerize.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Containerize.Tests.Docs;

/// <summary>Every message that the sources can print under a code, with holes where values go.</summary>
internal static class MessageTemplates
{
    /// <summary>Of a message that is made for whatever code a caller names.</summary>
    private const string AnyCode = "";

    private static readonly Dictionary<string, string> IdsOfFields = typeof(ErrorCodes).GetFields()
        .Where(field => field.FieldType == typeof(ErrorCode))
        .ToDictionary(field => field.Name, field => ((ErrorCode)field.GetValue(null)!).Id, StringComparer.Ordinal);

    private static readonly IReadOnlyList<SyntaxNode> Sources = SourceCode.All;

    /// <summary>Methods that make a text, by their names: a message may be made in one.</summary>
    private static readonly ILookup<string, MethodDeclarationSyntax> Makers = Sources.SelectMany(source => source.DescendantNodes().OfType<MethodDeclarationSyntax>())
        .Where(method => method.ReturnType.ToString() == "string")
        .ToLookup(method => method.Identifier.Text, StringComparer.Ordinal);

    /// <summary>What properties are, by their names: those that are made each time, and those of records, which are given.</summary>
    private static readonly ILookup<string, ExpressionSyntax> Texts = Sources.SelectMany(source => source.DescendantNodes().OfType<PropertyDeclarationSyntax>())
        .Where(property => property.Type.ToString() == "string" && property.ExpressionBody is not null)
        .Select(property => (Name: property.Identifier.Text, Text: property.ExpressionBody!.Expression))
        .Concat(Sources.SelectMany(source => source.DescendantNodes().OfType<RecordDeclarationSyntax>()).SelectMany(OfRecord))
        .ToLookup(found => found.Name, found => found.Text, StringComparer.Ordinal);

    private static readonly ILookup<string, MessageTemplate> Found = InCode().Concat(InTargets()).ToLookup(found => found.Id, found => found.Template, StringComparer.Ordinal);

    public static IEnumerable<MessageTemplate> Of(string id) => Found[id].Concat(Found[AnyCode]);

    /// <summary>What the targets report themselves.</summary>
    public static IEnumerable<XElement> ElementsWithCodes()
        => Directory.EnumerateFiles(Path.Join(Repository.Root, "src", "Containerize.Sdk", "build"))
            .SelectMany(file => XDocument.Load(file).Descendants())
            .Where(element => element.Attribute("Code") is not null);

    private static IEnumerable<(string Id, MessageTemplate Template)> InCode()
        => Sources.SelectMany(source => source.DescendantNodes().OfType<ArgumentListSyntax>()).SelectMany(OfArguments);

    /// <summary><c>(ErrorCodes.Something, message, …)</c>, of an exception, a warning or a method that makes one.</summary>
    private static IEnumerable<(string Id, MessageTemplate Template)> OfArguments(ArgumentListSyntax list)
    {
        for (var i = 0; i + 1 < list.Arguments.Count; i++)
        {
            var id = list.Arguments[i].Expression switch
            {
                MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: nameof(ErrorCodes) } } member => IdsOfFields.GetValueOrDefault(member.Name.Identifier.Text),
                MemberAccessExpressionSyntax { Name.Identifier.Text: "Code" } or IdentifierNameSyntax { Identifier.Text: "code" } => AnyCode,
                _ => null,
            };
            foreach (var message in id is null ? [] : Meant(list.Arguments[i + 1].Expression))
            {
                yield return (id!, MessageTemplate.Of(message, MadeBy));
            }
        }
    }

    private static IEnumerable<(string Name, ExpressionSyntax Text)> OfRecord(RecordDeclarationSyntax record)
        => from made in Sources.SelectMany(source => source.DescendantNodes().OfType<ObjectCreationExpressionSyntax>())
           where made.Type.ToString() == record.Identifier.Text && made.ArgumentList is not null && record.ParameterList is not null
           from pair in record.ParameterList!.Parameters.Zip(made.ArgumentList!.Arguments)
           where pair.First.Type?.ToString() == "string"
           select (pair.First.Identifier.Text, pair.Second.Expression);

    /// <summary>The expression itself, or what a variable or property of that name is.</summary>
    private static IEnumerable<ExpressionSyntax> Meant(ExpressionSyntax message) => message switch
    {
        IdentifierNameSyntax variable => message.Ancestors().OfType<MemberDeclarationSyntax>().First().DescendantNodes().OfType<VariableDeclaratorSyntax>()
            .Where(declared => declared.Identifier.Text == variable.Identifier.Text)
            .Select(declared => declared.Initializer?.Value)
            .OfType<ExpressionSyntax>(),
        MemberAccessExpressionSyntax property => Texts[property.Name.Identifier.Text],
        _ => [message],
    };

    private static IEnumerable<(string Id, MessageTemplate Template)> InTargets()
        => ElementsWithCodes().Select(element => ((string)element.Attribute("Code")!, MessageTemplate.OfMSBuild((string)element.Attribute("Text")!)));

    /// <summary>What the methods that a call may mean give back; a name is enough, as they are told apart by their classes where it is not.</summary>
    private static IEnumerable<ExpressionSyntax> MadeBy(InvocationExpressionSyntax call)
    {
        var (type, name) = call.Expression switch
        {
            MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax owner } member => (owner.Identifier.Text, member.Name.Identifier.Text),
            IdentifierNameSyntax own => (call.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.Text, own.Identifier.Text),
            _ => (null, string.Empty),
        };
        return Makers[name].Where(method => ((TypeDeclarationSyntax)method.Parent!).Identifier.Text == type)
            .SelectMany(method => method.ExpressionBody is { } body ? [body.Expression] : method.DescendantNodes().OfType<ReturnStatementSyntax>().Select(statement => statement.Expression).OfType<ExpressionSyntax>());
    }
}
