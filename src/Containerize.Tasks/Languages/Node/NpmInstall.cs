using System.Buffers.Binary;
using System.Globalization;
using Containerize.Diagnostics;
using Containerize.Oci;

namespace Containerize.Languages.Node;

/// <summary>
/// Installs the packages of an app into a folder of its own: <c>npm ci</c>, which takes what the lock file names and nothing else (docs.npmjs.com,
/// "npm ci").
/// </summary>
/// <param name="version">Of the Node.js in the image.</param>
internal sealed class NpmInstall(NodePackages packages, NodeLock locked, string version, LanguageTools tools)
{
    /// <summary>The first whose options <c>--os</c>, <c>--cpu</c> and <c>--libc</c> choose among packages.</summary>
    private static readonly Version ChoosesPlatform = new(10, 4);

    private const int NamesTold = 3;

    /// <param name="folder">Absolute path of the app's.</param>
    private static string Doing(string folder) => $"Installing the packages of {folder}";

    /// <exception cref="ContainerizeException">With the code of what went wrong.</exception>
    public async Task RunAsync(AppTarget target, CancellationToken cancellationToken)
    {
        packages.RequireLock();
        var doing = Doing(packages.Folder);
        string[] options = ["ci", "--omit=dev", "--no-audit", "--no-fund", "--no-update-notifier", .. ListPlatformOptions(target)];
        string[] inputs = [.. options, tools.Identify("node", doing), tools.Identify("npm", doing)];
        await new PreparedFolder(target.Folder).EnsureAsync(
            packages.Files.ToDictionary(file => file, file => Path.Join(packages.Folder, file), StringComparer.Ordinal),
            inputs,
            () => InstallAsync(options, target, doing, cancellationToken),
            cancellationToken);
    }

    private async Task InstallAsync(IReadOnlyList<string> options, AppTarget target, string doing, CancellationToken cancellationToken)
    {
        if (!target.IsLikeHost)
        {
            await RequireChoiceAsync(target, doing, cancellationToken);
        }

        await tools.RunAsync("npm", options, target.Folder, doing, environment: null, cancellationToken);
        RequireFit(target, doing);
        await TellOfScriptsAsync(target, doing, cancellationToken);
    }

    /// <summary>npm's names are those of Node.js (nodejs.org, process.arch, process.platform). Scripts would run here, for this machine.</summary>
    private static string[] ListPlatformOptions(AppTarget target) => target.IsLikeHost
        ? []
        :
        [
            $"--os={target.Platform.Os}", $"--cpu={NameArchitecture(target.Platform.Architecture)}",
            $"--libc={(target.RuntimeIdentifier.Library == CLibrary.Musl ? "musl" : "glibc")}", "--ignore-scripts",
        ];

    private static string NameArchitecture(string architecture) => architecture switch
    {
        "amd64" => "x64",
        "386" => "ia32",
        "ppc64le" => "ppc64",
        _ => architecture,
    };

    private async Task RequireChoiceAsync(AppTarget target, string doing, CancellationToken cancellationToken)
    {
        var answer = (await tools.RunAsync("npm", ["--version"], target.Folder, doing, environment: null, cancellationToken)).Trim();
        if (Version.TryParse(answer.Split('-')[0], out var npm) && npm < ChoosesPlatform)
        {
            throw new ContainerizeException(
                ErrorCodes.ToolFailed,
                $"{doing} for {target.Platform}: npm {answer} on this machine installs for {target.Host.Platform} only. "
                    + $"Update it to {ChoosesPlatform} or later (npm install -g npm). {LanguageTools.OtherWay}.");
        }
    }

    /// <summary>What a script has not done here, or has done for another version, the app may miss.</summary>
    private async Task TellOfScriptsAsync(AppTarget target, string doing, CancellationToken cancellationToken)
    {
        if (locked.Scripted.Count == 0)
        {
            return;
        }

        var names = Counted.Names(locked.Scripted, NamesTold);
        if (!target.IsLikeHost)
        {
            tools.Log.Warn(
                ErrorCodes.InstallScripts,
                $"{doing}: the image is for {target.RuntimeIdentifier.Platform} and this machine is not, so the install scripts of {names} were not run; "
                    + $"if they compile or download something, it is missing. {LanguageTools.OtherWay}.");
            return;
        }

        var answer = (await tools.RunAsync("node", ["--version"], target.Folder, doing, environment: null, cancellationToken)).Trim().TrimStart('v');
        var major = answer.Split('.')[0];
        if (int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var wanted)
            && major != wanted.ToString(CultureInfo.InvariantCulture))
        {
            tools.Log.Warn(
                ErrorCodes.InstallScripts,
                $"{doing}: the install scripts of {names} were run with Node.js {answer} of this machine, and the image has {version}; "
                    + $"what they compiled may not be loaded there. Install Node.js {wanted} here. {LanguageTools.OtherWay}.");
        }
    }

    /// <summary>What was compiled here (node-gyp puts it there) has to be for the platform of the image.</summary>
    private static void RequireFit(AppTarget target, string doing)
    {
        var modules = Path.Join(target.Folder, "node_modules");
        if (!Directory.Exists(modules))
        {
            return;
        }

        foreach (var file in Directory.EnumerateFiles(modules, "*.node", SearchOption.AllDirectories)
                     .Where(file => file.Replace('\\', '/').Contains("/build/Release/", StringComparison.Ordinal)))
        {
            if (ReadMachine(file) != MachineOf(target.Platform.Architecture))
            {
                throw new ContainerizeException(
                    ErrorCodes.ToolFailed,
                    $"{doing}: {Path.GetRelativePath(target.Folder, file)} was compiled for this machine, and does not run on {target.Platform}. "
                        + $"{LanguageTools.OtherWay}.");
            }
        }
    }

    /// <summary>e_machine of an ELF file (System V ABI, "ELF Header"); -1: it is none.</summary>
    private static int ReadMachine(string path)
    {
        Span<byte> start = stackalloc byte[20];
        using var file = File.OpenHandle(path);
        return RandomAccess.Read(file, start, 0) == start.Length && start.StartsWith("\u007fELF"u8) ? BinaryPrimitives.ReadUInt16LittleEndian(start[18..]) : -1;
    }

    private static int MachineOf(string architecture) => architecture switch
    {
        "amd64" => 62,
        "arm64" => 183,
        "arm" => 40,
        "386" => 3,
        "riscv64" => 243,
        "loong64" => 258,
        "s390x" => 22,
        _ => 21,
    };
}
