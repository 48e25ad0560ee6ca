using Containerize.Describing;
using Containerize.Diagnostics;
using Containerize.Layering;
using Containerize.TestKit.Images;
using Containerize.TestKit.Registry.Faults;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Publishing;

/// <summary>What goes wrong in the middle of a publish reaches the user with its own code, and leaves nothing half-done.</summary>
public sealed class PublisherFailureTests
{
    [Fact]
    public async Task A_file_that_vanishes_while_layers_are_looked_up_is_named()
    {
        await using var bench = await PublishBench.StartAsync();

        var error = await Should.ThrowAsync<ContainerizeException>(() => bench.PublishAsync(definition => definition with
        {
            Provenance = new Meddler(path => File.Delete(Path.Join(definition.PublishDirectory, path))),
        }));

        error.Code.ShouldBe(ErrorCodes.FileUnreadable);
        error.Message.ShouldContain("Shop.dll");
    }

    [Fact]
    public async Task A_file_that_grows_while_layers_are_looked_up_is_named()
    {
        await using var bench = await PublishBench.StartAsync();

        var error = await Should.ThrowAsync<ContainerizeException>(() => bench.PublishAsync(definition => definition with
        {
            Provenance = new Meddler(path => File.AppendAllText(Path.Join(definition.PublishDirectory, path), "more")),
        }));

        error.Code.ShouldBe(ErrorCodes.FileChanged);
        error.Message.ShouldContain("Shop.dll");
    }

    [Fact]
    public async Task A_cancellation_before_anything_began_is_a_cancellation()
    {
        await using var bench = await PublishBench.StartAsync();
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();
        bench.Cancellation = canceled.Token;

        await Should.ThrowAsync<OperationCanceledException>(() => bench.PublishAsync());

        bench.Registry.Store.Tags(PublishBench.Repository).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("PUT", "/v2/acme/shop/blobs/uploads/*")]
    [InlineData("HEAD", "/v2/acme/shop/blobs/*")]
    [InlineData("PUT", "/v2/acme/shop/manifests/*")]
    public async Task After_one_refusal_the_old_image_is_still_under_the_tag(string method, string path)
    {
        await using var bench = await PublishBench.StartAsync();
        var before = await bench.PublishAsync();
        bench.Write("Shop.dll", PublishBench.CreateNoise(600_000));
        var refused = bench.Registry.Faults.On(method, path).Respond(403);

        (await Should.ThrowAsync<ContainerizeException>(() => bench.PublishAsync())).Code.ShouldBe(ErrorCodes.RegistryDenied);

        refused.Hits.ShouldBeGreaterThan(0);
        bench.Registry.Store.Manifest(PublishBench.Repository, "latest")!.Digest.ShouldBe(before.Top.Digest.ToString());
    }

    // GitLab's token service answers a scope that is out of reach with an error, where others give a token for less.
    [Fact]
    public async Task Where_the_token_for_mounting_is_refused_base_layers_are_copied()
    {
        await using var bench = await PublishBench.StartLoggedInAsync();
        var refused = bench.Registry.Faults.On("GET", "/token?*acme*dotnet*").Respond(403);

        await bench.PublishAsync();

        refused.Hits.ShouldBeGreaterThan(0);
        (await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
    }

    [Fact]
    public async Task A_token_for_less_than_mounting_needs_has_base_layers_copied()
    {
        await using var bench = await PublishBench.StartLoggedInAsync();
        var refused = bench.Registry.Faults.On("POST", "/v2/acme/shop/blobs/uploads/?mount=*").Respond(401);

        await bench.PublishAsync();

        refused.Hits.ShouldBeGreaterThan(0);
        (await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    public async Task A_registry_that_cannot_mount_gets_a_plain_upload(int status)
    {
        await using var bench = await PublishBench.StartAsync();
        bench.Registry.Faults.On("POST", "/v2/acme/shop/blobs/uploads/?mount=*").Respond(status);

        await bench.PublishAsync();

        (await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
    }

    [Fact]
    public async Task A_file_that_is_rewritten_between_two_publishes_is_in_the_second()
    {
        await using var bench = await PublishBench.StartAsync();
        await bench.PublishAsync();
        bench.Write("Shop.dll", "THE APP");

        await bench.PublishAsync();

        (await bench.Registry.PullAsync(PublishBench.Repository)).Files["app/Shop.dll"].Text.ShouldBe("THE APP");
    }

    [Fact]
    public async Task Two_publishes_at_once_share_a_cache_and_both_succeed()
    {
        await using var bench = await PublishBench.StartAsync();

        var both = await Task.WhenAll(
            bench.PublishAsync(definition => definition.To(target => target with { Tags = ["one"] })),
            bench.PublishAsync(definition => definition.To(target => target with { Tags = ["two"] })));

        both[0].Top.ShouldBe(both[1].Top);
        (await bench.Registry.PullAsync(PublishBench.Repository, "one")).ShouldBeSound();
        bench.Files.ShouldNotContain(file => file.Contains(".tmp", StringComparison.Ordinal));
    }

    /// <summary>Lays hands on the app's assembly just after it was looked at.</summary>
    private sealed class Meddler(Action<string> meddle) : IFileProvenance
    {
        public FileOrigin OriginOf(string relativePath) => new FileOrigin.App();

        public bool ChangesWithApp(string relativePath)
        {
            if (relativePath == "Shop.dll")
            {
                meddle(relativePath);
            }

            return false;
        }
    }
}
