using System.Text.RegularExpressions;
using Containerize.Diagnostics;
using Containerize.Oci;

namespace Containerize.Languages.Python;

/// <summary>
/// Installs the packages of an app into a folder of its own: built ones only (wheels), those for the image's platform and version of Python (pip.pypa.io,
/// "pip install", "--platform").
/// </summary>
/// <param name="version">Of the image's Python: <c>3.13</c>.</param>
internal sealed partial class PipInstall(string folder, PythonRequirements requirements, string version, LanguageTools tools)
{
    /// <summary>Versions of glibc that wheels are made for (PEP 600): of the images that this stands on, and before.</summary>
    private const int NewestGlibc = 36;
    private const int OldestGlibc = 17;

    private const int NamesTold = 3;

    /// <summary>What pip is told, in an image as here.</summary>
    public static IReadOnlyList<string> Options { get; } =
    [
        "--target", PythonApp.PackagesFolder, "--no-compile", "--only-binary=:all:", "--disable-pip-version-check", "--no-input",
    ];

    /// <summary>Programs of packages name the Python that installed them; what starts them is <c>python -m</c>.</summary>
    public static IReadOnlyList<string> CleanCommands { get; } =
    [
        $"rm -rf {PythonApp.PackagesFolder}/bin",
        $@"find {PythonApp.PackagesFolder} -path '*.dist-info/RECORD' -exec sed -i '/^\.\.\/\.\.\/bin\//d' {{}} +",
    ];

    /// <exception cref="ContainerizeException">With the code of what went wrong.</exception>
    public async Task RunAsync(AppTarget target, CancellationToken cancellationToken)
    {
        var doing = $"Installing the packages of {folder}";
        string[] arguments = ["-m", "pip", "install", .. Options, .. ListPlatformOptions(target), "-r", PythonRequirements.FileName];
        string[] known = [.. new[] { $"python{version}", "python3", "python" }.Where(name => tools.Find(name) is not null)];
        string[] inputs = [.. arguments, .. (known.Length > 0 ? known : ["python3"]).Select(name => tools.Identify(name, doing))];
        await new PreparedFolder(target.Folder).EnsureAsync(
            requirements.Files.ToDictionary(file => file, file => Path.Join(folder, file), StringComparer.Ordinal),
            inputs,
            async () =>
            {
                var python = await ChooseAsync(known, target.Folder, cancellationToken);
                await tools.RunAsync(python, arguments, target.Folder, doing, environment: null, cancellationToken);
                var packages = Path.Join(target.Folder, PythonApp.PackagesFolder);
                Directory.CreateDirectory(packages);
                Clean(packages);
                TellOfVersions(packages, doing);
                await TellOfMarkersAsync(python, target, packages, doing, cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>The image's own version, if this machine has it: then what depends on the version is decided as there.</summary>
    private async Task<string> ChooseAsync(string[] known, string workingDirectory, CancellationToken cancellationToken)
    {
        foreach (var name in known)
        {
            if (await tools.WorksAsync(name, ["-m", "pip", "--version"], workingDirectory, cancellationToken))
            {
                return name;
            }
        }

        // Whose message tells what is missing.
        return known[^1];
    }

    private string[] ListPlatformOptions(AppTarget target) =>
    [
        "--python-version", version, "--implementation", "cp", .. ListPlatforms(target).SelectMany(platform => new[] { "--platform", platform }),
    ];

    /// <summary>The newest first: of two wheels pip takes the one that fits first.</summary>
    private static IEnumerable<string> ListPlatforms(AppTarget target)
    {
        var machine = (target.Platform.Architecture, target.Platform.Variant) switch
        {
            ("amd64", _) => "x86_64",
            ("arm64", _) => "aarch64",
            ("arm", "v6") => "armv6l",
            ("arm", _) => "armv7l",
            ("386", _) => "i686",
            var (other, _) => other,
        };
        if (target.RuntimeIdentifier.Library == CLibrary.Musl)
        {
            return [$"musllinux_1_2_{machine}", $"musllinux_1_1_{machine}", $"musllinux_1_0_{machine}", $"linux_{machine}"];
        }

        return Enumerable.Range(OldestGlibc, NewestGlibc - OldestGlibc + 1).Reverse()
            .Select(minor => $"manylinux_2_{minor}_{machine}")
            .Concat([$"manylinux2014_{machine}", $"manylinux2010_{machine}", $"manylinux1_{machine}", $"linux_{machine}"]);
    }

    /// <summary>As <see cref="CleanCommands"/>.</summary>
    private static void Clean(string packages)
    {
        if (Path.Join(packages, "bin") is var programs && Directory.Exists(programs))
        {
            Directory.Delete(programs, recursive: true);
        }

        foreach (var record in Directory.EnumerateDirectories(packages, "*.dist-info").Select(info => Path.Join(info, "RECORD")).Where(File.Exists))
        {
            var text = File.ReadAllText(record);
            var lines = text.Split('\n');
            var kept = lines.Where(line => !line.StartsWith("../../bin/", StringComparison.Ordinal)).ToArray();
            if (kept.Length < lines.Length)
            {
                File.WriteAllText(record, string.Join('\n', kept));
            }
        }
    }

    /// <summary>What is not named with a version may be another one tomorrow.</summary>
    private void TellOfVersions(string packages, string doing)
    {
        string[] loose =
        [
            .. ListInstalled(packages)
                .Where(package => !requirements.Pins(package.Name))
                .Select(package => $"{package.Name}=={package.Version}")
                .Order(StringComparer.Ordinal),
        ];
        if (loose.Length > 0)
        {
            tools.Log.Warn(
                ErrorCodes.PackagesNotLocked,
                $"{doing}: requirements.txt does not say which version of {Counted.Names(loose, NamesTold)} is meant, "
                    + "so that the same commit may give another image tomorrow. "
                    + "Write all of them there, as 'pip freeze' or 'pip-compile' does.");
        }
    }

    /// <summary>pip asks the Python that it runs in which requirements count (PEP 508, "Environment Markers"; github.com/pypa/pip/issues/11664).</summary>
    private async Task TellOfMarkersAsync(string python, AppTarget target, string packages, string doing, CancellationToken cancellationToken)
    {
        string[] asking = ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"];
        var answer = await tools.RunAsync(python, asking, target.Folder, doing, environment: null, cancellationToken);
        var isOther = answer.Trim() != version;
        if (!isOther && target.IsLikeHost)
        {
            return;
        }

        string[] marked =
        [
            .. ListInstalled(packages)
                .Where(package => File.ReadLines(package.Metadata).TakeWhile(line => line.Length > 0)
                    .Any(line => line.StartsWith("Requires-Dist:", StringComparison.Ordinal)
                        && !line.Contains("extra ==", StringComparison.Ordinal)
                        && ((isOther && OfVersion().IsMatch(line)) || (!target.IsLikeHost && OfPlatform().IsMatch(line)))))
                .Select(package => package.Name)
                .Order(StringComparer.Ordinal),
        ];
        if (marked.Length > 0)
        {
            tools.Log.Warn(
                ErrorCodes.InstallScripts,
                $"{doing}: what {Counted.Names(marked, NamesTold)} requires depends on platform or version, "
                    + $"and pip decided by Python {answer.Trim()} of this machine, "
                    + $"not by {version} on {target.Platform}. {LanguageTools.OtherWay}.");
        }
    }

    private static IEnumerable<(string Name, string Version, string Metadata)> ListInstalled(string packages)
        => Directory.EnumerateDirectories(packages, "*.dist-info")
            .Select(info => (Path: Path.Join(info, "METADATA"), Parts: Path.GetFileName(info)[..^".dist-info".Length].Split('-')))
            .Where(info => info.Parts.Length == 2 && File.Exists(info.Path))
            .Select(info => (PythonRequirements.Normalize(info.Parts[0]), info.Parts[1], info.Path));

    private const RegexOptions PatternOptions = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@";.*\b(python_version|python_full_version|implementation_\w+)\b", PatternOptions)]
    private static partial Regex OfVersion();

    [GeneratedRegex(@";.*\b(sys_platform|platform_\w+|os_name)\b", PatternOptions)]
    private static partial Regex OfPlatform();
}
