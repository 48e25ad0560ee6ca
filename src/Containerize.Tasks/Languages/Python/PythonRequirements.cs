using System.Text.RegularExpressions;
using Containerize.Diagnostics;
using Containerize.Host;

namespace Containerize.Languages.Python;

/// <summary>What a <c>requirements.txt</c> names, with the files that it includes (pip.pypa.io, "Requirements File Format").</summary>
internal sealed partial class PythonRequirements
{
    public const string FileName = "requirements.txt";

    private static readonly string[] Sources = ["git+", "hg+", "svn+", "bzr+", "file:", "./", "../", "/"];

    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly HashSet<string> pinned = new(StringComparer.Ordinal);
    private readonly List<string> files = [];

    /// <summary>Paths below the folder, the first is requirements.txt itself; empty: there is none.</summary>
    public IReadOnlyList<string> Files => files;

    /// <summary>Environment variables that pip puts in: passwords of an index, above all.</summary>
    public IReadOnlyList<string> Variables { get; private init; } = [];

    /// <summary>Whether a password stands in it.</summary>
    public string? FileWithPassword { get; private set; }

    /// <param name="folder">Absolute path of the app's.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.AppUnreadable"/> or <see cref="ErrorCodes.OutsideContext"/>.</exception>
    public static PythonRequirements Read(string folder)
    {
        var variables = new List<string>();
        var requirements = new PythonRequirements { Variables = variables };
        if (File.Exists(Path.Join(folder, FileName)))
        {
            requirements.Read(folder, FileName, variables);
        }

        string[] sorted = PathText.Sort(variables);
        variables.Clear();
        variables.AddRange(sorted);
        return requirements;
    }

    /// <summary>Whether a package is among them, whatever way its name is written (PEP 503).</summary>
    public bool Has(string package) => names.Contains(package);

    /// <summary>Whether they say which version of a package is meant.</summary>
    public bool Pins(string package) => pinned.Contains(Normalize(package));

    public static string Normalize(string name) => Separators().Replace(name, "-").ToLowerInvariant();

    private void Read(string folder, string path, List<string> variables)
    {
        if (files.Contains(path, StringComparer.Ordinal))
        {
            return;
        }

        var file = Path.Join(folder, path);
        if (path.Split('/').Contains("..", StringComparer.Ordinal))
        {
            throw new ContainerizeException(
                ErrorCodes.OutsideContext,
                $"Reading {files[^1]} in {folder}: it includes '{Excerpt.Of(path)}' from outside of the folder, which no builder has. "
                    + "Move the file into the folder.");
        }

        if (!File.Exists(file))
        {
            throw new ContainerizeException(
                ErrorCodes.AppUnreadable,
                $"Reading {files[^1]} in {folder}: it includes '{Excerpt.Of(path)}', which is not there. Restore the file, or take the line out.");
        }

        files.Add(path);
        var text = File.ReadAllText(file).ReplaceLineEndings("\n").Replace("\\\n", " ", StringComparison.Ordinal);
        variables.AddRange(Variable().Matches(text).Select(match => match.Groups["name"].Value));
        FileWithPassword ??= Password().IsMatch(text) ? path : null;
        foreach (var line in text.Split('\n').Select(line => Comment().Replace(line, string.Empty).Trim()).Where(line => line.Length > 0))
        {
            Take(folder, path, line, variables);
        }
    }

    private void Take(string folder, string path, string line, List<string> variables)
    {
        if (Include().Match(line) is { Success: true } include)
        {
            Read(folder, Join(path, include.Groups["file"].Value.Trim()), variables);
            return;
        }

        var address = line[(line.IndexOf('@', StringComparison.Ordinal) + 1)..].Trim();
        if (Editable().IsMatch(line) || line == "." || Sources.Any(start => line.StartsWith(start, StringComparison.Ordinal))
            || Sources.Take(5).Any(start => address.StartsWith(start, StringComparison.Ordinal)))
        {
            throw new ContainerizeException(
                ErrorCodes.AppUnreadable,
                $"Reading {path} in {folder}: '{Excerpt.Of(line, 80)}' is a package in sources, and only built ones (wheels) are installed. "
                    + "Name one of an index, or put the code into the folder of the app.");
        }

        if (Requirement().Match(line) is { Success: true } requirement)
        {
            var name = Normalize(requirement.Groups["name"].Value);
            names.Add(name);
            if (requirement.Groups["version"].Success || line.Contains(" @ ", StringComparison.Ordinal))
            {
                pinned.Add(name);
            }
        }
    }

    private static string Join(string path, string included)
    {
        var folder = path.LastIndexOf('/') is var slash and > 0 ? path[..(slash + 1)] : string.Empty;
        var whole = PathText.ToSlashes(folder + included);
        return PathText.ToSlashes(Path.GetRelativePath("/a/b/c/d", Path.GetFullPath(whole, "/a/b/c/d")));
    }

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@"(^|\s)#.*$", Options)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^(-r|--requirement|-c|--constraint)[\s=]*(?<file>.+)$", Options)]
    private static partial Regex Include();

    [GeneratedRegex(@"^(-e|--editable)\b", Options)]
    private static partial Regex Editable();

    [GeneratedRegex(@"^(?<name>[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(\[[^\]]*\])?\s*(?<version>={2,3}\s*[^\s;,*]+(?=[\s;]|$))?", Options)]
    private static partial Regex Requirement();

    [GeneratedRegex("[-_.]+", Options)]
    private static partial Regex Separators();

    /// <summary>pip knows no other form (pip.pypa.io, "Using environment variables").</summary>
    [GeneratedRegex(@"\$\{(?<name>[A-Z0-9_]+)\}", Options)]
    private static partial Regex Variable();

    [GeneratedRegex(@"://[^/\s@$]*:(?!\$\{)[^/\s@]+@", Options)]
    private static partial Regex Password();
}
