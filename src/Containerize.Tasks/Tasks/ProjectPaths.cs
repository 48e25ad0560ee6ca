using Containerize.Engines;
using Containerize.Host;

namespace Containerize.Tasks;

/// <summary>Paths as MSBuild gives them, made absolute without the process's current directory, which other projects share.</summary>
/// <param name="projectFile">Absolute path; relative paths are below its folder.</param>
internal sealed class ProjectPaths(string projectFile)
{
    public string ProjectFile => projectFile;

    public string Directory { get; } = Path.GetDirectoryName(projectFile)!;

    public string MakeAbsolute(string path) => Path.GetFullPath(PathText.ToLocal(path), Directory);

    /// <summary>An engine by what people write: what has a separator in it is the path of a program, and anything else a name.</summary>
    /// <param name="by">What names it, for errors.</param>
    public NamedEngine NameEngine(string text, string by) => new(text.AsSpan().ContainsAny('/', '\\') ? MakeAbsolute(text) : text, by);
}
