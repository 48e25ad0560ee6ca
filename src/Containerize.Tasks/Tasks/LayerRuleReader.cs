using Containerize.Diagnostics;
using Containerize.Host;
using Containerize.Layering;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>Reads a ContainerLayer item: the identity names a class, <c>Files</c> the paths that go there, <c>After</c> where a new class lies.</summary>
internal static class LayerRuleReader
{
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidLayerItem"/>.</exception>
    public static IReadOnlyList<LayerRule> Read(IReadOnlyList<ITaskItem> items)
    {
        var faults = new Faults();
        var rules = faults.ReadEach(items, Read);
        foreach (var sameName in rules.GroupBy(rule => rule.Class.Name, StringComparer.Ordinal)
            .Where(group => group.DistinctBy(rule => rule.Class.Rank).Count() > 1))
        {
            faults.Add(Invalid(sameName.Key, "two items of that name lie After different layers. Give both the same After"));
        }

        faults.Throw();
        return rules;
    }

    private static LayerRule Read(ITaskItem item)
    {
        var name = item.ItemSpec;
        if (name.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-') || name is "base" or "volumes")
        {
            throw Invalid(name, "a layer's name is made of lower-case letters, digits and hyphens, and base and volumes are taken");
        }

        var patterns = PathText.ToSlashes(item.GetMetadata("Files")).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (patterns.Length == 0)
        {
            throw Invalid(name, "it does not say which files it takes. Set its Files metadata, for example Files=\"models/*\"");
        }

        if (LayerClass.All.FirstOrDefault(known => known.Name == name) is { } builtIn)
        {
            return new LayerRule(builtIn, patterns);
        }

        var after = item.GetMetadata("After") is { Length: > 0 } named ? named : LayerClass.Packages.Name;
        var below = LayerClass.All.FirstOrDefault(known => known.Name == after)
            ?? throw Invalid(name, $"After=\"{Excerpt.Of(after)}\" is no layer. Use one of {string.Join(", ", LayerClass.All)}");
        return new LayerRule(new LayerClass(name, below.Rank + 1, "files of your choice"), patterns);
    }

    private static ContainerizeException Invalid(string name, string why)
        => new(ErrorCodes.InvalidLayerItem, $"Reading the ContainerLayer item '{Excerpt.Of(name)}': {why}.");
}
