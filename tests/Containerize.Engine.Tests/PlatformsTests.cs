using System.Net;
using System.Text.Json.Nodes;
using Containerize.Tests.Engine.Lab;
using Containerize.Tests.Engine.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>Two platforms under one name, as the tools that users have see them.</summary>
public sealed class PlatformsTests(HelloWeb web)
{
    private const string Two = "-p:ContainerRuntimeIdentifiers=\"linux-x64;linux-arm64\"";

    [LabFact]
    public async Task Docker_runs_the_one_that_fits_and_skopeo_copies_both()
    {
        var repository = TheLab.NewName("two-platforms");
        var reference = $"{TheLab.Registry}/{repository}:latest";
        (await web.PublishAsync([.. HelloWeb.To(repository), Two])).Result.ShouldSucceed();

        await using (var container = await WebContainer.StartAsync(reference))
        {
            using var answer = await container.GetAsync("/healthz", TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await Docker.RunAsync("image", "inspect", "--format", "{{.Os}}/{{.Architecture}}", reference)).Trim().ShouldBe("linux/amd64");
        using var folder = TestKit.Projects.TestWorkspace.Create();
        await Command.RunAsync("skopeo", ["copy", "--all", "--quiet", "--src-tls-verify=false", $"docker://{reference}", "oci:layout:latest"], folder.Root);
        PlatformsOf(await Command.RunAsync("skopeo", ["inspect", "--raw", "oci:layout:latest"], folder.Root)).ShouldBe(["amd64", "arm64"]);
        var arm = JsonNode.Parse(await Command.RunAsync("skopeo", ["inspect", "--tls-verify=false", "--override-arch=arm64", "--config", $"docker://{reference}"]))!;
        ((string)arm["architecture"]!).ShouldBe("arm64");
    }

    [LabFact]
    public async Task An_archive_holds_both_and_podman_loads_the_first()
    {
        var repository = TheLab.NewName("two-in-an-archive");
        var path = web.Sample.Workspace.PathOf("two.tar");
        (await web.PublishAsync([.. HelloWeb.Named(repository), Two, $"-p:ContainerArchiveOutputPath={path}"])).Result.ShouldSucceed();

        PlatformsOf(await Command.RunAsync("skopeo", ["inspect", "--raw", $"oci-archive:{path}"])).ShouldBe(["amd64", "arm64"]);
        await Command.RunAsync("podman", ["load", "--quiet", "--input", path]);
        (await Command.RunAsync("podman", ["image", "inspect", "--format", "{{.Architecture}}", $"docker.io/{repository}:latest"])).Trim().ShouldBe("amd64");
        (await Docker.RunAsync("load", "--quiet", "--input", path)).ShouldContain(repository);
    }

    [LabFact]
    public async Task An_engine_gets_the_one_for_this_machine_and_the_user_is_told()
    {
        var repository = TheLab.NewName("two-for-an-engine");

        var publication = await web.PublishAsync([.. HelloWeb.Named(repository), Two, "-p:LocalRegistry=Docker"], TheLab.DockerEnvironment);

        publication.Result.ShouldSucceed().Text.ShouldContain("docker takes one platform at a time: loading linux/amd64");
        (await Docker.RunAsync("image", "inspect", "--format", "{{.Architecture}}", $"{repository}:latest")).Trim().ShouldBe("amd64");
    }

    private static IEnumerable<string> PlatformsOf(string index)
        => JsonNode.Parse(index)!["manifests"]!.AsArray().Select(entry => (string)entry!["platform"]!["architecture"]!);
}
