using System.Text.RegularExpressions;

namespace Containerize.Tests.Docs;

/// <summary>A test with an attribute that names a row of some documentation.</summary>
/// <param name="Place">File and method.</param>
/// <param name="Arguments">The attribute's: texts and numbers.</param>
/// <param name="Texts">What stands in quotes in the test, and in what it uses of its file.</param>
internal sealed record MarkedTest(string Place, IReadOnlyList<object> Arguments, IReadOnlyList<string> Texts)
{
    /// <summary>Whether a name stands in one of the texts, as a whole word.</summary>
    public bool Says(string name) => Texts.Any(text => Regex.IsMatch(text, $@"(?<!\w){Regex.Escape(name)}(?!\w)", RegexOptions.CultureInvariant));

    public override string ToString() => Place;
}
