using Containerize.Diagnostics;
using Containerize.Oci;
using Containerize.Registries;
using Containerize.Registries.Credentials;
using Containerize.Registries.Uploads;
using Containerize.TestKit;
using Containerize.TestKit.Registry;
using Containerize.TestKit.Registry.Faults;
using Containerize.Tests.Publishing;
using Shouldly;
using Xunit;
using RegistryOptions = Containerize.Registries.RegistryOptions;

namespace Containerize.Tests.Registries.Uploads;

/// <summary>Uploads whose connection ends in the middle: by chance, or because something on the way has a limit and does not say so.</summary>
public sealed class LostUploadTests
{
    private const string Repository = "acme/shop";

    private static readonly byte[] Content = [.. Enumerable.Range(0, 12_000_000).Select(i => (byte)(i * 7 / 3))];

    private readonly RecordingLog log = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [RanInto("a large upload whose connection is closed", "a proxy resets every upload over 5 MB, with or without a 413 that nobody gets to read", "met with chunks, shorter ones if those are reset too, and remembered for the other blobs")]
    [Theory]
    [InlineData(5_000_000, false)]
    [InlineData(5_000_000, true)]
    [InlineData(1_000_000, false)]
    [InlineData(1_000_000, true)]
    [InlineData(100_000, false)]
    [InlineData(100_000, true)]
    public async Task What_resets_long_uploads_gets_short_ones(int limit, bool atOnce)
    {
        await using var registry = await InProcessRegistry.StartAsync(cancellationToken: Cancellation);
        await using var proxy = new ResettingProxy(registry.Host, limit, atOnce);

        await UploadAsync(proxy.Address, Content);

        registry.Store.Blob(Repository, Digest.Of(Content).ToString()).ShouldBe(Content);
        // One for the whole, two for each length; .NET's own client tries each four times if the body was not begun.
        proxy.Resets.ShouldBeLessThanOrEqualTo(atOnce ? 28 : 7);
    }

    [Fact]
    public async Task What_was_learned_from_one_blob_is_known_for_the_others()
    {
        await using var registry = await InProcessRegistry.StartAsync(cancellationToken: Cancellation);
        await using var proxy = new ResettingProxy(registry.Host, 1_000_000);
        using var client = Client(proxy.Address);
        byte[] other = [.. Content.Reverse()];
        await UploadAsync(client, proxy.Address, Content);
        var learned = proxy.Resets;

        await UploadAsync(client, proxy.Address, other);

        proxy.Resets.ShouldBe(learned);
        registry.Store.Blob(Repository, Digest.Of(other).ToString()).ShouldBe(other);
    }

    [Fact]
    public async Task What_falls_silent_in_long_uploads_gets_short_ones()
    {
        await using var registry = await InProcessRegistry.StartAsync(cancellationToken: Cancellation);
        registry.Faults.On("*", "*").HangOver(5_000_000);

        await UploadAsync(registry.Host, Content, TimeSpan.FromMilliseconds(700));

        registry.Store.Blob(Repository, Digest.Of(Content).ToString()).ShouldBe(Content);
    }

    [Theory]
    [InlineData(502)]
    [InlineData(504)]
    [InlineData(408)]
    public async Task A_proxy_whose_way_breaks_under_long_uploads_gets_short_ones(int status)
    {
        await using var registry = await InProcessRegistry.StartAsync(cancellationToken: Cancellation);
        var fault = registry.Faults.On("PUT", "*").Times(2).Respond(status);

        await UploadAsync(registry.Host, Content);

        fault.Hits.ShouldBe(2);
        registry.Requests.Of("PATCH", "*").ShouldNotBeEmpty();
        registry.Store.Blob(Repository, Digest.Of(Content).ToString()).ShouldBe(Content);
    }

    [Fact]
    public async Task What_broke_by_chance_and_is_no_longer_than_a_chunk_is_sent_again_as_it_was()
    {
        var small = Content[..1_000_000];
        await using var registry = await InProcessRegistry.StartAsync(cancellationToken: Cancellation);
        registry.Faults.On("PUT", "*").Times(1).Reset(300_000);

        await UploadAsync(registry.Host, small);

        registry.Requests.Of("PATCH", "*").ShouldBeEmpty();
        registry.Store.Blob(Repository, Digest.Of(small).ToString()).ShouldBe(small);
    }

    [Fact]
    public async Task What_broke_by_chance_after_as_much_went_through_is_sent_again_as_it_was()
    {
        await using var registry = await InProcessRegistry.StartAsync(cancellationToken: Cancellation);
        using var client = Client(registry.Host);
        byte[] other = [.. Content.Reverse()];
        await UploadAsync(client, registry.Host, Content);
        registry.Faults.On("PUT", "*").Times(1).Reset(300_000);

        await UploadAsync(client, registry.Host, other);

        registry.Requests.Of("PATCH", "*").ShouldBeEmpty();
        registry.Store.Blob(Repository, Digest.Of(other).ToString()).ShouldBe(other);
    }

    [Fact]
    public async Task A_registry_that_takes_no_chunks_gets_a_blob_that_broke_by_chance_whole_again()
    {
        await using var registry = await InProcessRegistry.StartAsync(cancellationToken: Cancellation);
        registry.Faults.On("PUT", "*").Times(1).Reset(300_000);
        var refusal = registry.Faults.On("PATCH", "*").Respond(405);

        await UploadAsync(registry.Host, Content);

        refusal.Hits.ShouldBe(1);
        registry.Store.Blob(Repository, Digest.Of(Content).ToString()).ShouldBe(Content);
    }

    [Fact]
    public async Task What_breaks_at_every_length_is_one_error_that_says_so()
    {
        await using var registry = await InProcessRegistry.StartAsync(cancellationToken: Cancellation);
        await using var proxy = new ResettingProxy(registry.Host, 10);

        var error = await Should.ThrowAsync<ContainerizeException>(() => UploadAsync(proxy.Address, Content));

        error.Code.ShouldBe(ErrorCodes.RegistryUnreachable);
        error.Message.ShouldContain("in the middle of the upload, time and again, also in chunks of 65.5 kB");
        error.Message.ShouldNotContain("Check the name");
        proxy.Resets.ShouldBeLessThan(40);
    }

    private static Task UploadAsync(RegistryClient client, string address, byte[] content)
        => client.Repository(address, Repository, RegistryAccess.Push).UploadBlobAsync(
            new Descriptor(MediaTypes.OciLayerGzip, Digest.Of(content), content.Length),
            "a layer",
            UploadPlace.None,
            _ => Task.FromResult<Stream>(new MemoryStream(content)),
            Cancellation);

    private async Task UploadAsync(string address, byte[] content, TimeSpan? silence = null)
    {
        using var client = Client(address, silence);
        await UploadAsync(client, address, content);
    }

    private RegistryClient Client(string address, TimeSpan? silence = null)
    {
        var options = new RegistryOptions { LongestPause = TimeSpan.FromMilliseconds(1), StallLimit = silence ?? TimeSpan.FromSeconds(60) };
        return new RegistryClient(RegistryClient.CreateNetwork(options), options, new CredentialSource(TestHosts.WithLogin, address, log), TimeProvider.System, log);
    }
}
