using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Reporting;
using Containerize.TestKit.Images;
using Containerize.TestKit.Registry.Faults;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Publishing;

/// <summary>The first publish into a repository: nothing is there, and asking for each blob would be a third of all requests.</summary>
public sealed class NewRepositoryTests
{
    private const string Uploads = "/v2/acme/shop/blobs/uploads/?mount=*&from=acme%2Fshop";

    [Fact]
    public async Task Only_what_is_sent_at_first_is_asked_for()
    {
        await using var bench = await PublishBench.StartAsync();

        var result = await bench.PublishAsync();

        // The first of the base's layers tells that the repository is new; the second may be asked for beside it, or come after that is known.
        var asked = bench.Registry.Requests.Of("HEAD", "/v2/acme/shop/blobs/*").Select(request => request.Path.Split('/')[^1]).ToArray();
        var ofBase = result.Images[0].Layers.Where(layer => layer.Class == LayerReport.BaseClass).Select(layer => layer.Blob.Digest.ToString()).ToArray();
        asked.ShouldNotBeEmpty();
        asked.ShouldBeUnique();
        asked.ShouldBeSubsetOf(ofBase, "what is made here, however soon, waits for what these tell");
        bench.Registry.Requests.Of("GET", "/v2/acme/shop/tags/list?n=1").Count.ShouldBe(1);
        bench.Registry.Requests.Of("POST", Uploads).Count.ShouldBeInRange(1, 4, "three layers and the configuration");
        bench.Registry.Requests.Of("POST", "/v2/acme/shop/blobs/uploads/").Count.ShouldBe(6, "and two mounts");
        result.LayerBytesSent.ShouldBeGreaterThan(0);
        (await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
    }

    [Fact]
    public async Task A_repository_with_another_tag_is_asked_for_each_blob_and_has_most()
    {
        await using var bench = await PublishBench.StartAsync();
        await bench.PublishAsync();
        bench.Registry.Requests.Clear();
        bench.CacheFolder = "another machine's";

        var result = await bench.PublishAsync(definition => definition.To(target => target with { Tags = ["2"] }));

        result.LayerBytesSent.ShouldBe(0);
        bench.Registry.Requests.Of("GET", "/v2/acme/shop/tags/list*").ShouldBeEmpty();
        bench.Registry.Requests.Of("POST", "/v2/*").ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_publish_that_came_no_further_has_sent_is_not_sent_again()
    {
        await using var bench = await PublishBench.StartAsync();
        bench.Registry.Faults.On("PUT", "/v2/*/manifests/*").Respond(500);
        await Should.ThrowAsync<ContainerizeException>(() => bench.PublishAsync());
        bench.Registry.Faults.Clear();
        bench.Write("Stable.dll", "another version");

        var result = await bench.PublishAsync(definition => definition with { BaseImage = null });

        bench.Registry.Requests.Of("GET", "/v2/acme/shop/tags/list*").Count.ShouldBe(2);
        result.Images[0].Layers.Where(layer => layer.Outcome == BlobOutcome.Uploaded).Select(layer => layer.Class).ShouldBe(["packages"]);
        (await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
    }

    [Fact]
    public async Task Where_mounts_open_uploads_the_bytes_go_there()
    {
        await using var bench = await PublishBench.StartAsync();
        bench.Registry.Faults.On("POST", "/v2/acme/shop/blobs/uploads/?mount=*").RefuseMount();

        await bench.PublishAsync();

        bench.Registry.Requests.Of("POST", "/v2/acme/shop/blobs/uploads/").Count.ShouldBe(6, "none is opened twice");
        (await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(500)]
    [InlineData(200)]
    public async Task A_registry_that_does_not_list_tags_is_asked_for_each_blob(int status)
    {
        await using var bench = await PublishBench.StartAsync();
        bench.Registry.Faults.On("GET", "/v2/acme/shop/tags/list*").Respond(status);

        await bench.PublishAsync();

        bench.Registry.Requests.Of("HEAD", "/v2/acme/shop/blobs/*").Count.ShouldBe(6);
        (await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
    }

    /// <summary>What is refused to a login that may push would be taken for the login's fault, were it asked for in its name.</summary>
    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task One_that_lets_nobody_list_tags_is_pushed_to_all_the_same(int status)
    {
        await using var bench = await PublishBench.StartLoggedInAsync();
        bench.Registry.Faults.On("GET", "/v2/acme/shop/tags/list*").Respond(status);

        await bench.PublishAsync();

        (await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
    }

    /// <summary>As a registry whose metadata says that a blob is there, and whose storage has lost it.</summary>
    [Fact]
    public async Task A_blob_that_is_granted_falsely_is_sent_after_all()
    {
        await using var bench = await PublishBench.StartAsync();
        bench.Registry.Faults.On("POST", Uploads).Times(1).Respond(201);

        var result = await bench.PublishAsync();

        result.Images[0].Layers.ShouldContain(layer => layer.Outcome == BlobOutcome.Uploaded);
        (await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
    }
}
