using System.Text.RegularExpressions;
using Containerize.Host;
using Microsoft.Build.Construction;
using Microsoft.Build.Evaluation;

namespace Containerize.Tasks;

/// <summary>
/// Files that a project names without an item: in its properties, in the metadata of its items, in its targets. Only what the user's own files say
/// counts; the .NET SDK and packages name much that no other machine has.
/// </summary>
/// <param name="project">One evaluation.</param>
/// <param name="isOwn">Whether a path is the user's: nothing of an SDK, a package or an earlier restore.</param>
internal sealed partial class NamedFiles(Project project, Func<string, bool> isOwn)
{
    /// <summary>What these say is about the image or how it is built; much of it is paths in a container.</summary>
    private const string Ours = "Container";

    /// <summary>Metadata that say where something will be, or what belongs to what.</summary>
    private static readonly string[] Places = ["DependentUpon", "LastGenOutput", "Link", "LinkBase", "LogicalName", "PackagePath", "TargetPath"];

    /// <summary>Kinds of elements in a target that bring nothing in.</summary>
    private static readonly string[] Written = ["OutputFile", "OutputFiles", "DestinationFile", "DestinationFiles", "DestinationFolder", "File", "Files"];

    private readonly string directory = project.DirectoryPath;

    /// <summary>A key to sign with, an icon, a set of rules, whatever else a property names.</summary>
    public IEnumerable<string> InProperties() => project.Properties
        .Where(property => property.Xml is { } xml && isOwn(xml.ContainingProject.FullPath) && !IsOurs(property.Name))
        .SelectMany(property => FindFiles(property.EvaluatedValue));

    public IEnumerable<string> InMetadata() => project.AllEvaluatedItems
        .Where(item => !IsOurs(item.ItemType))
        .SelectMany(item => item.DirectMetadata)
        .Where(SaysWhatIsRead)
        .SelectMany(metadata => FindFiles(metadata.EvaluatedValue));

    /// <summary>Folders in which files that items name are to look for others, such as ProtoRoot.</summary>
    public IEnumerable<string> FoldersInMetadata() => project.AllEvaluatedItems
        .SelectMany(item => item.DirectMetadata)
        .Where(SaysWhatIsRead)
        .SelectMany(metadata => metadata.EvaluatedValue.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .Select(value => ToAbsolute(value, directory))
        .OfType<string>()
        .Where(Directory.Exists);

    /// <summary>What tasks of the user's own targets are given, their command lines among it, and the assemblies that tasks are in.</summary>
    public IEnumerable<string> InTargets() => OwnRoots()
        .SelectMany(root => root.AllChildren.SelectMany(ListTexts).Select(text => Expand(text, root)))
        .SelectMany(FindFiles);

    /// <summary>Files whose text an evaluation reads, in a function of a property: a restore reads them as well.</summary>
    public IEnumerable<string> ReadByFunctions() => OwnRoots()
        .SelectMany(root => root.AllChildren
            .Select(element => element switch
            {
                ProjectPropertyElement property => property.Value,
                ProjectItemElement item => item.Include,
                ProjectMetadataElement metadata => metadata.Value,
                _ => string.Empty,
            })
            .SelectMany(text => ReadingFunction().Matches(text).Select(match => Expand(match.Groups["argument"].Value.Trim(' ', '\'', '"', '`'), root))))
        .SelectMany(FindFiles);

    private bool SaysWhatIsRead(ProjectMetadata metadata)
        => metadata.Xml is { } xml && isOwn(xml.ContainingProject.FullPath) && !Places.Contains(metadata.Name, StringComparer.OrdinalIgnoreCase);

    private static bool IsOurs(string name) => name.StartsWith(Ours, StringComparison.OrdinalIgnoreCase);

    private IEnumerable<ProjectRootElement> OwnRoots() => project.Imports
        .Select(import => import.ImportedProject)
        .Prepend(project.Xml)
        .Where(root => isOwn(root.FullPath))
        .Distinct();

    private static IEnumerable<string> ListTexts(ProjectElement element) => element switch
    {
        ProjectUsingTaskElement task => [task.AssemblyFile],
        ProjectUsingTaskBodyElement body => SourceOfTask().Matches(body.TaskBody).Select(match => match.Groups["name"].Value),
        ProjectTargetElement target => [target.Inputs],
        ProjectTaskElement task => task.Parameters
            .Where(parameter => !Written.Contains(parameter.Key, StringComparer.OrdinalIgnoreCase))
            .Select(parameter => parameter.Value),
        ProjectItemElement item when IsInTarget(item) && !IsOurs(item.ItemType) => [item.Include],
        ProjectMetadataElement metadata when IsInTarget(metadata) && !Places.Contains(metadata.Name, StringComparer.OrdinalIgnoreCase) => [metadata.Value],
        ProjectPropertyElement property when IsInTarget(property) && !IsOurs(property.Name) => [property.Value],
        _ => [],
    };

    private static bool IsInTarget(ProjectElement element) => element.AllParents.OfType<ProjectTargetElement>().Any();

    /// <summary>As far as the evaluation goes. What a target sets before may change it, and is not known.</summary>
    private string Expand(string text, ProjectRootElement from)
    {
        if (text.Length == 0)
        {
            return text;
        }

        // These two are about the file that is read, of which the project has many.
        var known = text
            .Replace("$(MSBuildThisFileDirectory)", from.DirectoryPath + Path.DirectorySeparatorChar, StringComparison.OrdinalIgnoreCase)
            .Replace("$(MSBuildThisFileFullPath)", from.FullPath, StringComparison.OrdinalIgnoreCase);
        try
        {
            return project.ExpandString(known);
        }
        catch (Microsoft.Build.Exceptions.InvalidProjectFileException)
        {
            // A function of something that only a target sets; if it is wrong, the build says so.
            return string.Empty;
        }
    }

    /// <summary>The text itself, the parts of a list, or the words of a command line.</summary>
    private IEnumerable<string> FindFiles(string text)
    {
        if (text.Length is 0 or > 100_000)
        {
            yield break;
        }

        foreach (var part in text.Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var candidates = Word().Matches(part).Select(match => match.Groups["word"].Value).Prepend(part);
            if (candidates.Select(candidate => ToAbsolute(candidate, directory)).OfType<string>().FirstOrDefault(File.Exists) is { } whole)
            {
                yield return whole;
            }

            foreach (var word in candidates.Skip(1).Select(candidate => ToAbsolute(candidate, directory)).OfType<string>().Where(File.Exists))
            {
                yield return word;
            }
        }
    }

    private static string? ToAbsolute(string path, string directory)
    {
        try
        {
            return path.Contains("://", StringComparison.Ordinal) ? null : Path.GetFullPath(PathText.ToLocal(path), directory);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    [GeneratedRegex("""System\.IO\.File\]::(ReadAll\w+|ReadLines)\((?<argument>(?>[^()]+|\((?<open>)|\)(?<-open>))*)(?(open)(?!))\)""", Options, 2000)]
    private static partial Regex ReadingFunction();

    [GeneratedRegex("""<Code\b[^>]*\bSource\s*=\s*["'](?<name>[^"']+)["']""", Options, 2000)]
    private static partial Regex SourceOfTask();

    [GeneratedRegex(""" "(?<word>[^"]+)" | '(?<word>[^']+)' | (?<word>[^\s"'=;,|&<>()]+) """, Options | RegexOptions.IgnorePatternWhitespace, 2000)]
    private static partial Regex Word();
}
