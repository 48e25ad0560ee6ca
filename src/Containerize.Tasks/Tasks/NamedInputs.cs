using Containerize.Dockerfiles;
using Containerize.Host;
using Microsoft.Build.Evaluation;

namespace Containerize.Tasks;

/// <summary>What a project names besides its items and imports, as far as a clone of the repository has it.</summary>
/// <param name="Files">Absolute paths of files that a build reads.</param>
/// <param name="ReadByEvaluation">Absolute paths of files that the evaluation itself reads, and so a restore.</param>
/// <param name="Projects">Absolute paths of projects that its targets build or run.</param>
/// <param name="Folders">Absolute paths of folders in which its tools look for files.</param>
/// <param name="Reach">Absolute path of the folder above which nothing is looked for.</param>
/// <param name="CompilesIgnored">Whether a source is among what git is told to ignore.</param>
internal sealed record NamedInputs(
    IReadOnlyList<string> Files,
    IReadOnlyList<string> ReadByEvaluation,
    IReadOnlyList<string> Projects,
    IReadOnlyList<string> Folders,
    string Reach,
    bool CompilesIgnored)
{
    /// <summary>What a project does not read, or reads in another way: solutions and what is generated from the project.</summary>
    private static readonly string[] NotRead = [".sln", ".slnx", ".slnf", ".user", ".binlog"];

    /// <param name="projectFile">Absolute path.</param>
    /// <param name="homeFolder">The user's own.</param>
    public static async Task<NamedInputs> FindAsync(
        string projectFile, IReadOnlyList<Project> evaluations, string homeFolder, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(projectFile)!;
        var reach = new ConfigurationFiles(homeFolder).Reach(folder).Last();
        var isOwn = EvaluatedProject.OwnFiles(evaluations);
        var outputs = EvaluatedProject.ListOutputFolders(evaluations);
        NamedFiles[] named = [.. evaluations.Select(project => new NamedFiles(project, isOwn, reach))];
        string[] read = Filter(named.SelectMany(files => files.ReadByFunctions()));
        // Another project counts only where a target does something with it.
        var said = named.SelectMany(files => files.InProperties().Concat(files.InMetadata())).Where(path => !IsProject(path));
        string[] found = Filter(said.Concat(named.SelectMany(files => files.InTargets())));
        string[] sources =
        [
            .. evaluations.SelectMany(project => project.GetItems("Compile"))
                .Select(item => Path.GetFullPath(PathText.ToLocal(item.EvaluatedInclude), folder))
                .Where(path => isOwn(path)),
        ];
        var ignored = await GitWorkTree.FindIgnoredAsync(reach, [.. read, .. found, .. sources], cancellationToken);
        string[] kept = [.. found.Where(path => !ignored.Contains(path))];
        return new NamedInputs(
            [.. kept.Where(path => !IsProject(path))],
            [.. read.Where(path => !ignored.Contains(path))],
            [.. kept.Where(IsProject)],
            PathText.Sort(named.SelectMany(files => files.FoldersInMetadata()).Where(path => BuildContextReader.IsBelow(path, reach))),
            reach,
            sources.Any(ignored.Contains));

        // What lies in the project's folder is source without anybody's naming it, but for what an ignore file leaves out.
        string[] Filter(IEnumerable<string> paths) => PathText.Sort(paths.Where(path => path != projectFile
            && isOwn(path)
            && BuildContextReader.IsBelow(path, reach)
            && !outputs.Any(output => BuildContextReader.IsBelow(path, output))
            && !NotRead.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
            && !IgnoreFile.LeavesOut(Path.GetFileName(path))));
    }

    private static bool IsProject(string path) => Path.GetExtension(path) is ".csproj" or ".fsproj" or ".vbproj" or ".esproj";
}
