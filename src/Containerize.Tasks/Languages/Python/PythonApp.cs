using System.Text.RegularExpressions;
using Containerize.Diagnostics;
using Containerize.Dockerfiles;
using Containerize.Layering;
using Containerize.Oci;

namespace Containerize.Languages.Python;

/// <summary>An app or a script of Python, whose packages pip installs.</summary>
internal sealed partial class PythonApp : LanguageApp
{
    /// <summary>The folder of the packages, below that of the app.</summary>
    public const string PackagesFolder = "site-packages";

    private const string Project = "pyproject.toml";

    /// <summary>By Flask's custom.</summary>
    private const string ServedFolder = "static";

    private static readonly string[] Ignored =
    [
        "**/__pycache__", "**/*.pyc", "**/venv", PackagesFolder, "*.egg-info", "uv.lock", "poetry.lock", "pdm.lock", "Pipfile", "Pipfile.lock",
    ];

    private readonly PythonRequirements requirements;
    private readonly PythonStart start;
    private readonly string? version;

    private PythonApp(string folder, PythonRequirements requirements, string? version)
        : base(folder)
    {
        this.version = version;
        this.requirements = requirements;
        start = new PythonStart(folder, requirements);
    }

    /// <param name="folder">Absolute path of a folder.</param>
    /// <param name="version">Of a base that the project names; null: the folder says it.</param>
    /// <exception cref="ContainerizeException">
    /// <see cref="ErrorCodes.AppUnreadable"/>, <see cref="ErrorCodes.OutsideContext"/> or <see cref="ErrorCodes.PackagesNotLocked"/>.
    /// </exception>
    public static PythonApp Read(string folder, string? version = null)
    {
        var requirements = PythonRequirements.Read(folder);
        if (requirements.Files.Count == 0 && ReadProject(folder) is { } project && Dependencies().IsMatch(project))
        {
            throw new ContainerizeException(
                ErrorCodes.PackagesNotLocked,
                $"Reading {Path.Join(folder, Project)}: the packages that it names have no versions of their own, and there is no "
                    + $"{PythonRequirements.FileName} that says them. "
                    + "Make one beside it and check it in: 'uv export --no-hashes --no-emit-project -o requirements.txt', 'poetry export -o requirements.txt', "
                    + "or 'pip-compile pyproject.toml'.");
        }

        return new PythonApp(folder, requirements, version);
    }

    public override string Language => "Python";

    public override (string Registry, string Repository, string Tag) Base => (DockerHub.Name, "library/python", $"{FindVersion()}-slim");

    public override string User => "1000";

    public override IReadOnlyList<string> BaseEntrypoint => [];

    public override IReadOnlyList<string> Ports => start.Find() is { IsServer: true } ? [$"{PythonStart.Port}/tcp"] : [];

    public override string IgnoreText => FolderIgnore.Compose(Folder, Ignored, requirements.Files);

    public override IReadOnlyList<string> OnlyForBuilder => requirements.Files;

    /// <summary>Output comes at once, and nothing is written beside the code, which is root's.</summary>
    public override IReadOnlyList<KeyValuePair<string, string>> ListVariables(string workingDirectory) =>
    [
        KeyValuePair.Create("PYTHONUNBUFFERED", "1"),
        KeyValuePair.Create("PYTHONDONTWRITEBYTECODE", "1"),
        .. HasPackages ? [KeyValuePair.Create("PYTHONPATH", $"{workingDirectory.TrimEnd('/')}/{PackagesFolder}")] : Array.Empty<KeyValuePair<string, string>>(),
    ];

    public override IReadOnlyList<string> FindCommand() => start.Find()?.Command ?? throw new ContainerizeException(
        ErrorCodes.AppCommandUnknown,
        $"Finding what starts the app in {Folder}: {(start.IsWeb
            ? "it is a web app without a server for it; the one that its framework brings is for development. Add gunicorn (or uvicorn, for FastAPI) to "
                + "requirements.txt, and have the app in app.py as 'app'"
            : "there is no main.py, app.py or __main__.py, and not just one other .py file")}. "
            + "Or add a ContainerAppCommand item such as Include=\"python;-m;shop\".");

    public override IReadOnlyList<AppContent> ListContent(AppTarget target) => HasPackages
        ? [new AppContent(target.Folder, LayerClass.Packages with { Meaning = "Python packages" }, IsInstalled), Sources]
        : [Sources];

    public override FileOrigin OriginOf(string path)
    {
        var parts = path.Split('/');
        if (parts[0] == PackagesFolder && parts.Length > 1)
        {
            return DistInfo().Match(parts[1]) is { Success: true } found
                ? new FileOrigin.Package(found.Groups["name"].Value, found.Groups["version"].Value)
                : new FileOrigin.Package(parts[1], string.Empty);
        }

        return parts[0] == ServedFolder ? new FileOrigin.Content() : new FileOrigin.App();
    }

    public override Task PrepareAsync(AppTarget target, LanguageTools tools, CancellationToken cancellationToken) => HasPackages
        ? new PipInstall(Folder, requirements, PythonVersion.MinorOf(FindVersion()), tools).RunAsync(target, cancellationToken)
        : Task.CompletedTask;

    public override LayerStep? DescribeRestore()
    {
        if (!HasPackages)
        {
            return null;
        }

        if (requirements.FileWithPassword is { } file)
        {
            throw new ContainerizeException(
                ErrorCodes.SecretInClear,
                $"Reading {Path.Join(Folder, file)} for the Dockerfile: a password is written there, and the file would be copied into a layer. "
                    + "Write ${NAME} instead of it, which pip takes from a variable.");
        }

        var install = $"pip install {string.Join(' ', PipInstall.Options)} --root-user-action=ignore -r {PythonRequirements.FileName}";
        return new LayerStep([install, .. PipInstall.CleanCommands])
        {
            Files = requirements.Files,
            Cache = "/root/.cache/pip",
            Secrets = requirements.Variables,
            Layers = [(LayerClass.Packages.Name, [PackagesFolder])],
        };
    }

    public override LayerStep DescribePublish() => new([.. ListRemovals()])
    {
        Layers = Directory.Exists(Path.Join(Folder, ServedFolder))
            ? [(LayerClass.Assets.Name, [ServedFolder]), (LayerClass.App.Name, [])]
            : [(LayerClass.App.Name, [])],
        IsDatedByContent = true,
    };

    private string[] ListRemovals()
        => HasPackages ? [$"rm {string.Join(' ', requirements.Files.Select(file => DockerfileText.QuoteForShell(file)))}"] : [];

    private bool HasPackages => requirements.Files.Count > 0;

    private static bool IsInstalled(string path)
        => path == PackagesFolder
            || (path.StartsWith(PackagesFolder + "/", StringComparison.Ordinal) && !path.Split('/').Contains("__pycache__", StringComparer.Ordinal));

    private string FindVersion()
    {
        if (version is not null)
        {
            return version;
        }

        if (Path.Join(Folder, ".python-version") is var file && File.Exists(file))
        {
            var text = File.ReadAllText(file);
            return PythonVersion.ReadFile(text) ?? throw NotUnderstood($".python-version says '{Excerpt.Of(text.Trim(), 40)}'");
        }

        return ReadProject(Folder) is { } project && Requires().Match(project) is { Success: true } requires && requires.Groups["range"].Value is var range
            ? PythonVersion.ReadRange(range) ?? throw NotUnderstood($"requires-python in {Project} is '{Excerpt.Of(range, 60)}'")
            : PythonVersion.Usual;
    }

    private static string? ReadProject(string folder) => Path.Join(folder, Project) is var path && File.Exists(path) ? File.ReadAllText(path) : null;

    private static ContainerizeException NotUnderstood(string what) => new(
        ErrorCodes.BaseImageNotInferred,
        $"Choosing the base image: {what}, which names no version of Python that an image would have. "
            + $"Write one such as {PythonVersion.Usual}, or set ContainerBaseImage.");

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline;

    [GeneratedRegex("^requires-python\\s*=\\s*[\"'](?<range>[^\"'\n]+)[\"']", Options)]
    private static partial Regex Requires();

    /// <summary>A list with something in it (packaging.python.org, "pyproject.toml specification"), or Poetry's table.</summary>
    [GeneratedRegex("^dependencies\\s*=\\s*\\[\\s*[\"']|^\\[tool\\.poetry\\.dependencies\\]", Options)]
    private static partial Regex Dependencies();

    [GeneratedRegex(@"^(?<name>.+)-(?<version>[^-]+)\.dist-info\z", Options)]
    private static partial Regex DistInfo();
}
