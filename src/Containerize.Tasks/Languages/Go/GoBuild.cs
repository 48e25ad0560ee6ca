using Containerize.Dockerfiles.Context;
using Containerize.Host;

namespace Containerize.Languages.Go;

/// <summary>Builds a program: the same bytes in every folder and on every machine with the same version of Go (go.dev/blog/rebuild).</summary>
internal sealed class GoBuild(GoApp app, string package, LanguageTools tools)
{
    /// <summary>Without paths of the machine, state of git, tables for debuggers, and the id of the build.</summary>
    public static IReadOnlyList<string> Options { get; } = ["-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid="];

    /// <exception cref="Diagnostics.ContainerizeException">With the code of what went wrong.</exception>
    public async Task RunAsync(AppTarget target, CancellationToken cancellationToken)
    {
        var doing = $"Building {package} in {app.Folder} for {target.Platform}";
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["CGO_ENABLED"] = "0",
            ["GOOS"] = target.Platform.Os,
            ["GOARCH"] = target.Platform.Architecture,
            ["GOARM"] = target.Platform.Variant?.TrimStart('v') ?? string.Empty,
            ["GOAMD64"] = string.Empty,
            ["GOFLAGS"] = string.Empty,
            ["GOEXPERIMENT"] = string.Empty,
            // What lies above the folder no builder has.
            ["GOWORK"] = "off",
        };
        string[] arguments = ["build", .. Options, "-o", Path.Join(target.Folder, app.Name), package];
        var rules = IgnoreRules.Parse(app.IgnoreText);
        var sources = ListFiles(app.Folder, string.Empty, rules).ToDictionary(path => path, path => Path.Join(app.Folder, path), StringComparer.Ordinal);
        await new PreparedFolder(target.Folder) { CopiesFiles = false }.EnsureAsync(
            sources,
            [.. arguments.Where(argument => !Path.IsPathFullyQualified(argument)), .. environment.Values, tools.Identify("go", doing)],
            async () => await tools.RunAsync("go", arguments, app.Folder, doing, environment, cancellationToken),
            cancellationToken);
    }

    private static IEnumerable<string> ListFiles(string folder, string relative, IgnoreRules rules)
    {
        foreach (var entry in new DirectoryInfo(Path.Join(folder, relative)).EnumerateFileSystemInfos())
        {
            var path = relative + entry.Name;
            if (!(entry is DirectoryInfo ? rules.Enters(path) : rules.Takes(path)))
            {
                continue;
            }

            foreach (var file in entry is DirectoryInfo { LinkTarget: null } ? ListFiles(folder, path + "/", rules) : File.Exists(entry.FullName) ? [path] : [])
            {
                yield return PathText.ToSlashes(file);
            }
        }
    }
}
