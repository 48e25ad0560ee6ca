using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Containerize.Tests.Docs;

/// <summary>One message as it is written in the sources.</summary>
/// <param name="Pattern">A regular expression with a hole for whatever only a run knows.</param>
/// <param name="Letters">How many characters do not depend on a run.</param>
internal sealed record MessageTemplate(string Pattern, int Letters)
{
    private static readonly MessageTemplate Hole = new(".*?", 0);

    public bool Fits(string message) => Regex.IsMatch(message, $"^(?:{Pattern})$", RegexOptions.CultureInvariant);

    /// <param name="expression">What gives the text.</param>
    /// <param name="madeBy">What a call gives back: one expression for each way out; none if that is not known.</param>
    /// <param name="depth">How many calls may yet be followed.</param>
    public static MessageTemplate Of(ExpressionSyntax expression, Func<InvocationExpressionSyntax, IEnumerable<ExpressionSyntax>> madeBy, int depth = 3)
    {
        return Read(expression, depth);

        MessageTemplate Read(ExpressionSyntax part, int left) => part switch
        {
            LiteralExpressionSyntax { Token.Value: string text } => Literal(text),
            InterpolatedStringExpressionSyntax interpolated => Joined(interpolated.Contents.Select(content => content switch
            {
                InterpolatedStringTextSyntax text => Literal(text.TextToken.ValueText),
                InterpolationSyntax { Expression: var inner } => Read(inner, left),
                _ => Hole,
            })),
            BinaryExpressionSyntax { OperatorToken.Text: "+" } sum => Joined([Read(sum.Left, left), Read(sum.Right, left)]),
            ConditionalExpressionSyntax choice => Either([Read(choice.WhenTrue, left), Read(choice.WhenFalse, left)]),
            SwitchExpressionSyntax choice => Either(choice.Arms.Select(arm => Read(arm.Expression, left))),
            ParenthesizedExpressionSyntax inner => Read(inner.Expression, left),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: InterpolatedStringExpressionSyntax text, Name.Identifier.Text: "TrimEnd" } } => Read(text, left),
            InvocationExpressionSyntax call when left > 0 && madeBy(call).ToList() is { Count: > 0 } ways => Either(ways.Select(way => Read(way, left - 1))),
            _ => Hole,
        };
    }

    /// <param name="text">An attribute in which <c>$(…)</c>, <c>@(…)</c> and <c>%(…)</c> stand for values.</param>
    public static MessageTemplate OfMSBuild(string text)
    {
        var parts = new List<MessageTemplate>();
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '$' or '@' or '%' && i + 1 < text.Length && text[i + 1] == '(')
            {
                parts.Add(Literal(plain.ToString()));
                parts.Add(Hole);
                plain.Clear();
                i = End(text, i + 1);
            }
            else
            {
                plain.Append(text[i]);
            }
        }

        return Joined([.. parts, Literal(plain.ToString())]);
    }

    private static MessageTemplate Literal(string text) => new(Regex.Escape(text), text.Length);

    private static MessageTemplate Joined(IEnumerable<MessageTemplate> parts)
    {
        var all = parts.ToList();
        return new MessageTemplate(string.Concat(all.Select(part => part.Pattern)), all.Sum(part => part.Letters));
    }

    private static MessageTemplate Either(IEnumerable<MessageTemplate> choices)
    {
        var all = choices.ToList();
        // A choice of nothing is in many messages: a sentence more or not.
        return new MessageTemplate($"(?:{string.Join('|', all.Select(choice => choice.Pattern))})", all.Min(choice => choice.Letters));
    }

    /// <summary>Where the parenthesis ends that is open at the index.</summary>
    private static int End(string text, int open)
    {
        for (var (i, depth) = (open, 0); i < text.Length; i++)
        {
            depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0)
            {
                return i;
            }
        }

        return text.Length;
    }
}
