using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Engines;
using Containerize.Host;
using Containerize.Images;
using Containerize.Oci;
using Containerize.Storage;
using Containerize.TestKit;
using Containerize.Tests.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Destinations;

/// <summary>Engines as scripts that answer what the real ones answer: which is taken, what it is asked, and what is said when none is.</summary>
public sealed class EngineClientTests : IDisposable
{
    private const string Docker = """{"Client":{"Version":"28.5.2","ApiVersion":"1.51"},"Server":{"Platform":{"Name":""},"Components":[{"Name":"Engine"},{"Name":"containerd"}]}}""";
    private const string Podman = """{"Client":{"APIVersion":"5.8.6","Version":"5.8.6","OsArch":"linux/amd64"}}""";
    private const string Nerdctl = """{"Client":{"Version":"v2.1.2","Components":[{"Name":"buildctl"}]},"Server":{"Components":[{"Name":"containerd"},{"Name":"runc"}]}}""";
    private const string Stopped = "echo 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?' >&2; exit 1";

    private readonly TemporaryFolder folder = new();
    private readonly RecordingLog log = new();
    private readonly EngineAnswers answers = new();

    public EngineClientTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "the engines are shell scripts");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        answers.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("docker", "docker")]
    [InlineData("Docker", "docker")]
    [InlineData("PODMAN", "podman")]
    [InlineData("nerdctl", "nerdctl")]
    [InlineData("Finch", "finch")]
    public async Task An_engine_is_named_in_any_case(string wanted, string name)
    {
        Engine(name, "exit 0");

        (await FindAsync(wanted)).ShouldNotBeNull().Name.ShouldBe(name);
    }

    [Theory]
    [InlineData("docker", Docker, "Docker")]
    [InlineData("docker", Podman, "Podman")]
    [InlineData("docker", Nerdctl, "Nerdctl")]
    [InlineData("podman", Podman, "Podman")]
    [InlineData("podman", "no JSON", "Podman")]
    [InlineData("nerdctl", Nerdctl, "Nerdctl")]
    [InlineData("finch", Nerdctl, "Nerdctl")]
    [InlineData("finch", "[]", "Nerdctl")]
    public async Task What_it_says_of_itself_goes_before_its_name(string name, string version, string kind)
    {
        Engine(name, $"echo '{version}'");

        (await FindAsync(name)).ShouldNotBeNull().Kind.ToString().ShouldBe(kind, StringCompareShould.IgnoreCase);
    }

    [Fact]
    public async Task A_docker_client_that_talks_to_podmans_socket_is_docker()
    {
        Engine("docker", """echo '{"Client":{"ApiVersion":"1.41"},"Server":{"Components":[{"Name":"Podman Engine"},{"Name":"Conmon"}]}}'""");

        (await FindAsync("docker")).ShouldNotBeNull().Kind.ShouldBe(EngineKind.Docker);
    }

    [Fact]
    public async Task A_path_names_the_program_itself()
    {
        var program = Engine("elsewhere/a b/acme", $"echo '{Podman}'");

        var engine = (await FindAsync(program)).ShouldNotBeNull();

        engine.Name.ShouldBe("acme");
        engine.Kind.ShouldBe(EngineKind.Podman);
    }

    [Theory]
    [InlineData("containerd")]
    [InlineData("docker ps")]
    public async Task Another_name_is_an_error_that_says_what_there_is(string wanted)
    {
        var error = await Should.ThrowAsync<ContainerizeException>(() => FindAsync(wanted));

        error.Code.ShouldBe(ErrorCodes.InvalidOption);
        error.Message.ShouldContain($"'{wanted}' is not an engine");
        error.Message.ShouldContain("nerdctl");
    }

    [Fact]
    public async Task A_path_where_nothing_is_says_so()
    {
        var error = await Should.ThrowAsync<ContainerizeException>(() => FindAsync(folder.At("none/docker")));

        error.Code.ShouldBe(ErrorCodes.EngineNotFound);
        error.Message.ShouldBe($"Looking for the engine that LocalRegistry names: {folder.At("none/docker")} does not answer: there is no such file. Install it, or set ContainerRegistry or ContainerArchiveOutputPath instead.");
    }

    [RanInto("an error's question mark", "LocalRegistry=Docker with a daemon that is stopped", "CTZ4002 ends docker's question with its question mark")]
    [Fact]
    public async Task A_question_of_the_engines_stays_one()
    {
        Engine("docker", Stopped);

        (await Should.ThrowAsync<ContainerizeException>(() => FindAsync("Docker"))).Message
            .ShouldEndWith("Is the docker daemon running? Start it, or set ContainerRegistry or ContainerArchiveOutputPath instead.");
    }

    [Fact]
    public async Task Podman_in_place_of_a_stopped_docker_is_a_warning()
    {
        Engine("docker", Stopped);
        Engine("podman", $"echo '{Podman}'");

        (await FindAsync(null)).ShouldNotBeNull().Name.ShouldBe("podman");

        log.Lines.ShouldContain(line => line.StartsWith("CTZ4006: ", StringComparison.Ordinal) && line.Contains("running? Start docker", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Podman_where_there_is_no_docker_is_nothing_to_warn_of()
    {
        Engine("podman", $"echo '{Podman}'");

        (await FindAsync(null)).ShouldNotBeNull().Name.ShouldBe("podman");

        log.Lines.ShouldNotContain(line => line.StartsWith("CTZ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_none_answers_there_is_none()
    {
        Engine("docker", Stopped);

        (await FindAsync(null)).ShouldBeNull();
        log.Lines.ShouldNotContain(line => line.StartsWith("CTZ", StringComparison.Ordinal));
    }

    [RanInto("nerdctl and finch", "LocalRegistry=nerdctl", "the image of every platform is loaded, and what the name leads to is compared before it is loaded again")]
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Nerdctl_is_loaded_with_all_platforms_and_asked_for_what_the_name_leads_to(int platforms)
    {
        var images = Images(platforms);
        Engine("nerdctl", $"case $1 in version) echo '{Nerdctl}';; load) cat > '{folder.At("loaded.tar")}'; echo \"$@\" > '{folder.At("arguments")}';; image) test -e '{folder.At("loaded.tar")}' && echo {images.Top.Digest};; esac");
        var destination = new EngineDestination((await FindAsync("nerdctl"))!, ["shop:latest"], new ContentStore(folder.At("cache")), TimeProvider.System, log);

        (await destination.TakesIndexesAsync(Cancellation)).ShouldBeTrue();
        (await destination.HoldsAsync(images, Cancellation)).ShouldBeFalse();
        await destination.CommitAsync(images, Cancellation);

        (await File.ReadAllTextAsync(folder.At("arguments"), Cancellation)).Trim().ShouldBe("load --all-platforms");
        (await destination.HoldsAsync(images, Cancellation)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("""[["driver-type","io.containerd.snapshotter.v1"]]""", true)]
    [InlineData("""[["Backing Filesystem","extfs"],["Supports d_type","true"]]""", false)]
    [InlineData("", false)]
    public async Task Docker_takes_an_index_where_its_store_is_containerds(string status, bool takes)
    {
        Engine("docker", $"case $1 in version) echo '{Docker}';; info) echo '{status}';; esac");

        (await new EngineDestination((await FindAsync("docker"))!, ["shop:latest"], new ContentStore(folder.At("cache")), TimeProvider.System, log).TakesIndexesAsync(Cancellation)).ShouldBe(takes);
    }

    [Fact]
    public async Task One_platform_of_an_index_is_not_the_index()
    {
        var images = Images(2);
        Engine("docker", $"case $1 in version) echo '{Docker}';; image) echo sha256:{images.Images[0].Config.Descriptor.Digest.Hex};; esac");

        (await new EngineDestination((await FindAsync("docker"))!, ["shop:latest"], new ContentStore(folder.At("cache")), TimeProvider.System, log).HoldsAsync(images, Cancellation)).ShouldBeFalse();
    }

    private static ImageSet Images(int platforms)
        => ImageSet.Create([.. new[] { SmallImage.Of("one"), SmallImage.Of("two", "arm64") }.Take(platforms)], ImageFormat.Oci, []);

    private Task<EngineClient?> FindAsync(string? wanted)
        => EngineClient.FindAsync(
            wanted is null ? null : new NamedEngine(wanted, "LocalRegistry"),
            answers,
            new HostEnvironment(name => name == "PATH" ? folder.At("bin") : null, folder.At("home"), folder.At("machine")),
            log,
            Cancellation);

    private string Engine(string name, string script)
    {
        var program = folder.Write(name.Contains('/', StringComparison.Ordinal) ? name : $"bin/{name}", $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return program;
    }
}
