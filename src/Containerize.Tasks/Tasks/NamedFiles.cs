using System.Text.RegularExpressions;
using Containerize.Dockerfiles;
using Containerize.Host;
using Microsoft.Build.Construction;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Globbing;

namespace Containerize.Tasks;

/// <summary>
/// Files that a project names without an item: in its properties, in the metadata of its items, in its targets. Only what the user's own files say
/// counts; the .NET SDK and packages name much that no other machine has.
/// </summary>
/// <param name="project">One evaluation.</param>
/// <param name="isOwn">Whether a path is the user's: nothing of an SDK, a package or an earlier restore.</param>
/// <param name="reach">Absolute path of the folder above which nothing is looked for.</param>
internal sealed partial class NamedFiles(Project project, Func<string, bool> isOwn, string reach)
{
    /// <summary>What these say is about the image or how it is built; much of it is paths in a container.</summary>
    private const string Ours = "Container";

    /// <summary>Metadata that say where something will be, or what belongs to what.</summary>
    private static readonly string[] Places = ["DependentUpon", "LastGenOutput", "Link", "LinkBase", "LogicalName", "PackagePath", "TargetPath"];

    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    private readonly string directory = project.DirectoryPath;

    /// <summary>A key to sign with, an icon, a set of rules, whatever else a property names.</summary>
    public IEnumerable<string> InProperties() => project.Properties
        .Where(property => property.Xml is { } xml && isOwn(xml.ContainingProject.FullPath) && !IsOurs(property.Name))
        .SelectMany(property => FindFiles(property.EvaluatedValue));

    public IEnumerable<string> InMetadata() => OwnMetadata().SelectMany(FindFiles);

    /// <summary>Folders in which files that items name are to look for others, such as ProtoRoot.</summary>
    public IEnumerable<string> FoldersInMetadata() => OwnMetadata()
        .SelectMany(value => value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .Select(value => ToAbsolute(value, directory))
        .OfType<string>()
        .Where(Directory.Exists);

    /// <summary>
    /// What tasks of the user's own targets are given, their command lines among it, and the assemblies that tasks are in. Of a folder that a task is given,
    /// all files.
    /// </summary>
    public IEnumerable<string> InTargets() => OwnRoots().SelectMany(root => root.AllChildren.SelectMany(element => element switch
    {
        ProjectTaskElement task => FindInTask(task, root),
        ProjectItemElement item when IsInTarget(item) && !IsOurs(item.ItemType) => FindItems(Expand(item.Include, root)),
        _ => ListTexts(element).SelectMany(text => FindFiles(Expand(text, root))),
    }));

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

    private IEnumerable<string> OwnMetadata() => project.AllEvaluatedItems
        .Where(item => !IsOurs(item.ItemType))
        .SelectMany(item => item.DirectMetadata)
        .Where(metadata => metadata.Xml is { } xml && isOwn(xml.ContainingProject.FullPath) && !IsPlace(metadata.Name))
        .Select(metadata => metadata.EvaluatedValue);

    private static bool IsPlace(string metadata) => Places.Contains(metadata, StringComparer.OrdinalIgnoreCase);

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
        ProjectMetadataElement metadata when IsInTarget(metadata) && !IsPlace(metadata.Name) => [metadata.Value],
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

    /// <summary>Paths of a task are relative to the project, those on a command line to where the command runs. The task MSBuild is given projects.</summary>
    private IEnumerable<string> FindInTask(ProjectTaskElement task, ProjectRootElement root)
    {
        if (!TaskInputs.AreReadBy(task.Name) && task.Name != "MSBuild")
        {
            return [];
        }

        var work = task.Parameters.TryGetValue("WorkingDirectory", out var named) ? ToAbsolute(Expand(named, root), directory) : null;
        string[] folders = work is null ? [directory] : [work, directory];
        return task.Parameters
            .Where(parameter => TaskInputs.AreReadFrom(parameter.Key) && parameter.Key != "WorkingDirectory")
            .SelectMany(parameter => FindPaths(Expand(parameter.Value, root), folders))
            .SelectMany(path => File.Exists(path) ? [path] : ListFolder(path));
    }

    private IEnumerable<string> FindFiles(string text) => FindPaths(text, [directory]).Where(File.Exists);

    /// <summary>Of what is there: the text itself, the parts of a list, the words of a command line.</summary>
    private static IEnumerable<string> FindPaths(string text, IReadOnlyList<string> folders) => text.Length > 100_000
        ? []
        : text.Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .SelectMany(part => Word().Matches(part).Select(match => match.Groups["word"].Value).Prepend(part))
            .SelectMany(word => folders.Select(folder => ToAbsolute(word, folder)))
            .OfType<string>()
            .Where(Path.Exists);

    /// <summary>A folder elsewhere in the repository; none of projects, whose own folders are copied anyway.</summary>
    private IEnumerable<string> ListFolder(string folder)
    {
        var whole = Path.TrimEndingDirectorySeparator(folder);
        return BuildContextReader.IsBelow(whole, reach) && !BuildContextReader.IsBelow(directory, whole) && !BuildContextReader.IsBelow(whole, directory)
            ? ListSources(whole)
            : [];
    }

    private IEnumerable<string> FindItems(string include) => [.. FindFiles(include), .. FindMatches(include)];

    /// <summary>A pattern of items, which targets expand when they run.</summary>
    private IEnumerable<string> FindMatches(string include)
    {
        foreach (var part in include.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(part => part.Contains('*')))
        {
            var glob = MSBuildGlob.Parse(directory, PathText.ToLocal(part));
            var folder = Path.TrimEndingDirectorySeparator(glob.FixedDirectoryPart);
            if (glob.IsLegal && BuildContextReader.IsBelow(folder, reach) && Directory.Exists(folder))
            {
                foreach (var file in ListSources(folder).Where(glob.IsMatch))
                {
                    yield return file;
                }
            }
        }
    }

    private static IEnumerable<string> ListSources(string folder) => Directory.EnumerateFiles(folder, "*", Everything)
        .Where(file => !IgnoreFile.LeavesOut(PathText.ToSlashes(Path.GetRelativePath(folder, file))));

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
