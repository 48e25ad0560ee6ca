using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;
using Xunit;

namespace Containerize.Tests.Engine.Building;

/// <summary>A builder of Dockerfiles: BuildKit in the lab's Docker Engine, or buildah.</summary>
internal sealed class ImageBuilder
{
    public static readonly ImageBuilder Docker = new("docker");
    public static readonly ImageBuilder Buildah = new("buildah");

    private static readonly Dictionary<string, string?> BuildKit = new(StringComparer.Ordinal) { ["DOCKER_BUILDKIT"] = "1" };

    /// <summary>A build uses every core, and several at once only make each other slow.</summary>
    private static readonly SemaphoreSlim Turn = new(1);

    private readonly string name;

    private ImageBuilder(string name) => this.name = name;

    public static ImageBuilder Named(string name) => name == Docker.name ? Docker : Buildah;

    public override string ToString() => name;

    /// <param name="context">Absolute path.</param>
    /// <param name="dockerfile">Relative to the context.</param>
    /// <param name="options">More of the builder's options.</param>
    public async Task<ImageBuild> BuildAsync(string context, string dockerfile, params string[] options)
    {
        var tag = TheLab.NewName("built").Replace('/', '-');
        await Turn.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            var isOnHost = !options.Any(option => option.StartsWith("--network", StringComparison.Ordinal));
            string[] more = isOnHost ? ["--network=host", .. options] : options;
            // In a chroot there is no other network than the machine's, says buildah.
            var result = this == Docker
                ? await Command.TryRunAsync(TheLab.Docker, ["--host", TheLab.DockerHost, "build", "--progress=plain", "-f", dockerfile, "-t", tag, .. more, "."], context, BuildKit)
                : await Command.TryRunAsync("buildah", ["bud", "--isolation", isOnHost ? "chroot" : "oci", "--tls-verify=false", "--layers", "-f", dockerfile, "-t", tag, .. more, "."], context);
            return new ImageBuild(this, tag, result);
        }
        finally
        {
            Turn.Release();
        }
    }

    /// <summary>Reads a built image back.</summary>
    /// <param name="workspace">Gets a folder with the image.</param>
    public async Task<PulledImage> ReadAsync(string tag, TestWorkspace workspace)
    {
        var layout = $".images/{name}-{Guid.NewGuid():N}";
        Directory.CreateDirectory(workspace.PathOf(".images"));
        // Compressing an SDK's layers takes longer than building upon them, but of a daemon's layers skopeo 1.9 says gzip either way.
        string[] source = this == Docker ? ["--src-daemon-host", TheLab.DockerHost, $"docker-daemon:{tag}:latest"] : ["--dest-oci-accept-uncompressed-layers", $"containers-storage:localhost/{tag}:latest"];
        await Command.RunAsync("skopeo", ["copy", "--quiet", .. source, $"oci:{layout}:image"], workspace.Root);
        return await PulledImage.ReadAsync(LayoutImageSource.OfFolder(workspace.PathOf(layout)), "image", cancellationToken: TestContext.Current.CancellationToken);
    }
}
