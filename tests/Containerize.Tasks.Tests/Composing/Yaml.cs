using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Containerize.Tests.Composing;

/// <summary>YamlDotNet, as a referee.</summary>
internal static partial class Yaml
{
    /// <exception cref="YamlException">It is no YAML, or a key stands twice in it.</exception>
    public static YamlMappingNode Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return (YamlMappingNode)stream.Documents.ShouldHaveOne().RootNode;
    }

    public static YamlNode? At(this YamlNode node, params string[] keys)
        => keys.Aggregate((YamlNode?)node, (below, key) => below is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null);

    /// <summary>What a scalar says, or the entries of a list.</summary>
    public static string? Text(this YamlNode? node) => node switch
    {
        null => null,
        YamlScalarNode scalar => scalar.Value,
        YamlSequenceNode list => string.Join('|', list.Select(entry => entry.Text())),
        _ => string.Join('|', ((YamlMappingNode)node).Select(entry => $"{entry.Key.Text()}={entry.Value.Text()}")),
    };

    /// <summary>Whether a reader of YAML 1.1 or 1.2 takes a scalar for a string (yaml.org/type: bool, int, float, null, timestamp, merge, value; YAML 1.2.2, 10.3.2).</summary>
    public static bool IsString(this YamlScalarNode scalar) => scalar.Style != ScalarStyle.Plain || !Other().IsMatch(scalar.Value!);

    private static YamlDocument ShouldHaveOne(this IList<YamlDocument> documents)
        => documents.Count == 1 ? documents[0] : throw new InvalidOperationException($"{documents.Count} documents.");

    [GeneratedRegex(
        @"^(y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF|~|null|Null|NULL||<<|=|[-+]?0b[01_]+|[-+]?0o?[0-7_]+|[-+]?[0-9][0-9_]*|[-+]?0x[0-9a-fA-F_]+"
            + @"|[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?|[-+]?([0-9][0-9_]*)?\.?[0-9_]+([eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*\.[0-9_]*([eE][-+]?[0-9]+)?"
            + @"|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*)\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Other();
}
