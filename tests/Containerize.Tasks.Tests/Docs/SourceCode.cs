using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Containerize.Tests.Docs;

/// <summary>The code of src/Containerize.Tasks, as the compiler reads it.</summary>
internal static class SourceCode
{
    /// <summary>Everything.</summary>
    public static IReadOnlyList<SyntaxNode> All { get; } = Read(Path.Join(Repository.Root, "src", "Containerize.Tasks"));

    /// <summary>MSBuild's side of it.</summary>
    public static IReadOnlyList<SyntaxNode> OfTasks { get; } = Read(Path.Join(Repository.Root, "src", "Containerize.Tasks", "Tasks"));

    /// <summary>What is written in quotes: whole literals, and the texts between the holes of the others.</summary>
    public static IEnumerable<string> Texts(IEnumerable<SyntaxNode> sources)
        => sources.SelectMany(source => source.DescendantNodes()).Select(node => node switch
        {
            LiteralExpressionSyntax { Token.Value: string text } => text,
            InterpolatedStringTextSyntax text => text.TextToken.ValueText,
            _ => null,
        }).OfType<string>();

    private static SyntaxNode[] Read(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot()),
    ];
}
