using System.Text.RegularExpressions;
using Containerize.Diagnostics;
using Containerize.Dockerfiles;
using Containerize.Host;
using Containerize.Layering;

namespace Containerize.Languages.Node;

/// <summary>The packages that an app is installed with.</summary>
/// <param name="folder">Absolute path of the app's.</param>
internal sealed partial class NodePackages(string folder, NodePackage package, NodeLock locked)
{
    public const string PackageFile = "package.json";

    /// <summary>npm's copy of the lock file, which differs with its version, and what tools keep.</summary>
    private static readonly string[] NotPackages = [".package-lock.json", ".cache"];

    private static readonly string[] LockFiles = ["npm-shrinkwrap.json", "package-lock.json"];

    /// <summary>Absolute path.</summary>
    public string Folder => folder;

    /// <summary>Whether there is anything to install.</summary>
    public bool Has => package.HasDependencies;

    /// <summary>What npm reads, below the app's folder.</summary>
    public IReadOnlyList<string> Files { get; } =
    [
        .. LockFiles.Append(".npmrc").Append(PackageFile).Where(name => File.Exists(Path.Join(folder, name))).Order(StringComparer.Ordinal),
        .. locked.Linked.Select(path => $"{path}/{PackageFile}").Where(file => File.Exists(Path.Join(folder, file))),
    ];

    /// <summary>
    /// Where they are installed, below the app's folder: in the root, and in packages of the repository that need another version than the root.
    /// </summary>
    public IReadOnlyList<string> Folders { get; } =
    [
        "node_modules",
        .. locked.Linked.Where(path => locked.Versions.Keys.Any(key => key.StartsWith($"{path}/node_modules/", StringComparison.Ordinal)))
            .Select(path => $"{path}/node_modules"),
    ];

    /// <returns>Absolute path; null: there is none of npm's.</returns>
    public static string? FindLockFile(string folder) => LockFiles.Select(name => Path.Join(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Of what lies in the folder where npm ran: the packages, without what npm and tools keep there for themselves.</summary>
    /// <param name="path">Of a file or a folder, <c>/</c> between parts.</param>
    public bool IsInstalled(string path)
    {
        var parts = path.Split('/');
        return Folders.Any(installed => path == installed
                || path.StartsWith(installed + "/", StringComparison.Ordinal)
                || installed.StartsWith(path + "/", StringComparison.Ordinal))
            && !parts.Zip(parts.Skip(1)).Any(pair => pair.First == "node_modules" && NotPackages.Contains(pair.Second, StringComparer.Ordinal));
    }

    /// <summary>Removes the same in a Dockerfile.</summary>
    public IEnumerable<string> CleanCommands
        => Folders.Select(path => $"rm -rf {string.Join(' ', NotPackages.Select(name => DockerfileText.QuoteForShell($"{path}/{name}")))}");

    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.PackagesNotLocked"/> or <see cref="ErrorCodes.NodeProgramUnknown"/>.</exception>
    public void RequireLock()
    {
        if (NodeFiles.FindOtherProgram(folder) is { } program)
        {
            throw new ContainerizeException(
                ErrorCodes.NodeProgramUnknown,
                $"Reading the packages of {folder}: they are locked by {program}, and only npm's package-lock.json is read. "
                    + "Make one beside it with 'npm install --package-lock-only', and check it in.");
        }

        if (FindLockFile(folder) is null)
        {
            throw new ContainerizeException(
                ErrorCodes.PackagesNotLocked,
                $"Reading the packages of {folder}: there is no package-lock.json, so that every publish could get others. "
                    + "Make it with 'npm install --package-lock-only', and check it in.");
        }

        if (locked.Linked.FirstOrDefault(path => path.Length == 0 || path.Split('/').Contains("..", StringComparer.Ordinal)) is { } outside)
        {
            throw new ContainerizeException(
                ErrorCodes.OutsideContext,
                $"Reading package-lock.json in {folder}: a package lies in '{outside}', outside of the folder, where neither image nor builder has it. "
                    + "Move the project file to the folder that holds both, or publish the package.");
        }
    }

    /// <summary>Whose a file is that lies where npm installs.</summary>
    /// <param name="path">Below the working directory, <c>/</c> between parts.</param>
    public FileOrigin.Package? FindPackage(string path)
    {
        const string Folder = "node_modules/";
        var start = path.StartsWith(Folder, StringComparison.Ordinal) ? 0 : path.IndexOf("/" + Folder, StringComparison.Ordinal) + 1;
        if (start == 0 && !path.StartsWith(Folder, StringComparison.Ordinal))
        {
            return null;
        }

        var last = path.LastIndexOf(Folder, StringComparison.Ordinal) + Folder.Length;
        var parts = path[last..].Split('/');
        var name = parts[0].StartsWith('@') && parts.Length > 1 ? $"{parts[0]}/{parts[1]}" : parts[0];
        return new FileOrigin.Package(name, locked.Versions.GetValueOrDefault(path[..last] + name) ?? string.Empty);
    }

    /// <summary>Variables that <c>.npmrc</c> takes passwords from.</summary>
    public IReadOnlyList<string> ListSecrets()
    {
        var settings = Path.Join(folder, ".npmrc");
        return File.Exists(settings) ? PathText.Sort(Variable().Matches(File.ReadAllText(settings)).Select(match => match.Groups["name"].Value)) : [];
    }

    [GeneratedRegex(
        @"^[^#;\n]*_(authToken|auth|password)\s*=[^\n]*?\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)\??\}",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}
