using Containerize.Diagnostics;
using Containerize.Oci;

namespace Containerize.Describing;

/// <summary>
/// The values of the image's own variables, with those they refer to put in. In its own value a name means what the base has under it, in those of
/// others what the image has in the end; so the order in which projects and imports name them does not matter.
/// </summary>
internal sealed class VariableValues
{
    private readonly ImageDefinition definition;
    private readonly ImageConfig below;
    private readonly Dictionary<string, string> written;
    private readonly Dictionary<string, string?> values = new(StringComparer.Ordinal);

    private VariableValues(ImageDefinition definition, ImageConfig below)
    {
        this.definition = definition;
        this.below = below;
        written = definition.Environment.ToDictionary(StringComparer.Ordinal);
    }

    /// <param name="below">The base's configuration.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidEnvironmentVariable"/>: two refer to each other.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Create(ImageDefinition definition, ImageConfig below)
    {
        var values = new VariableValues(definition, below);
        return [.. definition.Environment.Select(variable => KeyValuePair.Create(variable.Key, values.ValueOf(variable.Key)!))];
    }

    /// <summary>Names that no variable of the image has, with the variable whose value refers to them.</summary>
    public static IEnumerable<(string Variable, string Unknown)> UnknownIn(ImageDefinition definition, ImageConfig below) =>
        from variable in definition.Environment
        where !definition.VerbatimVariables.Contains(variable.Key)
        from name in VariableText.NamesIn(variable.Value).Distinct(StringComparer.Ordinal)
        where below.Environment(name) is null && definition.Environment.All(other => other.Key != name)
        select (variable.Key, name);

    private string? ValueOf(string name)
    {
        if (values.TryGetValue(name, out var known))
        {
            return known ?? throw new ContainerizeException(
                ErrorCodes.InvalidEnvironmentVariable,
                $"Reading the ContainerEnvironmentVariable item '{Excerpt.Of(name)}': its value leads back to itself through variables that it refers "
                    + "to. Write one of them out.");
        }

        values[name] = null;
        var text = written[name];
        var value = definition.VerbatimVariables.Contains(name) ? text : VariableText.Expand(text, Find);
        values[name] = value;
        return value;

        // Its own name means what the base says.
        string? Find(string other)
        {
            if (other == name)
            {
                return below.Environment(name) ?? string.Empty;
            }

            return written.ContainsKey(other) ? ValueOf(other) : below.Environment(other);
        }
    }
}
