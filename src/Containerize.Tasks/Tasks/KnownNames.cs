using System.Text.RegularExpressions;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>The properties and items that the package's targets read: they themselves are the list, so none can be forgotten in it.</summary>
/// <param name="Properties">In any case, as MSBuild takes them.</param>
/// <param name="Items">As well.</param>
internal sealed partial record KnownNames(IReadOnlySet<string> Properties, IReadOnlySet<string> Items)
{
    /// <summary>Read once in a build, however many projects it publishes.</summary>
    /// <inheritdoc cref="Read"/>
    /// <param name="engine">Keeps them until the build ends; null: nobody does.</param>
    public static KnownNames Of(IBuildEngine? engine, string folder) => BuildObjects.Keep(engine, folder, () => Read(folder));

    /// <param name="folder">The package's folder build.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">As well.</exception>
    public static KnownNames Read(string folder)
    {
        string[] texts = [.. Directory.EnumerateFiles(folder, "*.targets").Order(StringComparer.Ordinal).Select(File.ReadAllText)];
        return new KnownNames(Names(texts, Property()), Names(texts, Item()));
    }

    private static SortedSet<string> Names(string[] texts, Regex reference)
        => new(texts.SelectMany(text => reference.Matches(text)).Select(match => match.Groups["name"].Value), StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(@"(\$\(|PropertyName="")(?<name>Container\w+|LocalRegistry)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Property();

    [GeneratedRegex(@"(@\(|ItemName="")(?<name>Container\w+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Item();
}
