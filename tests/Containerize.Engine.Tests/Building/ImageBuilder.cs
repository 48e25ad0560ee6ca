using System.Formats.Tar;
using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;
using Xunit;

namespace Containerize.Tests.Engine.Building;

/// <summary>A builder of Dockerfiles: BuildKit in one of the lab's Docker Engines, the builder that Docker had before, or one of the lab's buildahs.</summary>
internal sealed class ImageBuilder
{
    /// <summary>buildah keeps cache mounts there.</summary>
    private const string TemporaryFolder = "TMPDIR";

    public static readonly ImageBuilder Docker = new("docker", LabEngine.Docker20);
    public static readonly ImageBuilder Buildah = new("buildah", null);

    /// <summary>Without BuildKit.</summary>
    public static readonly ImageBuilder ClassicDocker = new("classic docker", LabEngine.Docker20);

    /// <summary>Of today, with containerd's image store.</summary>
    public static readonly ImageBuilder NewDocker = new("Docker 28", LabEngine.Docker28);

    /// <summary>Of today.</summary>
    public static readonly ImageBuilder NewBuildah = new("buildah 1.43", null);

    /// <summary>A build uses most of the cores, and many at once only make each other slow; but each also waits, for the network and for its own steps.</summary>
    private const int Builds = 2;

    private static readonly SemaphoreSlim Turns = new(Builds);

    /// <summary>Who has it takes all turns: two that had one each would wait for ever.</summary>
    private static readonly SemaphoreSlim AllTurns = new(1);

    private readonly string name;

    /// <summary>Null for buildah.</summary>
    private readonly string? engine;

    /// <summary>Null: where every build on this machine has them.</summary>
    private readonly string? mounts;

    private ImageBuilder(string name, string? engine, string? mounts = null) => (this.name, this.engine, this.mounts) = (name, engine, mounts);

    public bool IsDocker => engine is not null;

    public bool IsBuildKit => IsDocker && !IsClassic;

    /// <summary>That of a builder that is docker's.</summary>
    public LabEngine Engine => LabEngine.Named(engine!);

    /// <summary>Absolute path, or a name on the PATH of the tests. Skips the test where the lab has no newer engines.</summary>
    public string Program => IsDocker ? Engine.Program : IsNew ? TheLab.NewProgram("buildah") : "buildah";

    private bool IsClassic => name == ClassicDocker.name;

    private bool IsNew => name == NewDocker.name || name == NewBuildah.name;

    private string Skopeo => IsNew ? TheLab.NewProgram("skopeo") : "skopeo";

    private Dictionary<string, string?> Environment => new(StringComparer.Ordinal)
    {
        ["DOCKER_BUILDKIT"] = IsClassic ? "0" : "1",
        [TemporaryFolder] = mounts ?? System.Environment.GetEnvironmentVariable(TemporaryFolder),
    };

    public static ImageBuilder Named(string name) => new[] { Docker, Buildah, ClassicDocker, NewDocker, NewBuildah }.Single(builder => builder.name == name);

    /// <summary>The same builder with cache mounts that no other build knows. The lab's engine has one place for all; what uses a mount holds it there.</summary>
    /// <param name="folder">Absolute path.</param>
    public ImageBuilder KeepingMountsIn(string folder) => new(name, engine, folder);

    public override string ToString() => name;

    /// <param name="context">Absolute path.</param>
    /// <param name="dockerfile">Relative to the context.</param>
    /// <param name="options">More of the builder's options.</param>
    public async Task<ImageBuild> BuildAsync(string context, string dockerfile, params string[] options)
    {
        var tag = TheLab.NewName("built").Replace('/', '-');
        await Turns.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            var isOnHost = !options.Any(option => option.StartsWith("--network", StringComparison.Ordinal));
            string[] more = isOnHost ? ["--network=host", .. options] : options;
            string[] progress = IsClassic ? [] : ["--progress=plain"];
            // In a chroot there is no other network than the machine's, says buildah.
            var result = IsDocker
                ? await Command.TryRunAsync(Program, ["--host", Engine.DockerHost, "build", .. progress, "-f", dockerfile, "-t", tag, .. more, "."], context, Environment)
                : await Command.TryRunAsync(Program, ["bud", "--isolation", isOnHost ? "chroot" : "oci", "--tls-verify=false", "--layers", "-f", dockerfile, "-t", tag, .. more, "."], context, Environment);
            return new ImageBuild(this, tag, result);
        }
        finally
        {
            Turns.Release();
        }
    }

    /// <summary>Throws away what cache mounts hold, and nothing else. Docker spares a mount while some build uses it, and other tests build.</summary>
    public async Task PruneMountsAsync()
    {
        if (!IsDocker)
        {
            Directory.Delete(Path.Join(mounts, "buildah-cache"), recursive: true);
            return;
        }

        // While nobody builds, so that only publishes with a builder can be using it, which are short.
        await AllTurns.WaitAsync(TestContext.Current.CancellationToken);
        var taken = 0;
        try
        {
            for (; taken < Builds; taken++)
            {
                await Turns.WaitAsync(TestContext.Current.CancellationToken);
            }

            await Patience.UntilAsync("a cache mount that no build uses", async () =>
            {
                var answer = await Lab.Docker.RunAsync("builder", "prune", "--force", "--filter", "type=exec.cachemount");
                return answer.Contains("Deleted", StringComparison.Ordinal) ? answer : null;
            });
        }
        finally
        {
            if (taken > 0)
            {
                Turns.Release(taken);
            }

            AllTurns.Release();
        }
    }

    /// <summary>diffIDs of a built image, the lowest layer's first; much faster than reading the image.</summary>
    public async Task<IReadOnlyList<string>> DiffIdsAsync(string tag)
    {
        var text = IsDocker
            ? await Engine.RunAsync("image", "inspect", "--format", "{{range .RootFS.Layers}}{{.}} {{end}}", tag)
            : await Command.RunAsync(Program, ["inspect", "--type", "image", "--format", "{{range .OCIv1.RootFS.DiffIDs}}{{.}} {{end}}", $"localhost/{tag}"]);
        return text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>Reads a built image back. By docker's own save: skopeo compresses every layer that it takes from a daemon, an SDK's too, which takes longer than building upon them.</summary>
    /// <param name="workspace">Gets a folder with the image.</param>
    public async Task<PulledImage> ReadAsync(string tag, TestWorkspace workspace)
    {
        var folder = workspace.PathOf($".images/{name.Replace(' ', '-').ToLowerInvariant()}-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        if (IsDocker)
        {
            var archive = folder + ".tar";
            await Engine.RunAsync("save", "--output", archive, tag);
            await TarFile.ExtractToDirectoryAsync(archive, folder, overwriteFiles: false, TestContext.Current.CancellationToken);
            File.Delete(archive);
        }
        else
        {
            await Command.RunAsync(Skopeo, ["copy", "--quiet", "--dest-oci-accept-uncompressed-layers", $"containers-storage:localhost/{tag}:latest", $"oci:{folder}:image"], workspace.Root);
        }

        IImageSource source = File.Exists(Path.Join(folder, "index.json")) ? LayoutImageSource.OfFolder(folder) : new SavedImageSource(folder);
        return await PulledImage.ReadAsync(source, string.Empty, cancellationToken: TestContext.Current.CancellationToken);
    }
}
