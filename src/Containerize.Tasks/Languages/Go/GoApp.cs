using System.Text.RegularExpressions;
using Containerize.Diagnostics;
using Containerize.Dockerfiles;
using Containerize.Layering;
using Containerize.Oci;

namespace Containerize.Languages.Go;

/// <summary>A program of Go: one static file upon an image that has nothing but certificates, time zones and a user.</summary>
internal sealed partial class GoApp : LanguageApp
{
    /// <summary>Of a module that says none.</summary>
    private const string UsualVersion = "1.25";

    private readonly GoModule module;
    private readonly string? package;

    private GoApp(string folder, GoModule module, string? package)
        : base(folder) => (this.module, this.package) = (module, package);

    /// <param name="folder">Absolute path of a folder.</param>
    /// <param name="package">ContainerGoPackage; null: the one that there is.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.AppUnreadable"/> or <see cref="ErrorCodes.OutsideContext"/>.</exception>
    public static GoApp Read(string folder, string? package)
    {
        var module = GoModule.Read(folder);
        return module.Outside is null
            ? new GoApp(folder, module, package)
            : throw new ContainerizeException(
                ErrorCodes.OutsideContext,
                $"Reading {GoModule.FileName} in {folder}: a module is replaced by '{Excerpt.Of(module.Outside)}', outside of the folder, "
                    + "where no builder has it. Move the project file and go.mod to the folder that holds both, "
                    + "or copy it with 'go mod vendor' and a replacement inside.");
    }

    public override string Language => "Go";

    public override (string Registry, string Repository, string Tag) Base => ("gcr.io", "distroless/static-debian12", "nonroot");

    public override (string Registry, string Repository, string Tag) BuildImage => (DockerHub.Name, "library/golang", module.Version ?? UsualVersion);

    /// <summary>That of the user <c>nonroot</c> in the base.</summary>
    public override string User => "65532";

    public override string? BaseUser => "65532";

    public override IReadOnlyList<string> BaseEntrypoint => [];

    public override string IgnoreText => FolderIgnore.Compose(Folder, ["**/*_test.go"], [GoModule.FileName]);

    public override IReadOnlyList<KeyValuePair<string, string>> ListVariables(string workingDirectory) => [];

    public override IReadOnlyList<string> FindCommand() => [$"./{Name}"];

    public override IReadOnlyList<AppContent> ListContent(AppTarget target) => [new AppContent(target.Folder, Layer: null, _ => true)];

    public override FileOrigin OriginOf(string path) => new FileOrigin.App();

    public override Task PrepareAsync(AppTarget target, LanguageTools tools, CancellationToken cancellationToken)
        => new GoBuild(this, FindPackage(), tools).RunAsync(target, cancellationToken);

    public override LayerStep? DescribeRestore() => module.HasRequirements && !HasVendor
        ? new LayerStep(["go mod download"]) { Files = [.. ModuleFiles.Where(file => File.Exists(Path.Join(Folder, file)))], IsForBuilder = true }
        : null;

    public override LayerStep DescribePublish()
    {
        // Not set by builders that know no other platform than their own: then Go takes its own too.
        string[] words =
        [
            "CGO_ENABLED=0", "GOOS=linux", "GOARCH=\"$TARGETARCH\"", "GOARM=\"${TARGETVARIANT#v}\"", "go", "build",
            .. GoBuild.Options.Select(word => DockerfileText.QuoteForShell(word)),
            "-o", $"{LayerStep.Place}/{DockerfileText.QuoteForShell(Name)}", DockerfileText.QuoteForShell(FindPackage()),
        ];
        return new LayerStep([string.Join(' ', words)])
        {
            Arguments = ["TARGETARCH", "TARGETVARIANT"],
            Cache = "/root/.cache/go-build",
            Layers = [(LayerClass.App.Name, null)],
            IsForBuilder = true,
            IsDatedByContent = true,
        };
    }

    /// <summary>What the program is called: as Go calls it, after the folder of its package or the module (go.dev/ref/mod, "go install").</summary>
    public string Name
    {
        get
        {
            var parts = (FindPackage() is "." ? module.Path : FindPackage()).Split('/');
            return parts.Length > 1 && MajorVersion().IsMatch(parts[^1]) ? parts[^2] : parts[^1];
        }
    }

    private static readonly string[] ModuleFiles = [GoModule.FileName, "go.sum"];

    private bool HasVendor => File.Exists(Path.Join(Folder, "vendor", "modules.txt"));

    /// <summary>The package main: that of the folder, or the only one in <c>cmd</c>.</summary>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.AppCommandUnknown"/>.</exception>
    private string FindPackage()
    {
        if (package is not null)
        {
            return package == "." || package.StartsWith("./", StringComparison.Ordinal) ? package.TrimEnd('/') : "./" + package.Trim('/');
        }

        if (IsMain(Folder))
        {
            return ".";
        }

        string[] commands = Path.Join(Folder, "cmd") is var cmd && Directory.Exists(cmd)
            ? [.. Directory.EnumerateDirectories(cmd).Where(IsMain).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)]
            : [];
        return commands is [var only]
            ? $"./cmd/{only}"
            : throw new ContainerizeException(
                ErrorCodes.AppCommandUnknown,
                $"Finding the program of {module.Path}: {(commands.Length == 0
                    ? "neither the folder nor one in cmd has a package main"
                    : $"there are {string.Join(", ", commands)} in cmd")}. Set ContainerGoPackage to the package, such as ./cmd/shop.");
    }

    private static bool IsMain(string folder) => Directory.EnumerateFiles(folder, "*.go")
        .Where(file => !file.EndsWith("_test.go", StringComparison.Ordinal))
        .Any(file => File.ReadLines(file).Any(line => Main().IsMatch(line)));

    [GeneratedRegex(@"^package\s+main\b", RegexOptions.CultureInvariant)]
    private static partial Regex Main();

    [GeneratedRegex(@"^v\d+\z", RegexOptions.CultureInvariant)]
    private static partial Regex MajorVersion();
}
