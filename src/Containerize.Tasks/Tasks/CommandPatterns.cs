using System.Text.RegularExpressions;
using System.Xml.Linq;
using Containerize.Host;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>
/// Finds words of commands that MSBuild took for patterns of files, or for paths: in an item's name <c>*</c> and <c>?</c> match files, mostly none,
/// so that the word is gone; and outside of Windows <c>\</c> becomes <c>/</c>. Nothing in the evaluated items tells of it, so the project's files are
/// read for what was written: the project, those that Directory.Build brings, and what these import by name.
/// </summary>
/// <param name="commands">Types of items, with the words that came of them.</param>
/// <param name="texts">Of the project's files.</param>
internal sealed partial class CommandPatterns(
    Dictionary<string, string[]> commands, IReadOnlyDictionary<string, string> globals, string projectFile, ProjectTexts texts)
{
    private const string Run = "ContainerRun";

    /// <summary>A project's own files are small and few.</summary>
    private const int MostFiles = 50;

    private static readonly ItemKind[] Kinds =
        [ItemKind.AppCommand, ItemKind.AppCommandArgs, ItemKind.Entrypoint, ItemKind.EntrypointArgs, ItemKind.DefaultArgs, ItemKind.HealthCheck];

    private readonly Dictionary<string, string> properties = new(globals, StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> files = new(StringComparer.Ordinal);
    private readonly List<PatternInCommand> found = [];

    /// <summary>The item of a command as people write it.</summary>
    public static string TypeOf(ItemKind command) => "Container" + command.ToString();

    /// <param name="globals">The build's global properties.</param>
    public static IReadOnlyList<PatternInCommand> Find(ImageItems items, IReadOnlyDictionary<string, string> globals)
    {
        var commands = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var kind in Kinds)
        {
            commands[TypeOf(kind)] = Words(items[kind]);
        }

        commands[ExcludeReader.ItemType] = Words(items[ItemKind.Exclude]);
        commands[ContentReader.Permission] = Words(items[ItemKind.Permission]);
        // Where no Dockerfile is written nobody hands them over.
        if (items.Dockerfile is not null)
        {
            commands[Run] = Words(items[ItemKind.Run]);
        }

        var projectFile = items.Paths.ProjectFile;
        var patterns = new CommandPatterns(commands, globals, projectFile, items.Texts);
        foreach (var name in new[] { "Directory.Build.props", "Directory.Build.targets" })
        {
            if (NearestAbove(Path.GetDirectoryName(projectFile)!, name) is { } path)
            {
                patterns.Read(path);
            }
        }

        patterns.Read(projectFile);
        // Mostly there is none, and to know it takes no XML.
        if (patterns.files.Values.Any(text => commands.Keys.Any(type => text.Contains(type, StringComparison.Ordinal))))
        {
            foreach (var (path, text) in patterns.files)
            {
                patterns.Look(path, text);
            }
        }

        return patterns.found;

        static string[] Words(ITaskItem[] items) => [.. items.Select(item => item.ItemSpec)];
    }

    private void Read(string path)
    {
        if (files.Count >= MostFiles || files.ContainsKey(path) || texts.Read(path) is not { } text)
        {
            return;
        }

        files[path] = text;
        foreach (Match import in Import().Matches(text))
        {
            if (Resolve(import.Groups["file"].Value, path) is { } imported)
            {
                Read(imported);
            }
        }
    }

    private void Look(string path, string text)
    {
        foreach (var element in ProjectText.Parse(text)?.Descendants() ?? [])
        {
            if (element.Parent?.Name.LocalName == "PropertyGroup" && !element.HasElements)
            {
                properties.TryAdd(element.Name.LocalName, element.Value);
            }
            else if (element.Parent?.Name.LocalName == "ItemGroup"
                && commands.TryGetValue(element.Name.LocalName, out var words)
                && element.Attribute("Include") is { } include)
            {
                Look(element, include.Value, words, path);
            }
        }
    }

    private void Look(XElement element, string include, string[] words, string path)
    {
        var expanded = Property().Replace(include, match => properties.GetValueOrDefault(match.Groups["name"].Value, string.Empty));
        foreach (var word in expanded.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (IsMisread(word, HasValue(element)) && !words.Contains(Unescaped(word), StringComparer.Ordinal))
            {
                var (type, metadata) = (element.Name.LocalName, MetadataOf(element));
                var place = string.Equals(path, projectFile, StringComparison.Ordinal) ? string.Empty : $" in {path}";
                found.Add(new PatternInCommand(
                    type,
                    metadata,
                    word,
                    place,
                    include,
                    IsCertain: (include.Contains(word, StringComparison.Ordinal) || IsGiven(include)) && !DependsOnMore(element)));
            }
        }
    }

    /// <summary>What is given on the command line, no project file changes.</summary>
    private bool IsGiven(string include) => Property().Matches(include).All(match => globals.ContainsKey(match.Groups["name"].Value));

    private static bool DependsOnMore(XElement element)
        => element.AncestorsAndSelf()
            .Any(ancestor => ancestor.Attribute("Condition") is not null || ancestor.Name.LocalName is "When" or "Otherwise" or "Target");

    /// <summary>An item from other items is what they are. A name with metadata is only a name, but as a pattern it takes them along.</summary>
    private static bool IsMisread(string word, bool isName)
        => !word.Contains("@(", StringComparison.Ordinal)
            && !word.Contains("%(", StringComparison.Ordinal)
            && word.AsSpan().ContainsAny('*', '?', isName ? '*' : '\\');

    private static bool HasValue(XElement element)
        => element.Attribute(MetadataOf(element)) is not null || element.Elements().Any(metadata => metadata.Name.LocalName == MetadataOf(element));

    private static string MetadataOf(XElement element) => element.Name.LocalName switch
    {
        Run => "Command",
        ExcludeReader.ItemType or ContentReader.Permission => "Files",
        _ => "Value",
    };

    private static string Unescaped(string word) => Uri.UnescapeDataString(word);

    /// <summary>What begins at the importing file or the project can be followed without MSBuild; of other imports the SDK's and packages' are most.</summary>
    private string? Resolve(string import, string path)
    {
        var resolved = PathText.ToSlashes(import
            .Replace("$(MSBuildThisFileDirectory)", Path.GetDirectoryName(path) + "/", StringComparison.OrdinalIgnoreCase)
            .Replace("$(MSBuildProjectDirectory)", Path.GetDirectoryName(projectFile), StringComparison.OrdinalIgnoreCase));
        return resolved.AsSpan().ContainsAny("$@*?") || resolved.Length == 0 ? null : Path.GetFullPath(resolved, Path.GetDirectoryName(path)!);
    }

    private static string? NearestAbove(string folder, string name)
    {
        for (var parent = folder; parent is not null; parent = Path.GetDirectoryName(parent))
        {
            if (File.Exists(Path.Join(parent, name)))
            {
                return Path.Join(parent, name);
            }
        }

        return null;
    }

    [GeneratedRegex(
        @"<Import\s[^>]*?Project\s*=\s*[""'](?<file>[^""'<>]+)[""']",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Import();

    [GeneratedRegex(@"\$\((?<name>[A-Za-z_][A-Za-z0-9_-]*)\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Property();
}
