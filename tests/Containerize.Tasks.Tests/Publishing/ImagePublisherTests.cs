using System.Text.Json.Nodes;
using Containerize.Describing;
using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Oci;
using Containerize.TestKit.Images;
using Containerize.TestKit.Registry.Faults;
using Containerize.TestKit.Registry.Seeding;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Publishing;

public sealed class ImagePublisherTests
{
    [Fact]
    public async Task An_image_is_sound_and_in_layers()
    {
        await using var bench = await PublishBench.StartAsync();

        var result = await bench.PublishAsync();

        var image = await bench.Registry.PullAsync(PublishBench.Repository);
        image.ShouldBeSound();
        image.Digest.ShouldBe(result.Top.Digest.ToString());
        image.OwnLayers.Select(layer => layer.Class).ShouldBe(["packages", "assets", "app"]);
        image.Entrypoint.ShouldBe(["dotnet", "/app/Shop.dll"]);
        image.Run["User"]!.GetValue<string>().ShouldBe("1654");
        image.Run["WorkingDir"]!.GetValue<string>().ShouldBe("/app");
        image.Run["ExposedPorts"]!.AsObject().Select(port => port.Key).ShouldBe(["8080/tcp"]);
        image.Config["created"]!.GetValue<string>().ShouldBe("2023-11-14T22:13:20Z");
    }

    [Fact]
    public async Task Everything_that_the_base_says_and_we_do_not_is_kept()
    {
        await using var bench = await PublishBench.StartAsync();

        await bench.PublishAsync();

        var config = (await bench.Registry.PullAsync(PublishBench.Repository)).Config;
        config[FakeBases.UnknownField]!.ToJsonString().ShouldBe("""{"keep":"me","number":1.5}""");
        config["config"]!["Labels"]!["base.label"]!.GetValue<string>().ShouldBe("kept");
    }

    [Fact]
    public async Task Publishing_it_again_takes_two_requests_and_sends_nothing()
    {
        await using var bench = await PublishBench.StartAsync();
        var first = await bench.PublishAsync();
        bench.Registry.Requests.Clear();

        var second = await bench.PublishAsync();

        second.Top.ShouldBe(first.Top);
        second.Unchanged.ShouldBeTrue();
        bench.Registry.Requests.All.Select(r => r.Method).Order(StringComparer.Ordinal).ShouldBe(["GET", "HEAD"]);
    }

    [Fact]
    public async Task An_edit_of_the_app_sends_the_apps_layer_only()
    {
        await using var bench = await PublishBench.StartAsync();
        await bench.PublishAsync();
        bench.Write("Shop.dll", "the app, edited");

        var result = await bench.PublishAsync();

        result.Layers.Where(layer => layer.Outcome == BlobOutcome.Uploaded).Select(layer => layer.Class).ShouldBe(["app"]);
    }

    [Fact]
    public async Task What_the_image_under_the_tag_has_is_not_asked_for()
    {
        await using var bench = await PublishBench.StartAsync();
        await bench.PublishAsync();
        bench.Write("Shop.dll", "the app, edited");
        bench.Registry.Requests.Clear();

        await bench.PublishAsync();

        // The base's tag, our tag; an upload's start and its bytes, for layer and configuration; the manifest.
        bench.Registry.Requests.All.Count.ShouldBe(7);
    }

    [Fact]
    public async Task A_blob_that_is_missing_under_the_tag_is_sent_after_all()
    {
        await using var bench = await PublishBench.StartAsync();
        var first = await bench.PublishAsync();
        var packages = first.Layers.Single(layer => layer.Class == "packages").Blob.Digest;
        bench.Registry.Store.DeleteBlob(PublishBench.Repository, packages.ToString());
        bench.Write("Shop.dll", "the app, edited");

        var second = await bench.PublishAsync();

        bench.Registry.Store.Blob(PublishBench.Repository, packages.ToString()).ShouldNotBeNull();
        bench.Registry.Store.Manifest(PublishBench.Repository, "latest")!.Digest.ShouldBe(second.Top.Digest.ToString());
    }

    [Fact]
    public async Task A_machine_that_never_saw_it_takes_over_what_the_repository_has()
    {
        await using var bench = await PublishBench.StartAsync();
        var first = await bench.PublishAsync();
        bench.CacheFolder = "empty";
        bench.Registry.Requests.Clear();

        var second = await bench.PublishAsync();

        second.Top.ShouldBe(first.Top);
        second.Layers.ShouldAllBe(layer => layer.Cached);
        bench.Registry.Requests.BlobBytesSent.ShouldBe(0);
    }

    [Fact]
    public async Task Under_a_tag_that_is_new_the_image_is_learnt_from_one_that_moves()
    {
        await using var bench = await PublishBench.StartAsync();
        await bench.PublishAsync();
        bench.Write("Shop.dll", "the app, edited");
        bench.CacheFolder = "empty";

        var second = await bench.PublishAsync(definition => definition.To(target => target with { Tags = ["1.2.4", "1.2", "latest"] }));

        second.Layers.Where(layer => !layer.Cached).Select(layer => layer.Class).ShouldBe(["app"]);
        foreach (var tag in new[] { "1.2.4", "1.2", "latest" })
        {
            bench.Registry.Store.Manifest(PublishBench.Repository, tag)!.Digest.ShouldBe(second.Top.Digest.ToString());
        }
    }

    [Fact]
    public async Task Cached_or_not_the_same_input_gives_the_same_image()
    {
        await using var bench = await PublishBench.StartAsync();
        var first = await bench.PublishAsync();
        bench.Registry.Store.DeleteManifest(PublishBench.Repository, "latest");
        bench.CacheFolder = "empty";

        var second = await bench.PublishAsync();

        second.Layers.ShouldContain(layer => !layer.Cached);
        second.Top.ShouldBe(first.Top);
    }

    [Fact]
    public async Task An_image_that_names_a_foreign_blob_for_a_layer_of_ours_is_not_believed()
    {
        await using var bench = await PublishBench.StartAsync();
        var first = await bench.PublishAsync();
        await PretendAsync(bench, (_, manifest) =>
        {
            var layers = manifest["layers"]!.AsArray();
            layers[^1] = layers[^2]!.DeepClone();
        });
        bench.CacheFolder = "empty";

        var second = await bench.PublishAsync();

        second.Top.ShouldBe(first.Top);
        second.Layers.Single(layer => layer.Class == "app").Cached.ShouldBeFalse();
        second.Layers.Where(layer => layer.Class != "app").ShouldAllBe(layer => layer.Cached);
    }

    [Fact]
    public async Task An_image_of_another_encoder_is_not_taken_over()
    {
        await using var bench = await PublishBench.StartAsync();
        var first = await bench.PublishAsync();
        await PretendAsync(bench, (config, _) =>
        {
            foreach (var entry in config["history"]!.AsArray().OfType<JsonObject>().Where(entry => entry["comment"] is not null))
            {
                entry["comment"] = "containerize gzip-1-256k-00000000";
            }
        });
        bench.CacheFolder = "empty";

        var second = await bench.PublishAsync();

        second.Top.ShouldBe(first.Top);
        second.Layers.Where(layer => layer.Class != "base").ShouldAllBe(layer => !layer.Cached);
    }

    [Fact]
    public async Task An_image_with_nonsense_for_a_configuration_helps_nobody_and_hurts_nobody()
    {
        await using var bench = await PublishBench.StartAsync();
        var first = await bench.PublishAsync();
        await PretendAsync(bench, (config, _) => config["history"] = "once upon a time");
        bench.CacheFolder = "empty";

        (await bench.PublishAsync()).Top.ShouldBe(first.Top);
    }

    [Fact]
    public async Task A_blob_damaged_in_the_cache_is_made_again()
    {
        await using var bench = await PublishBench.StartAsync();
        var first = await bench.PublishAsync();
        var app = first.Layers.Single(layer => layer.Class == "packages").Blob;
        var blob = Path.Join(bench.Cache, "blobs", "sha256", app.Digest.Hex);
        var bytes = await File.ReadAllBytesAsync(blob, TestContext.Current.CancellationToken);
        bytes[^9] ^= 1;
        await File.WriteAllBytesAsync(blob, bytes, TestContext.Current.CancellationToken);

        var elsewhere = await bench.PublishAsync(definition => definition.To(target => target with { Repository = "acme/other" }));

        elsewhere.Top.ShouldBe(first.Top);
        (await bench.Registry.PullAsync("acme/other")).ShouldBeSound();
    }

    [Fact]
    public async Task Base_layers_are_mounted_from_their_repository()
    {
        await using var bench = await PublishBench.StartAsync();

        (await bench.PublishAsync()).Layers.Where(layer => layer.Class == "base").ShouldAllBe(layer => layer.Outcome == BlobOutcome.Mounted);
    }

    [Fact]
    public async Task Where_mounting_is_refused_they_are_copied()
    {
        await using var bench = await PublishBench.StartAsync();
        bench.Registry.Faults.On("POST", "/v2/*/blobs/uploads*").RefuseMount();

        var result = await bench.PublishAsync();

        result.Layers.Where(layer => layer.Class == "base").ShouldAllBe(layer => layer.Outcome == BlobOutcome.Uploaded);
        (await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
    }

    [Theory]
    [InlineData(true, "Oci", "application/vnd.oci.image.manifest.v1+json")]
    [InlineData(false, "Docker", "application/vnd.docker.distribution.manifest.v2+json")]
    public async Task Families_of_media_types_are_never_mixed(bool dockerBase, string format, string expected)
    {
        await using var bench = await PublishBench.StartAsync(dockerBase: dockerBase);

        await bench.PublishAsync(definition => definition with { Format = Enum.Parse<ImageFormat>(format) });

        var image = await bench.Registry.PullAsync(PublishBench.Repository);
        image.ShouldBeSound();
        image.Manifest["mediaType"]!.GetValue<string>().ShouldBe(expected);
    }

    [Theory]
    [InlineData("PUT", "/v2/*/blobs/uploads*", 403, "CTZ3005")]
    [InlineData("PUT", "/v2/*/blobs/uploads*", 500, "CTZ3006")]
    [InlineData("POST", "/v2/*/blobs/uploads*", 404, "CTZ3006")]
    [InlineData("HEAD", "/v2/acme/shop/blobs/*", 405, "CTZ3006")]
    [InlineData("PUT", "/v2/*/manifests/*", 400, "CTZ3006")]
    public async Task A_push_that_fails_leaves_no_tag(string method, string path, int status, string code)
    {
        await using var bench = await PublishBench.StartAsync();
        bench.Registry.Faults.On(method, path).Respond(status);

        (await Should.ThrowAsync<ContainerizeException>(() => bench.PublishAsync())).Code.Id.ShouldBe(code);

        bench.Registry.Store.Tags(PublishBench.Repository).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("PUT", "/v2/*/blobs/uploads*", 503)]
    [InlineData("PUT", "/v2/*/manifests/*", 429)]
    [InlineData("HEAD", "/v2/dotnet/*", 502)]
    public async Task A_passing_trouble_passes(string method, string path, int status)
    {
        await using var bench = await PublishBench.StartAsync();
        bench.Registry.Faults.On(method, path).Times(1).Respond(status);

        await bench.PublishAsync();

        (await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
    }

    [Fact]
    public async Task A_connection_that_breaks_in_an_upload_is_made_anew()
    {
        await using var bench = await PublishBench.StartAsync();
        bench.Registry.Faults.On("PUT", "/v2/*/blobs/uploads*").Times(1).Reset(100);

        await bench.PublishAsync();

        (await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
    }

    [Fact]
    public async Task A_base_whose_content_is_not_what_it_should_be_is_refused()
    {
        await using var bench = await PublishBench.StartAsync();
        bench.Registry.Faults.On("GET", "/v2/dotnet/aspnet/blobs/*").CorruptBody();

        (await Should.ThrowAsync<ContainerizeException>(() => bench.PublishAsync())).Code.ShouldBe(ErrorCodes.DigestMismatch);
        bench.Registry.Store.Tags(PublishBench.Repository).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_canceled_publish_leaves_no_tag_and_no_draft()
    {
        await using var bench = await PublishBench.StartAsync();
        using var cancel = new CancellationTokenSource();
        bench.Cancellation = cancel.Token;
        bench.Registry.Faults.On("PUT", "/v2/*/blobs/uploads*").Do(new HoldFault(async token =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
        }));

        await Should.ThrowAsync<OperationCanceledException>(() => bench.PublishAsync());

        bench.Registry.Store.Tags(PublishBench.Repository).ShouldBeEmpty();
        bench.Files.ShouldNotContain(file => file.Contains(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_image_may_stand_on_nothing()
    {
        await using var bench = await PublishBench.StartAsync();

        await bench.PublishAsync(definition => definition with { BaseImage = null });

        var image = await bench.Registry.PullAsync(PublishBench.Repository);
        image.ShouldBeSound();
        image.Layers.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Only_tags_that_lead_elsewhere_are_written()
    {
        await using var bench = await PublishBench.StartAsync();
        await bench.PublishAsync();
        bench.Registry.Requests.Clear();

        await bench.PublishAsync(definition => definition.To(target => target with { Tags = ["latest", "1.0"] }));

        bench.Registry.Requests.Of("PUT", "/v2/*/manifests/*").Select(r => r.Path).ShouldBe(["/v2/acme/shop/manifests/1.0"]);
    }

    [Fact]
    public async Task A_missing_publish_directory_is_an_error_that_says_what_to_do()
    {
        await using var bench = await PublishBench.StartAsync();

        var error = await Should.ThrowAsync<ContainerizeException>(() => bench.PublishAsync(definition => definition with { PublishDirectory = definition.PublishDirectory + "x" }));
        error.Code.ShouldBe(ErrorCodes.PublishDirectoryMissing);
    }

    [Fact]
    public async Task The_same_archive_is_written_twice_and_is_sound()
    {
        await using var bench = await PublishBench.StartAsync();
        var path = Path.Join(bench.Cache, "image.tar");

        await bench.PublishAsync(definition => definition.ToArchive(path));
        var first = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        await bench.PublishAsync(definition => definition.ToArchive(path));

        (await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken)).ShouldBe(first);
    }

    /// <summary>Puts an altered image under the tag, as someone else with the right to push might.</summary>
    private static async Task PretendAsync(PublishBench bench, Action<JsonObject, JsonObject> change)
    {
        var store = bench.Registry.Store;
        var image = await bench.Registry.PullAsync(PublishBench.Repository);
        var config = JsonNode.Parse(image.ConfigBytes)!.AsObject();
        var manifest = JsonNode.Parse(image.Stored.Content)!.AsObject();
        change(config, manifest);
        var bytes = System.Text.Encoding.UTF8.GetBytes(config.ToJsonString());
        manifest["config"]!["digest"] = store.PutBlob(PublishBench.Repository, bytes);
        manifest["config"]!["size"] = bytes.Length;
        store.PutManifest(PublishBench.Repository, "latest", MediaTypes.OciManifest, System.Text.Encoding.UTF8.GetBytes(manifest.ToJsonString()));
    }
}
