using Containerize.TestKit.Projects;
using Containerize.TestKit;
using Containerize.Tests.Engine.Lab;
using Containerize.Tests.Engine.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>Where an image goes when neither a registry nor an archive is asked for: to the engine that answers.</summary>
public sealed class EngineChoiceTests(HelloWeb web)
{
    private static Dictionary<string, string?> DockerIsDead => new(TheLab.DockerEnvironment, StringComparer.Ordinal) { ["DOCKER_HOST"] = TheLab.DeadDockerHost };

    private static Dictionary<string, string?> OnlyPodman => With(DockerIsDead, TheLab.PodmanEnvironment);

    private static Dictionary<string, string?> Both => With(TheLab.DockerEnvironment, TheLab.PodmanEnvironment);

    [LabFact]
    public async Task Docker_gets_the_image_and_runs_it()
    {
        var name = TheLab.NewName("docker");

        var publication = await web.PublishAsync(HelloWeb.Named(name), TheLab.DockerEnvironment);

        publication.Image.Destination.ShouldBe("docker");
        publication.Result.Text.ShouldContain($"HelloWeb -> {name}:latest");
        ((string)(await Docker.ImageAsync(name + ":latest")).ShouldNotBeNull()["Id"]!).ShouldBe(publication.Image.ConfigDigest);
        await using var container = await WebContainer.StartAsync(name);
        using var answer = await container.GetAsync("/healthz", TestContext.Current.CancellationToken);
        answer.IsSuccessStatusCode.ShouldBeTrue();
    }

    [LabFact]
    public async Task Docker_is_not_given_again_what_it_has()
    {
        var name = TheLab.NewName("docker-twice");
        await web.PublishAsync(HelloWeb.Named(name), TheLab.DockerEnvironment);
        var loaded = await LoadedAtAsync(name);

        var second = await web.PublishAsync(HelloWeb.Named(name), TheLab.DockerEnvironment);

        second.Image.Unchanged.ShouldBeTrue();
        second.Result.Lines.ShouldContain(line => line.Contains("unchanged", StringComparison.Ordinal));
        (await LoadedAtAsync(name)).ShouldBe(loaded);
    }

    [LabFact]
    public async Task Podman_gets_the_image_when_docker_does_not_answer()
    {
        var name = TheLab.NewName("podman");

        var publication = await web.PublishAsync(HelloWeb.Named(name), OnlyPodman);

        publication.Image.Destination.ShouldBe("podman");
        (await PodmanIdAsync(name)).ShouldBe(publication.Image.ConfigDigest["sha256:".Length..]);
        (await web.PublishAsync(HelloWeb.Named(name), OnlyPodman)).Image.Unchanged.ShouldBeTrue();
    }

    [LabTheory]
    [InlineData("Podman", "podman")]
    [InlineData("Docker", "docker")]
    [Sets("LocalRegistry")]
    public async Task LocalRegistry_decides_when_both_answer(string localRegistry, string engine)
    {
        var name = TheLab.NewName(engine + "-named");

        var publication = await web.PublishAsync([.. HelloWeb.Named(name), $"-p:LocalRegistry={localRegistry}"], Both);

        publication.Image.Destination.ShouldBe(engine);
        (await Docker.ImageAsync(name) is not null).ShouldBe(engine == "docker");
        (await PodmanIdAsync(name) is not null).ShouldBe(engine == "podman");
    }

    [LabFact]
    public async Task Naming_an_engine_that_does_not_answer_is_one_coded_line()
    {
        var name = TheLab.NewName("dead");

        var publication = await web.PublishAsync([.. HelloWeb.Named(name), "-p:LocalRegistry=Docker"], OnlyPodman);

        publication.Result.ExitCode.ShouldNotBe(0);
        publication.Result.Errors.Select(error => error.Code).ShouldBe(["CTZ4002"], publication.Result.Text);
        (await PodmanIdAsync(name)).ShouldBeNull();
    }

    [LabFact]
    public async Task Without_an_engine_an_archive_is_written_and_the_output_says_where()
    {
        var name = TheLab.NewName("nowhere");
        await web.PushedAsync();
        using var programs = TestWorkspace.Create();
        await Command.RunAsync("sh", ["-c", "for p in dotnet git sh ls; do ln -s \"$(realpath \"$(command -v $p)\")\" \"$1/$p\"; done", "sh", programs.Root]);

        var publication = await web.PublishAsync(HelloWeb.Named(name), new Dictionary<string, string?>(StringComparer.Ordinal) { ["PATH"] = programs.Root });

        publication.Image.Destination.ShouldBe("archive");
        var path = web.Sample.PathOf($"bin/Release/net10.0/{name.Replace('/', '-')}.tar");
        publication.Result.Lines.ShouldContain(line => line.Contains(path, StringComparison.Ordinal));
        await Docker.RunAsync("load", "--quiet", "--input", path);
        (await Docker.ImageAsync(name + ":latest")).ShouldNotBeNull();
    }

    private static async Task<string> LoadedAtAsync(string name) => (string)(await Docker.ImageAsync(name)).ShouldNotBeNull()["Metadata"]!["LastTagTime"]!;

    private static async Task<string?> PodmanIdAsync(string name)
    {
        var result = await Command.TryRunAsync("podman", ["image", "inspect", "--format", "{{.Id}}", name + ":latest"]);
        return result.ExitCode == 0 ? result.Output.Trim() : null;
    }

    private static Dictionary<string, string?> With(Dictionary<string, string?> some, Dictionary<string, string?> more)
        => some.Concat(more).ToDictionary(StringComparer.Ordinal);
}
