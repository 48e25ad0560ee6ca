using Containerize.Diagnostics;
using Containerize.Engines;
using Containerize.Tests.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engines;

/// <summary>Builders as scripts: what each is told, word for word, and what is said when one fails, is not there or does not answer.</summary>
public sealed class BuilderClientTests : IDisposable
{
    private const string Common = "-f|/src/obj/Dockerfile|--platform|linux/arm64|--build-arg|SourceRevisionId=abc|--secret|id=FEED_TOKEN,env=FEED_TOKEN|--label|a=b|/src";

    /// <summary>What buildx 0.29 printed.</summary>
    private const string Remote = "Name:          far\nDriver:        remote\nLast Activity: 2026-11-28 23:29:21 +0000 UTC\n\nNodes:\nName:     far0\nEndpoint: tcp://127.0.0.1:1\nStatus:   ";

    private static readonly string[] Label = ["--label", "a=b"];

    private readonly TemporaryFolder folder = new();
    private readonly FakePrograms programs;
    private readonly RecordingLog log = new();

    public BuilderClientTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the builders are shell scripts");
        programs = new FakePrograms(folder);
        Directory.CreateDirectory(folder.At("src"));
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("docker", null, "docker", "build|--progress=plain|-t|containerize-1:x|" + Common, "save|-o|/out/image.tar|containerize-1:x", "image|rm|--no-prune|containerize-1:x")]
    [InlineData("Buildah", null, "buildah", "bud|--layers|-t|containerize-1:x|" + Common, "push|--quiet|containerize-1:x|docker-archive:/out/image.tar:containerize-1:x")]
    [InlineData("docker", "far", "docker", "buildx|build|--builder|far|--progress=plain|--output|type=oci,dest=/out/image.tar|" + Common)]
    [InlineData(
        "BUILDCTL",
        null,
        "buildctl",
        "build|--progress=plain|--frontend|dockerfile.v0|--local|context=/src|--local|dockerfile=/src/obj|--opt|filename=Dockerfile|--opt|platform=linux/arm64|"
            + "--opt|build-arg:SourceRevisionId=abc|--secret|id=FEED_TOKEN,env=FEED_TOKEN|--output|type=oci,dest=/out/image.tar|--label|a=b")]
    public async Task A_builder_is_told_what_to_build_and_where_to_write_it(string builder, string? name, string program, params string[] calls)
    {
        programs.Add(program, "exit 0");

        await BuildAsync(builder, name);

        Calls.ShouldBe(calls);
    }

    [Fact]
    public async Task What_buildctl_takes_before_its_command_is_put_there_with_its_value()
    {
        programs.Add("buildctl", "exit 0");

        await BuildAsync("buildctl", null, Call("--addr=tcp://10.0.0.1:1234", "--no-cache", "--tlscacert", "/ca.pem", "--debug", "--opt", "force-network-mode=host"));

        Calls.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            call => call.ShouldStartWith("--addr=tcp://10.0.0.1:1234|--tlscacert|/ca.pem|--debug|build|"),
            call => call.ShouldEndWith("|--no-cache|--opt|force-network-mode=host"));
    }

    [Fact]
    public async Task A_comma_in_the_archives_path_stays_in_it()
    {
        programs.Add("buildctl", "exit 0");

        await BuildAsync("buildctl", null, Call() with { Archive = folder.At("a,b/\"c\".tar") });

        Calls.ShouldHaveSingleItem().ShouldContain("|type=oci,\"dest=/a,b/\"\"c\"\".tar\"");
    }

    [Theory]
    [InlineData("docker", null)]
    [InlineData("buildah", null)]
    [InlineData("buildctl", null)]
    [InlineData("docker", "far")]
    public async Task A_program_that_is_not_there_is_said_to_be_missing(string builder, string? name)
        => (await FailAsync(builder, name, ErrorCodes.BuilderMissing)).ShouldContain($"{builder} is not installed");

    [Theory]
    [InlineData("docker: 'buildx' is not a docker command.\\nSee 'docker --help'")]
    [InlineData("docker: unknown command: docker buildx\\n\\nRun 'docker --help' for more information")]
    public async Task A_docker_without_buildx_is_said_to_have_none(string answer)
    {
        programs.Add("docker", $"printf \"{answer}\" >&2; exit 1");

        (await FailAsync("docker", "far", ErrorCodes.BuilderMissing)).ShouldContain("docker has no buildx here");
    }

    [Fact]
    public async Task A_name_that_no_builder_has_is_said_to_be_none()
    {
        programs.Add("docker", "echo 'ERROR: no builder \"far\" found' >&2; exit 1");

        (await FailAsync("docker", "far", ErrorCodes.BuilderMissing)).ShouldContain("'far': there is no builder of that name");
        Calls[^1].ShouldBe("buildx|inspect|far");
    }

    [Theory]
    [InlineData(Remote + "inactive", "nobody listens at tcp://127.0.0.1:1")]
    [InlineData("Name:   far\nDriver: \nError:  Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?", "Cannot connect to the Docker daemon")]
    public async Task A_builder_that_does_not_answer_is_said_to_be_silent(string inspected, string says)
    {
        programs.Add("docker", $"case $2 in inspect) echo '{inspected}';; *) echo 'ERROR: failed to build: context deadline exceeded' >&2; exit 1;; esac");

        (await FailAsync("docker", "far", ErrorCodes.BuilderSilent)).ShouldContain(says);
    }

    [Fact]
    public async Task A_build_that_fails_in_a_builder_that_answers_tells_why_it_failed()
    {
        programs.Add("docker", $"case $2 in inspect) echo '{Remote}running';; *) echo 'ERROR: failed to build: no space left on device' >&2; exit 1;; esac");

        (await FailAsync("docker", "far", ErrorCodes.BuilderFailed)).ShouldContain("with docker buildx 'far' failed: ERROR: failed to build: no space left on device");
    }

    /// <summary>One of several nodes may be away while another one's compiler fails.</summary>
    [Theory]
    [InlineData("docker", "far")]
    [InlineData("buildctl", null)]
    public async Task Where_a_step_has_failed_nobody_is_asked_whether_there_is_a_builder(string builder, string? name)
    {
        programs.Add(builder, "echo 'ERROR: failed to solve: process \"/bin/sh -c false\" did not complete successfully: exit code: 1' >&2; exit 1");

        (await FailAsync(builder, name, ErrorCodes.BuilderFailed)).ShouldContain("failed to solve");
        Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_daemon_of_buildctls_that_does_not_answer_is_asked_where_the_build_would_have_asked()
    {
        programs.Add("buildctl", "echo 'error: failed to list workers: connection refused' >&2; exit 1");

        var message = await FailAsync("buildctl", null, ErrorCodes.BuilderSilent, "--addr=tcp://10.0.0.1:1234");

        message.ShouldContain("connection refused");
        message.ShouldContain("BUILDKIT_HOST");
        Calls[^1].ShouldBe("--addr=tcp://10.0.0.1:1234|debug|workers");
    }

    [Fact]
    public async Task An_image_that_docker_built_elsewhere_has_the_property_that_takes_it_from_there()
    {
        programs.Add("docker", "case $1 in save) echo 'Error response from daemon: No such image' >&2; exit 1;; esac");

        var message = await FailAsync("docker", null, ErrorCodes.BuilderFailed);

        message.ShouldStartWith("Taking the image with docker failed: Error response from daemon: No such image");
        message.ShouldContain("ContainerizeBuilderName");
    }

    [Theory]
    [InlineData("kaniko", null, "ContainerizeBuilder: 'kaniko'")]
    [InlineData("buildah", "far", "ContainerizeBuilderName: 'far'")]
    [InlineData("buildctl", "far", "ContainerizeBuilderName: 'far'")]
    [InlineData("docker", "--push", "ContainerizeBuilderName: '--push'")]
    [InlineData("docker", "a b", "ContainerizeBuilderName: 'a b'")]
    public void What_names_no_builder_is_an_error_that_says_which_property(string builder, string? name, string says)
    {
        var error = Should.Throw<ContainerizeException>(() => BuilderClient.Create(builder, name, programs.Host, log));

        error.Code.ShouldBe(ErrorCodes.InvalidOption);
        error.Message.ShouldContain(says);
    }

    private IReadOnlyList<string> Calls => [.. programs.ReadCalls().Select(call => call.Replace(folder.Root, string.Empty, StringComparison.Ordinal))];

    private BuildCall Call(params string[] others) => new(folder.At("src/obj/Dockerfile"), folder.At("src"), "linux/arm64", folder.At("out/image.tar"))
    {
        Name = "containerize-1:x",
        Arguments = [KeyValuePair.Create("SourceRevisionId", "abc")],
        Secrets = ["FEED_TOKEN"],
        Others = others.Length > 0 ? others : Label,
    };

    private Task BuildAsync(string builder, string? name, BuildCall? call = null)
        => BuilderClient.Create(builder, name, programs.Host, log).BuildAsync(call ?? Call(), TestContext.Current.CancellationToken);

    private async Task<string> FailAsync(string builder, string? name, ErrorCode code, params string[] others)
    {
        var error = await Should.ThrowAsync<ContainerizeException>(() => BuildAsync(builder, name, Call(others)));
        error.Code.ShouldBe(code);
        return error.Message;
    }
}
