using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Shouldly;

namespace Containerize.Tests.Docs;

/// <summary>Tests with an attribute, read out of the sources of all test projects: their assemblies need not be built for it.</summary>
internal static class MarkedTests
{
    /// <summary>Of the attributes that name rows: what they say is a claim, and no proof of it.</summary>
    private static readonly string[] Claims = ["PeerCase", "RanInto", "Recipe", "Sets"];

    private static readonly string[] Tests = ["Fact", "Theory", "LabFact", "LabTheory"];

    /// <param name="attribute">Its name, without <c>Attribute</c>.</param>
    public static IReadOnlyList<MarkedTest> Of(string attribute) =>
    [
        .. Directory.EnumerateFiles(Path.Join(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .SelectMany(file => Read(file, attribute)),
    ];

    private static IEnumerable<MarkedTest> Read(string file, string attribute)
    {
        var text = File.ReadAllText(file);
        if (!text.Contains($"[{attribute}(", StringComparison.Ordinal))
        {
            yield break;
        }

        var root = CSharpSyntaxTree.ParseText(text).GetRoot();
        foreach (var mark in root.DescendantNodes().OfType<AttributeSyntax>().Where(found => found.Name.ToString() == attribute))
        {
            var method = mark.FirstAncestorOrSelf<MethodDeclarationSyntax>().ShouldNotBeNull($"{file}: {mark}");
            var place = $"{Path.GetFileName(file)}, {method.Identifier.Text}";
            method.AttributeLists.SelectMany(list => list.Attributes).Select(other => other.Name.ToString())
                .ShouldContain(name => Tests.Contains(name), $"{place} is no test, and so proves no row of {attribute}.");
            var used = UsedBy(method, root);
            used.SelectMany(node => node.DescendantTokens()).ShouldContain(
                token => token.IsKind(SyntaxKind.IdentifierToken) && token.Text.Contains("Should", StringComparison.Ordinal),
                $"{place} asserts nothing.");
            var arguments = mark.ArgumentList?.Arguments ?? [];
            yield return new MarkedTest(place, [.. arguments.Select(argument => Value(argument, place))], [.. used.SelectMany(Quoted)]);
        }
    }

    private static object Value(AttributeArgumentSyntax argument, string place)
        => argument.Expression is LiteralExpressionSyntax { Token.Value: string or int } literal
            ? literal.Token.Value
            : throw new InvalidOperationException($"{place}: {argument} is no plain literal.");

    private static IEnumerable<string> Quoted(SyntaxNode node)
        => node.DescendantTokens(child => child is not AttributeSyntax attribute || !Claims.Contains(attribute.Name.ToString()))
            .Where(token => token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken
                or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken)
            .Select(token => token.ValueText);

    /// <summary>
    /// The method and the members and types of its file that it names, itself or by way of others; what a base class has in another file is not
    /// among them.
    /// </summary>
    private static HashSet<SyntaxNode> UsedBy(MethodDeclarationSyntax method, SyntaxNode root)
    {
        var named = root.DescendantNodes().SelectMany(Names).ToLookup(pair => pair.Name, pair => pair.Node, StringComparer.Ordinal);
        var around = method.Ancestors().ToHashSet();
        var used = new HashSet<SyntaxNode> { method };
        var open = new Queue<SyntaxNode>(used);
        while (open.TryDequeue(out var node))
        {
            foreach (var other in node.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).SelectMany(token => named[token.ValueText]))
            {
                // The test's own class is all tests of it.
                if (!around.Contains(other) && used.Add(other))
                {
                    open.Enqueue(other);
                }
            }
        }

        return used;
    }

    private static IEnumerable<(string Name, SyntaxNode Node)> Names(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => [(method.Identifier.ValueText, method)],
        PropertyDeclarationSyntax property => [(property.Identifier.ValueText, property)],
        FieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => (variable.Identifier.ValueText, (SyntaxNode)field)),
        // A fixture comes as a parameter of the class.
        ParameterSyntax { Parent.Parent: TypeDeclarationSyntax } parameter => [(parameter.Identifier.ValueText, parameter)],
        TypeDeclarationSyntax type => [(type.Identifier.ValueText, type)],
        _ => [],
    };
}
