using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;
using Containerize.Tests.Engine.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>One publish to registries, an archive and an engine at once.</summary>
public sealed class DestinationTests
{
    [LabFact]
    public async Task Two_registries_an_archive_and_an_engine_each_have_an_image_that_runs()
    {
        var repository = TheLab.NewName("several");
        var local = repository.Replace('/', '-');
        using var sample = Create(repository, local);

        var publication = await sample.PublishAsync(HelloWeb.To(repository), Login(TheLab.Password));

        var digest = publication.Image.Digest;
        publication.Result.ShouldSucceed().Warnings.ShouldBeEmpty();
        await Docker.RunAsync("pull", "--quiet", $"{TheLab.Registry}/{repository}@{digest}");
        (await Docker.RunImageAsync($"{TheLab.Registry}/{repository}@{digest}")).Trim().ShouldBe("hello");
        (await Docker.RunImageAsync(local)).Trim().ShouldBe("hello");
        (await InspectAsync($"docker://{TheLab.AuthRegistry}/{repository}:latest", "--creds", $"{TheLab.User}:{TheLab.Password}")).ShouldBe(digest);
        (await InspectAsync($"oci-archive:{sample.PathOf("out/app.tar")}")).ShouldBe(digest);
        (await Command.RunAsync("skopeo", ["inspect", "--config", $"docker-archive:{sample.PathOf("out/app.tar")}"])).ShouldContain("rootfs");

        var again = await sample.PublishAsync(HelloWeb.To(repository), Login(TheLab.Password));

        again.Image.Digest.ShouldBe(digest);
        again.Result.Text.Split("(unchanged)").Length.ShouldBe(4);
    }

    [LabFact]
    public async Task One_that_takes_no_login_is_one_error_and_the_others_are_whole()
    {
        var repository = TheLab.NewName("several");
        var local = repository.Replace('/', '-');
        using var sample = Create(repository, local);

        var publication = await sample.PublishAsync(HelloWeb.To(repository), Login("wrong"));

        publication.Result.ExitCode.ShouldNotBe(0);
        var error = publication.Result.Errors.ShouldHaveSingleItem(publication.Result.Text);
        error.Code.ShouldBe("CTZ3004");
        error.Text.ShouldContain(TheLab.AuthRegistry);
        using var registry = new RegistryContent(TheLab.Registry);
        await registry.PullAsync(repository, "latest");
        (await Docker.RunImageAsync(local)).Trim().ShouldBe("hello");
        File.Exists(sample.PathOf("out/app.tar")).ShouldBeTrue();
    }

    private static async Task<string> InspectAsync(string image, params string[] options)
        => (await Command.RunAsync("skopeo", ["inspect", "--tls-verify=false", .. options, "--format", "{{.Digest}}", image])).Trim();

    /// <summary>A login that a file holds for the second registry, and the engine that the lab has.</summary>
    private static Dictionary<string, string?> Login(string password) => new(TheLab.DockerEnvironment, StringComparer.Ordinal)
    {
        ["DOCKER_AUTH_CONFIG"] = $$"""{ "auths": { "{{TheLab.AuthRegistry}}": { "username": "{{TheLab.User}}", "password": "{{password}}" } } }""",
    };

    private static Sample Create(string repository, string local)
    {
        var workspace = TestWorkspace.Create().WithPackageInside();
        workspace.Console().Sdk(PackedPackage.Name, PackedPackage.Version)
            .ItemInclude("ContainerDestination", $"{TheLab.AuthRegistry}/{repository}")
            .ItemInclude("ContainerDestination", "file", metadata: Metadata(("Archive", "out/app.tar")))
            .ItemInclude("ContainerDestination", "here", metadata: Metadata(("Engine", "docker"), ("Repository", local)))
            .Save();
        return Sample.In(workspace, "App");
    }

    private static Dictionary<string, string> Metadata(params (string Name, string Value)[] metadata)
        => metadata.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
}
