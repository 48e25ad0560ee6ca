using System.IO.Enumeration;

namespace Containerize.Describing.Secrets;

/// <summary>Whether secrets are looked for, and which are meant to be there.</summary>
/// <param name="Allowed">Names of variables and labels, paths below the publish directory or in the image, with <c>*</c> and <c>?</c>, which also
/// match <c>/</c>.</param>
internal sealed record SecretScanChoice(SecretScanMode Mode, IReadOnlyList<string> Allowed)
{
    public static readonly SecretScanChoice Usual = new(SecretScanMode.Warn, []);

    public bool Allows(string name) => Allowed.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false));
}
