using System.Text.Json.Nodes;
using Containerize.Tests.Engine.Lab;
using Containerize.Tests.Engine.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>Who can read the archive that ContainerArchiveOutputPath asks for.</summary>
public sealed class ArchiveTests(HelloWeb web, ArchiveTests.Archive archive) : IClassFixture<ArchiveTests.Archive>
{
    [LabTheory]
    [MemberData(nameof(LabEngine.All), MemberType = typeof(LabEngine))]
    public async Task Every_engine_loads_the_archive_and_finds_it_by_its_name(string engineName)
    {
        var engine = LabEngine.Named(engineName);
        var (path, image) = await archive.WrittenAsync(web);

        await engine.RunAsync("load", "--quiet", "--input", path);

        var inspected = (await engine.ImageAsync(archive.Name)).ShouldNotBeNull();
        inspected["RootFS"]!["Layers"]!.AsArray().Select(layer => (string)layer!).ShouldBe(image.Layers.Select(layer => layer.DiffId));
        await using var container = await WebContainer.StartAsync(archive.Name, engine);
        using var answer = await container.GetAsync("/healthz", TestContext.Current.CancellationToken);
        answer.IsSuccessStatusCode.ShouldBeTrue();
    }

    [LabTheory]
    [InlineData("docker-archive")]
    [InlineData("oci-archive")]
    public async Task Skopeo_reads_the_archive_in_both_ways(string transport)
    {
        var (path, image) = await archive.WrittenAsync(web);

        var config = JsonNode.Parse(await Command.RunAsync("skopeo", ["inspect", "--config", $"{transport}:{path}"]))!;
        var inspected = JsonNode.Parse(await Command.RunAsync("skopeo", ["inspect", $"{transport}:{path}"]))!;

        config["rootfs"]!["diff_ids"]!.AsArray().Select(layer => (string)layer!).ShouldBe(image.Layers.Select(layer => layer.DiffId));
        inspected["Layers"]!.AsArray().Count.ShouldBe(image.Layers.Count);
    }

    [LabFact]
    public async Task Skopeo_copies_every_blob_out_of_the_archive_and_keeps_the_digest()
    {
        var (path, image) = await archive.WrittenAsync(web);
        var layout = Path.Join(Path.GetDirectoryName(path), "layout");

        await Command.RunAsync("skopeo", ["copy", "--quiet", "--preserve-digests", $"oci-archive:{path}", $"oci:{layout}:latest"]);

        var index = JsonNode.Parse(await File.ReadAllTextAsync(Path.Join(layout, "index.json"), TestContext.Current.CancellationToken))!;
        ((string)index["manifests"]![0]!["digest"]!).ShouldBe(image.Digest);
    }

    [LabFact]
    public async Task The_archive_holds_the_very_image_that_a_registry_gets()
    {
        var (_, image) = await archive.WrittenAsync(web);

        image.Digest.ShouldBe((await web.PushedAsync()).Digest);
    }

    /// <summary>The archive, written once.</summary>
    public sealed class Archive
    {
        private Task<Publication>? writing;

        private readonly string repository = TheLab.NewName("archive");

        /// <summary>As it is called inside, and so in the engine that loads it.</summary>
        public string Name => repository + ":latest";

        public async Task<(string Path, PublishedImage Image)> WrittenAsync(HelloWeb web)
        {
            await web.PushedAsync();
            var path = web.Sample.Workspace.PathOf("archive/hello.tar");
            var publication = await (writing ??= web.PublishAsync([.. HelloWeb.Named(repository), $"-p:ContainerArchiveOutputPath={path}"]));
            return (path, publication.Image);
        }
    }
}
