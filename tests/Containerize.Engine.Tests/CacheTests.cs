using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;
using Containerize.Tests.Engine.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>A cache on a real disk that is full, and layers compressed in other ways than the usual.</summary>
public sealed class CacheTests(HelloWeb web)
{
    [LabFact]
    public async Task A_full_disk_costs_a_warning_and_not_the_publish()
    {
        var expected = await web.PushedAsync();
        using var folder = TestWorkspace.Create();
        var disk = folder.PathOf("disk");
        Directory.CreateDirectory(disk);
        await Command.RunAsync("mount", ["-t", "tmpfs", "-o", "size=512k", "tmpfs", disk]);
        try
        {
            var publication = await web.PublishAsync([.. HelloWeb.To(TheLab.NewName("full-disk")), $"-p:ContainerizeCacheDirectory={disk}"]);

            publication.Result.ShouldSucceed();
            publication.Image.Digest.ShouldBe(expected.Digest);
            publication.Result.Warnings.Select(warning => warning.Code).ShouldBe(["CTZ5004"], publication.Result.Text);
        }
        finally
        {
            await Command.RunAsync("umount", [disk]);
        }
    }

    [LabTheory]
    [InlineData("zstd")]
    [InlineData("gzip:9")]
    [InlineData("none")]
    public async Task Podman_unpacks_whatever_compression_was_chosen(string compression)
    {
        var repository = TheLab.NewName("compressed");
        var publication = await web.PublishAsync([.. HelloWeb.To(repository), $"-p:ContainerizeCompression={compression}"]);
        publication.Result.ShouldSucceed();
        var reference = $"{TheLab.Registry}/{repository}:latest";

        await Command.RunAsync("podman", ["pull", "--quiet", reference]);

        // The engine checks every layer's diffID when it unpacks it.
        (await Command.RunAsync("podman", ["image", "inspect", "--format", "{{.Digest}}", reference])).Trim().ShouldBe(publication.Image.Digest);
    }

    [LabFact]
    public async Task Docker_runs_an_image_with_its_packages_in_several_layers()
    {
        var repository = TheLab.NewName("fine");
        var publication = await web.PublishAsync([.. HelloWeb.To(repository), "-p:ContainerizeLayering=fine", "-p:ContainerizePackageLayers=4"]);
        publication.Result.ShouldSucceed();

        publication.Image.OwnLayers.Count(layer => layer.Class == "packages").ShouldBe(4);
        await Docker.RunAsync("pull", "--quiet", $"{TheLab.Registry}/{repository}:latest");
        await using var container = await WebContainer.StartAsync($"{TheLab.Registry}/{repository}:latest");
        using var answer = await container.GetAsync("/", TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
    }
}
