using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Registries;
using Containerize.Reporting;
using Containerize.TestKit;
using Containerize.TestKit.Images;
using Containerize.TestKit.Registry;
using Containerize.TestKit.Registry.Auth;
using Containerize.TestKit.Registry.Faults;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Publishing;

/// <summary>Several services of one registry that have layers in common: made once, sent once, mounted into every other repository.</summary>
public sealed class SharedLayersTests
{
    private const string Other = "acme/other";
    private const string Third = "acme/third";

    /// <summary>Of layers of ours into the second repository; base layers are mounted from the base's.</summary>
    private const string MountsFromShop = "/v2/acme/other/blobs/uploads/?mount=*&from=acme%2Fshop";

    [Fact]
    public async Task What_another_repository_of_the_registry_was_sent_is_mounted()
    {
        await using var bench = await PublishBench.StartAsync();
        await bench.PublishAsync();
        bench.Registry.Requests.Clear();

        var result = await bench.PublishToAsync(Other);

        OwnLayers(result).ShouldAllBe(layer => layer.Outcome == BlobOutcome.Mounted);
        result.LayerBytesSent.ShouldBe(0);
        bench.Registry.Requests.BlobBytesSent.ShouldBe(result.Images[0].Config.Size);
        (await bench.Registry.PullAsync(Other)).ShouldBeSound();
    }

    [Fact]
    public async Task What_a_repository_had_before_anything_was_remembered_is_mounted_from_there_once_that_was_seen()
    {
        await using var bench = await PublishBench.StartAsync();
        await bench.PublishAsync();
        bench.CacheFolder = "a new machine's";
        bench.Write("Shop.dll", "the app, edited");
        await bench.PublishAsync();
        bench.Registry.Requests.Clear();

        var result = await bench.PublishToAsync(Other);

        OwnLayers(result).ShouldAllBe(layer => layer.Outcome == BlobOutcome.Mounted);
    }

    [Theory]
    [InlineData(202)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    public async Task What_the_registry_does_not_mount_is_sent(int status)
    {
        await using var bench = await PublishBench.StartAsync();
        await bench.PublishAsync();
        var rule = bench.Registry.Faults.On("POST", MountsFromShop);
        _ = status == 202 ? rule.RefuseMount() : rule.Respond(status);

        var result = await bench.PublishToAsync(Other);

        rule.Hits.ShouldBeInRange(1, OwnLayers(result).Count);
        OwnLayers(result).ShouldAllBe(layer => layer.Outcome == BlobOutcome.Uploaded);
        (await bench.Registry.PullAsync(Other)).ShouldBeSound();
    }

    [Theory]
    [InlineData(403)]
    [InlineData(405)]
    public async Task A_build_does_not_ask_again_for_what_was_refused(int status)
    {
        await using var bench = await PublishBench.StartAsync();
        bench.Memory = new RegistryMemory(isShared: true);
        await bench.PublishAsync();
        bench.Registry.Faults.On("POST", "/v2/*/blobs/uploads/?mount=*&from=acme%2F*").Respond(status);
        await bench.PublishToAsync(Other);
        bench.Registry.Requests.Clear();

        // The second's layers are known to lie there by now, and may well be mounted from there: it was the first that refused.
        bench.Registry.Faults.Clear();
        await bench.PublishToAsync(Third);

        bench.Registry.Requests.Of("POST", "/v2/acme/third/blobs/uploads/?mount=*&from=acme%2Fshop").ShouldBeEmpty();
        (await bench.Registry.PullAsync(Third)).ShouldBeSound();
    }

    [Fact]
    public async Task A_registry_that_mounts_nothing_is_soon_asked_no_more()
    {
        await using var bench = await PublishBench.StartAsync();
        bench.Memory = new RegistryMemory(isShared: true);
        bench.Registry.Faults.On("POST", "/v2/*/blobs/uploads/?mount=*").RefuseMount();
        await bench.PublishAsync();
        await bench.PublishToAsync(Other);
        bench.Registry.Requests.Clear();

        await bench.PublishToAsync(Third);

        MountsFromOthers(bench.Registry).ShouldBeEmpty();
        (await bench.Registry.PullAsync(Third)).ShouldBeSound();
    }

    [Fact]
    [RanInto("a repository that is gone", "a layer was remembered to lie in a repository that has been deleted since", "the registry does not mount it; the layer is sent, and remembered of where it went")]
    public async Task What_is_remembered_of_a_repository_that_was_deleted_costs_a_request_and_nothing_else()
    {
        await using var bench = await PublishBench.StartAsync();
        await bench.PublishAsync();
        foreach (var digest in bench.Registry.Store.BlobDigests(PublishBench.Repository))
        {
            bench.Registry.Store.DeleteBlob(PublishBench.Repository, digest);
        }

        var second = await bench.PublishToAsync(Other);
        var third = await bench.PublishToAsync(Third);

        OwnLayers(second).ShouldAllBe(layer => layer.Outcome == BlobOutcome.Uploaded);
        OwnLayers(third).ShouldAllBe(layer => layer.Outcome == BlobOutcome.Mounted);
        bench.Registry.Requests.Of("POST", "/v2/acme/third/blobs/uploads/?mount=*&from=acme%2Fother").Count.ShouldBe(OwnLayers(third).Count);
        (await bench.Registry.PullAsync(Other)).ShouldBeSound();
        (await bench.Registry.PullAsync(Third)).ShouldBeSound();
    }

    [Fact]
    [RanInto("a mount that was none", "a registry says that it mounted a layer, and does not have it", "the manifest is refused; every layer is looked for and sent, none mounted; the image is whole")]
    public async Task A_mount_that_is_granted_and_not_done_is_found_out_and_the_layer_sent()
    {
        await using var bench = await PublishBench.StartAsync();
        await bench.PublishAsync();
        var granted = bench.Registry.Faults.On("POST", MountsFromShop).Respond(201);

        var result = await bench.PublishToAsync(Other);

        granted.Hits.ShouldBe(OwnLayers(result).Count);
        OwnLayers(result).ShouldAllBe(layer => layer.Outcome == BlobOutcome.Uploaded);
        (await bench.Registry.PullAsync(Other)).ShouldBeSound();
    }

    [Fact]
    public async Task What_one_registry_has_is_not_asked_of_another()
    {
        await using var bench = await PublishBench.StartAsync();
        await using var elsewhere = await InProcessRegistry.StartAsync(cancellationToken: bench.Cancellation);
        await bench.PublishAsync();

        var result = await bench.PublishToAsync(Other, elsewhere.Host);

        MountsFromOthers(elsewhere).ShouldBeEmpty();
        result.Layers.ShouldAllBe(layer => layer.Outcome == BlobOutcome.Uploaded);
        (await elsewhere.PullAsync(Other)).ShouldBeSound();
    }

    [Fact]
    public async Task Base_layers_that_one_repository_was_sent_are_mounted_into_the_next()
    {
        await using var bench = await PublishBench.StartAsync();
        await using var elsewhere = await InProcessRegistry.StartAsync(cancellationToken: bench.Cancellation);
        await bench.PublishToAsync("acme/shop", elsewhere.Host);

        var result = await bench.PublishToAsync(Other, elsewhere.Host);

        result.Layers.ShouldAllBe(layer => layer.Outcome == BlobOutcome.Mounted);
        (await elsewhere.PullAsync(Other)).ShouldBeSound();
    }

    [Fact]
    public async Task What_one_user_sent_is_not_named_in_another_users_request()
    {
        Login[] users = [new("one", "secret"), new("two", "secret")];
        await using var bench = await PublishBench.StartAsync(new() { Auth = new BasicAuth(users) });
        LogIn(bench, users[0]);
        await bench.PublishAsync();
        LogIn(bench, users[1]);
        bench.Registry.Requests.Clear();

        var result = await bench.PublishToAsync(Other);

        bench.Registry.Requests.Of("POST", MountsFromShop).ShouldBeEmpty();
        OwnLayers(result).ShouldAllBe(layer => layer.Outcome == BlobOutcome.Uploaded);
    }

    [Fact]
    public async Task A_mount_asks_for_a_token_that_may_read_where_the_layer_lies()
    {
        var user = new Login("one", "secret");
        await using var bench = await PublishBench.StartAsync(new() { Auth = new BearerAuth(user) { AnonymousPull = true } });
        LogIn(bench, user);
        await bench.PublishAsync();

        var result = await bench.PublishToAsync(Other);

        OwnLayers(result).ShouldAllBe(layer => layer.Outcome == BlobOutcome.Mounted);
        bench.Registry.Requests.Of("GET", "/token?*scope=repository%3Aacme%2Fother%3Apull%2Cpush&scope=repository%3Aacme%2Fshop%3Apull").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Where_the_layer_lies_and_may_not_be_read_any_more_it_is_sent()
    {
        var user = new Login("one", "secret");
        var refused = new List<string>();
        await using var bench = await PublishBench.StartAsync(new() { Auth = new BearerAuth(user) { AnonymousPull = true, RefusedScopes = refused } });
        LogIn(bench, user);
        await bench.PublishAsync();
        refused.Add("repository:acme/shop:");

        var result = await bench.PublishToAsync(Other);

        OwnLayers(result).ShouldAllBe(layer => layer.Outcome == BlobOutcome.Uploaded);
        (await bench.Registry.PullAsync(Other)).ShouldBeSound();
    }

    [Theory]
    [InlineData("acme/shop:pull,push repository:acme/secret")]
    [InlineData("../..")]
    [InlineData("")]
    public async Task A_memory_that_is_no_repository_is_none(string damaged)
    {
        await using var bench = await PublishBench.StartAsync();
        await bench.PublishAsync();
        foreach (var note in Directory.GetFiles(Path.Join(bench.Cache, "holders"), "*", SearchOption.AllDirectories))
        {
            await File.WriteAllTextAsync(note, damaged, bench.Cancellation);
        }

        var result = await bench.PublishToAsync(Other);

        MountsFromOthers(bench.Registry).ShouldAllBe(request => request.PathAndQuery.EndsWith("from=dotnet%2Faspnet", StringComparison.Ordinal));
        OwnLayers(result).ShouldAllBe(layer => layer.Outcome == BlobOutcome.Uploaded);
        (await bench.Registry.PullAsync(Other)).ShouldBeSound();
    }

    [Fact]
    public async Task Services_that_are_published_at_the_same_time_make_and_send_a_layer_once()
    {
        await using var bench = await PublishBench.StartAsync();
        string[] repositories = ["acme/a", "acme/b", "acme/c", "acme/d"];

        var results = await Task.WhenAll(repositories.Select(repository => Task.Run(() => bench.PublishToAsync(repository), bench.Cancellation)));

        foreach (var layers in results.SelectMany(OwnLayers).GroupBy(layer => layer.Blob.Digest))
        {
            layers.Count(layer => !layer.Cached).ShouldBe(1);
            layers.Count(layer => layer.Outcome == BlobOutcome.Uploaded).ShouldBe(1);
            layers.Count(layer => layer.Outcome == BlobOutcome.Mounted).ShouldBe(repositories.Length - 1);
        }

        foreach (var repository in repositories)
        {
            (await bench.Registry.PullAsync(repository)).ShouldBeSound();
        }
    }

    [Fact]
    public async Task Who_fails_to_send_a_layer_leaves_it_to_the_next()
    {
        await using var bench = await PublishBench.StartAsync();
        bench.Registry.Faults.On("PUT", "/v2/acme/a/blobs/uploads/*").Respond(403);

        var failing = Task.Run(() => bench.PublishToAsync("acme/a"), bench.Cancellation);
        var result = await bench.PublishToAsync(Other);

        await Should.ThrowAsync<ContainerizeException>(() => failing);
        OwnLayers(result).ShouldAllBe(layer => layer.Outcome == BlobOutcome.Uploaded);
        (await bench.Registry.PullAsync(Other)).ShouldBeSound();
    }

    private static IReadOnlyList<LayerReport> OwnLayers(PublishResult result) => [.. result.Layers.Where(layer => layer.Class != LayerReport.BaseClass)];

    /// <summary>A mount from the very repository opens an upload, or finds the blob there.</summary>
    private static RecordedRequest[] MountsFromOthers(InProcessRegistry registry)
        => [.. registry.Requests.Of("POST", "/v2/*/blobs/uploads/?mount=*")
            .Where(request => !request.PathAndQuery.EndsWith($"from={Uri.EscapeDataString(request.Path["/v2/".Length..^"/blobs/uploads/".Length])}", StringComparison.Ordinal))];

    private static void LogIn(PublishBench bench, Login login)
    {
        bench.Environment["SDK_CONTAINER_REGISTRY_UNAME"] = login.User;
        bench.Environment["SDK_CONTAINER_REGISTRY_PWORD"] = login.Password;
    }
}
