using Containerize.Diagnostics;
using Containerize.Dockerfiles;
using Containerize.Layering;
using Containerize.Oci;

namespace Containerize.Languages.Node;

/// <summary>An app of Node.js whose packages npm installs.</summary>
internal sealed class NodeApp : LanguageApp
{
    /// <summary>Folders whose files browsers are served, by the custom of Express and of most frameworks.</summary>
    private static readonly string[] ServedFolders = ["public", "static"];

    private static readonly string[] VersionFiles = [".node-version", ".nvmrc"];

    private static readonly string[] EntryFiles = ["server.js", "index.js", "app.js", "server.mjs", "index.mjs", "app.mjs"];

    private readonly NodePackage package;
    private readonly NodeLock locked;
    private readonly string? version;

    private NodeApp(string folder, NodePackage package, NodeLock locked, string? version)
        : base(folder)
    {
        this.version = version;
        this.package = package;
        this.locked = locked;
        Packages = new NodePackages(folder, package, locked);
    }

    public NodePackages Packages { get; }

    /// <param name="folder">Absolute path of a folder.</param>
    /// <param name="version">Of a base that the project names; null: the folder says it.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.AppUnreadable"/>.</exception>
    public static NodeApp Read(string folder, string? version = null)
    {
        var file = Path.Join(folder, NodePackages.PackageFile);
        if (!File.Exists(file))
        {
            throw new ContainerizeException(
                ErrorCodes.AppUnreadable,
                $"Reading {folder} as an app of Node.js (ContainerAppKind): there is no {NodePackages.PackageFile}. "
                    + "Make one with npm init, or name another kind.");
        }

        var lockFile = NodePackages.FindLockFile(folder);
        return new NodeApp(folder, NodePackage.Read(file), lockFile is null ? NodeLock.None : NodeLock.Read(lockFile), version);
    }

    public override string Language => "Node.js";

    public override (string Registry, string Repository, string Tag) Base => (DockerHub.Name, "library/node", $"{FindVersion()}-slim");

    /// <summary>That of the user <c>node</c> in the images of Node.js.</summary>
    public override string User => "1000";

    public override IReadOnlyList<KeyValuePair<string, string>> ListVariables(string workingDirectory) => [KeyValuePair.Create("NODE_ENV", "production")];

    public override string IgnoreText => FolderIgnore.Compose(Folder, ["**/npm-debug.log*"], Packages.Files);

    public override IReadOnlyList<string> OnlyForBuilder => ["package-lock.json", "npm-shrinkwrap.json", ".npmrc"];

    public override IReadOnlyList<string> FindCommand()
    {
        if (package.Start is { } script)
        {
            return FindProgram(script) ?? throw Unknown(
                $"its script start, '{Excerpt.Of(script)}', is one for a shell or starts what no package brings, and "
                    + "npm and a shell hand no signals on to the app");
        }

        if (package.Main is { } main && IsFile(main))
        {
            return ["node", main];
        }

        return EntryFiles.FirstOrDefault(IsFile) is { } entry
            ? ["node", entry]
            : throw Unknown("it has no script start, no main that exists, and no server.js or index.js lies beside it");
    }

    public override IReadOnlyList<AppContent> ListContent(AppTarget target) => Packages.Has
        ? [new AppContent(target.Folder, LayerClass.Packages with { Meaning = "npm packages" }, Packages.IsInstalled), Sources]
        : [Sources];

    public override FileOrigin OriginOf(string path)
    {
        if (Packages.FindPackage(path) is { } found)
        {
            return found;
        }

        return ServedFolders.Contains(path.Split('/')[0], StringComparer.Ordinal) ? new FileOrigin.Content() : new FileOrigin.App();
    }

    public override Task PrepareAsync(AppTarget target, LanguageTools tools, CancellationToken cancellationToken)
        => Packages.Has ? new NpmInstall(Packages, locked, FindVersion(), tools).RunAsync(target, cancellationToken) : Task.CompletedTask;

    public override LayerStep? DescribeRestore()
    {
        if (!Packages.Has)
        {
            return null;
        }

        Packages.RequireLock();
        return new LayerStep(["npm ci --omit=dev --no-audit --no-fund", .. Packages.CleanCommands])
        {
            // Refuses tokens that are written there.
            Files =
            [
                .. NodeFiles.List(Folder).Select(file => Path.GetFileName(file)),
                .. Packages.Files.Where(file => file.Contains('/', StringComparison.Ordinal)),
            ],
            Cache = "/root/.npm",
            Secrets = Packages.ListSecrets(),
            Layers = [(LayerClass.Packages.Name, Packages.Folders)],
        };
    }

    public override LayerStep DescribePublish() => new([.. ListRemovals()])
    {
        Layers = FindServed() is { Length: > 0 } served ? [(LayerClass.Assets.Name, served), (LayerClass.App.Name, [])] : [(LayerClass.App.Name, [])],
        IsDatedByContent = true,
    };

    private IEnumerable<string> ListRemovals()
    {
        string[] files = [.. OnlyForBuilder.Where(file => Packages.Files.Contains(file, StringComparer.Ordinal))];
        if (files.Length > 0)
        {
            yield return $"rm {string.Join(' ', files)}";
        }
    }

    private string[] FindServed() => [.. ServedFolders.Where(folder => Directory.Exists(Path.Join(Folder, folder)))];

    /// <summary>In words for a program: <c>node</c> itself, or one that a package brings.</summary>
    private IReadOnlyList<string>? FindProgram(string script) => StartScript.Split(script) switch
    {
        ["node", .. var rest] when rest.Length > 0 => ["node", .. rest],
        [var program, .. var rest] when locked.Programs.Contains(program) => [$"./node_modules/.bin/{program}", .. rest],
        _ => null,
    };

    private string FindVersion()
    {
        if (version is not null)
        {
            return version;
        }

        foreach (var name in VersionFiles.Where(IsFile))
        {
            var text = File.ReadAllText(Path.Join(Folder, name));
            return NodeVersion.ReadFile(text) ?? throw NotUnderstood($"{name} says '{Excerpt.Of(text.Trim(), 40)}'");
        }

        return package.Engine is { } engine
            ? NodeVersion.ReadRange(engine) ?? throw NotUnderstood($"engines.node in {NodePackages.PackageFile} is '{Excerpt.Of(engine, 60)}'")
            : NodeVersion.Usual.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private bool IsFile(string path) => File.Exists(Path.Join(Folder, path));

    private static ContainerizeException NotUnderstood(string what) => new(
        ErrorCodes.BaseImageNotInferred,
        $"Choosing the base image: {what}, which names no version of Node.js that an image would have. "
            + $"Write one such as {NodeVersion.Usual}, or set ContainerBaseImage.");

    private ContainerizeException Unknown(string why) => new(
        ErrorCodes.AppCommandUnknown,
        $"Finding what starts the app of {Path.Join(Folder, NodePackages.PackageFile)}: {why}. Write the start script as in 'node server.js', or add a "
            + "ContainerAppCommand item such as Include=\"node;server.js\".");
}
