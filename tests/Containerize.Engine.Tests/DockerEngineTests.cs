using System.Net;
using System.Text.Json.Nodes;
using Containerize.TestKit.Images;
using Containerize.Tests.Engine.Lab;
using Containerize.Tests.Engine.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>What Docker Engine makes of an image in a registry.</summary>
public sealed class DockerEngineTests(HelloWeb web)
{
    [LabFact]
    public async Task The_image_runs_and_answers_and_serves_its_static_files()
    {
        await web.PushedAsync();
        await using var container = await WebContainer.StartAsync(web.Reference);

        (await BodyAsync(container, "/?name=Ada&language=fr", "text/plain")).ShouldBe("Bonjour, Ada!");
        (await BodyAsync(container, "/healthz", "text/plain")).ShouldBe("healthy");
        (await BodyAsync(container, "/site.css", "text/css")).ShouldBe(await File.ReadAllTextAsync(web.Sample.PathOf("wwwroot/site.css"), TestContext.Current.CancellationToken));
    }

    [LabFact]
    public async Task The_process_is_not_root_and_cannot_write_its_own_files()
    {
        await web.PushedAsync();
        await using var container = await WebContainer.StartAsync(web.Reference);

        (await container.ExecuteAsync("id", "-u")).ShouldBe("1654");
        (await container.ExecuteAsync("stat", "-c", "%u", "/proc/1")).ShouldBe("1654");
        (await container.ExecuteAsync("find", "/app", "(", "-writable", "-o", "!", "-user", "0", ")")).ShouldBeEmpty();
    }

    [LabFact]
    public async Task History_lists_the_layers_dependencies_first_and_says_what_each_holds()
    {
        var image = await web.PushedAsync();
        await Docker.RunAsync("pull", "--quiet", web.Reference);

        var output = await Docker.RunAsync("history", "--no-trunc", "--human=false", "--format", "{{json .}}", web.Reference);

        // Newest first.
        var history = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).Reverse().ToList();
        var ours = history[image.BaseLayers.Count..];
        var classes = ours.Select(entry => ((string)entry["CreatedBy"]!).Split(':')[0]).ToList();
        classes.ShouldBe(image.OwnLayers.Select(layer => layer.Class));
        classes.Distinct(StringComparer.Ordinal).ShouldBe(HelloWeb.Classes);
        ours.Select(entry => (string)entry["CreatedBy"]!).ShouldAllBe(text => text.Length > "projects: x, 1 file".Length);
        ours.Select(entry => long.Parse((string)entry["Size"]!)).ShouldAllBe(size => size > 0);
        history.Count.ShouldBe(image.Layers.Count);
    }

    [LabFact]
    public async Task Docker_gives_the_image_the_digests_that_the_result_file_names()
    {
        var image = await web.PushedAsync();
        await Docker.RunAsync("pull", "--quiet", web.Reference);

        var inspected = (await Docker.ImageAsync(web.Reference)).ShouldNotBeNull();

        ((string)inspected["Id"]!).ShouldBe(image.ConfigDigest);
        inspected["RepoDigests"]!.AsArray().Select(digest => (string)digest!).ShouldContain($"{TheLab.Registry}/{web.Repository}@{image.Digest}");
        inspected["RootFS"]!["Layers"]!.AsArray().Select(layer => (string)layer!).ShouldBe(image.Layers.Select(layer => layer.DiffId));
    }

    [LabFact]
    public async Task What_the_registry_holds_is_a_sound_image()
    {
        var image = await web.PushedAsync();
        using var registry = new RegistryContent(TheLab.Registry);

        var pulled = await registry.PullAsync(web.Repository);

        pulled.ShouldBeSound();
        pulled.Digest.ShouldBe(image.Digest);
    }

    private static async Task<string> BodyAsync(WebContainer container, string path, string type)
    {
        using var answer = await container.GetAsync(path, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        answer.Content.Headers.ContentType?.MediaType.ShouldBe(type);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
