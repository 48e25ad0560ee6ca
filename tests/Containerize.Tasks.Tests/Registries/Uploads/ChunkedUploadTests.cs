using System.Net;
using Containerize.Diagnostics;
using Containerize.Oci;
using Containerize.Registries;
using Containerize.Registries.Credentials;
using Containerize.Registries.Uploads;
using Containerize.TestKit.Registry;
using Containerize.TestKit.Registry.Faults;
using Containerize.Tests.Publishing;
using Shouldly;
using Xunit;
using KitOptions = Containerize.TestKit.Registry.RegistryOptions;
using RegistryOptions = Containerize.Registries.RegistryOptions;

namespace Containerize.Tests.Registries.Uploads;

/// <summary>What is too large in one piece goes in chunks, and arrives whole whatever happens on the way.</summary>
public sealed class ChunkedUploadTests
{
    private const string Repository = "acme/shop";

    private static readonly byte[] Content = [.. Enumerable.Range(0, 1_300_000).Select(i => (byte)(i * 7 / 3))];
    private static readonly Descriptor Blob = new(MediaTypes.OciLayerGzip, Digest.Of(Content), Content.Length);

    private readonly RecordingLog log = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1_200_000)]
    [InlineData(400_000)]
    [InlineData(100_000)]
    public async Task A_limit_on_request_bodies_is_found_and_kept(int limit)
    {
        await using var registry = await StartAsync(new KitOptions { LargestBlobRequest = limit });

        await UploadAsync(registry);

        ShouldHaveArrived(registry);
        registry.Requests.Of("PATCH", "*").Where(request => request.Status == 202).ShouldAllBe(request => request.BodyBytes <= limit);
    }

    [Fact]
    public async Task What_was_learned_of_the_limit_spares_the_next_blob_the_refusals()
    {
        await using var registry = await StartAsync(new KitOptions { LargestBlobRequest = 400_000 });
        using var client = Client(registry);
        var repository = client.Repository(registry.Host, Repository, RegistryAccess.Push);
        await UploadAsync(repository, Blob, Content);
        registry.Requests.Clear();
        byte[] other = [.. Content.Reverse()];

        await UploadAsync(repository, new Descriptor(MediaTypes.OciLayerGzip, Digest.Of(other), other.Length), other);

        registry.Requests.All.ShouldAllBe(request => request.Status < 400);
    }

    [Fact]
    public async Task The_least_length_that_the_registry_wants_is_kept_by_all_chunks_but_the_last()
    {
        await using var registry = await StartAsync(new KitOptions { MinimumChunk = 600_000 });
        registry.Faults.On("PUT", "*").Times(1).Respond(416);

        await UploadAsync(registry);

        ShouldHaveArrived(registry);
        registry.Requests.Of("PATCH", "*").SkipLast(1).ShouldAllBe(request => request.BodyBytes >= 600_000);
    }

    [Fact]
    public async Task Who_refuses_even_the_smallest_body_is_told_about()
    {
        await using var registry = await StartAsync(new KitOptions { LargestBlobRequest = 10 });

        (await FailureAsync(registry)).Message.ShouldContain("too large");

        registry.Requests.All.Count.ShouldBeLessThan(20);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(416)]
    public async Task A_chunk_that_is_refused_in_passing_is_sent_again_from_where_the_registry_stands(int status)
    {
        await using var registry = await StartAsync(new KitOptions { LargestBlobRequest = 400_000 });
        var fault = registry.Faults.On("PATCH", "*").After(2).Times(1).Respond(status);

        await UploadAsync(registry);

        fault.Hits.ShouldBe(1);
        ShouldHaveArrived(registry);
        registry.Requests.Of("POST", "*").Count.ShouldBe(2, "one session for the whole blob, one for its chunks");
    }

    [Theory]
    [InlineData("PATCH")]
    [InlineData("PUT")]
    public async Task A_session_that_is_lost_is_begun_again(string method)
    {
        await using var registry = await StartAsync(new KitOptions { LargestBlobRequest = 400_000 });
        registry.Faults.On(method, "*").After(method == "PUT" ? 1 : 2).Times(1).Respond(404);

        await UploadAsync(registry);

        ShouldHaveArrived(registry);
    }

    [Fact]
    public async Task A_connection_that_breaks_in_a_chunk_costs_a_session_and_no_more()
    {
        await using var registry = await StartAsync(new KitOptions { LargestBlobRequest = 400_000 });
        registry.Faults.On("PATCH", "*").After(2).Times(1).Reset(100_000);

        await UploadAsync(registry);

        ShouldHaveArrived(registry);
    }

    [Fact]
    public async Task A_registry_that_forgets_every_session_is_given_up()
    {
        await using var registry = await StartAsync(new KitOptions { LargestBlobRequest = 400_000 });
        registry.Faults.On("PATCH", "*").After(2).Respond(404);

        await FailureAsync(registry);

        registry.Requests.All.Count.ShouldBeLessThan(200);
    }

    [Theory]
    [InlineData("0-0")]
    [InlineData("0-99")]
    [InlineData("0-99999999")]
    [InlineData("bytes=0--1")]
    [InlineData("17-4")]
    public async Task A_registry_that_always_stands_somewhere_else_is_given_up_or_satisfied_by_what_it_got(string range)
    {
        await using var registry = await StartAsync(new KitOptions { LargestBlobRequest = 400_000 });
        registry.Faults.On("PATCH", "*").Rewrite(answer => answer.Response.Headers["Range"] = range);

        using var client = Client(registry);
        try
        {
            await UploadAsync(client.Repository(registry.Host, Repository, RegistryAccess.Push), Blob, Content);
            ShouldHaveArrived(registry);
        }
        catch (ContainerizeException e)
        {
            e.Code.ShouldBeOneOf(ErrorCodes.RegistryAnswer, ErrorCodes.RegistryUnreachable);
        }

        registry.Requests.All.Count.ShouldBeLessThan(400);
    }

    [Fact]
    public async Task A_redirect_that_keeps_the_method_takes_the_blob_along_and_not_the_credentials()
    {
        await using var storage = await InProcessRegistry.StartAsync(cancellationToken: Cancellation);
        await using var registry = await StartAsync(new KitOptions());
        var taken = storage.Faults.On("PUT", "*").Respond(201);
        registry.Faults.On("PUT", "*").RedirectTo(new Uri(storage.Url, "/elsewhere"));

        await UploadAsync(registry);

        taken.Hits.ShouldBe(1);
        var request = storage.Requests.All.ShouldHaveSingleItem();
        request.BodyBytes.ShouldBe(Content.Length);
        request.SentAuthorization.ShouldBeFalse();
    }

    [Fact]
    public async Task A_warning_is_passed_on_once()
    {
        await using var registry = await StartAsync(new KitOptions());
        registry.Faults.On("*", "*").Rewrite(answer => answer.Response.Headers["Warning"] = "299 - \"this registry moves to eu.example on Monday\"");

        await UploadAsync(registry);

        log.Lines.Count(line => line.Contains("moves to eu.example on Monday", StringComparison.Ordinal)).ShouldBe(1);
    }

    private static Task<InProcessRegistry> StartAsync(KitOptions options) => InProcessRegistry.StartAsync(options, Cancellation);

    private static Task UploadAsync(RegistryRepository repository, Descriptor blob, byte[] content)
        => repository.UploadBlobAsync(blob, "a layer", UploadPlace.None, _ => Task.FromResult<Stream>(new MemoryStream(content)), Cancellation);

    private static void ShouldHaveArrived(InProcessRegistry registry) => registry.Store.Blob(Repository, Blob.Digest.ToString()).ShouldBe(Content);

    private async Task UploadAsync(InProcessRegistry registry)
    {
        using var client = Client(registry);
        await UploadAsync(client.Repository(registry.Host, Repository, RegistryAccess.Push), Blob, Content);
    }

    private async Task<ContainerizeException> FailureAsync(InProcessRegistry registry)
    {
        var error = await Should.ThrowAsync<ContainerizeException>(() => UploadAsync(registry));
        registry.Store.BlobDigests(Repository).ShouldBeEmpty();
        return error;
    }

    private RegistryClient Client(InProcessRegistry registry)
    {
        var options = new RegistryOptions { Attempts = 3, Reconnects = 5, LongestPause = TimeSpan.FromMilliseconds(1) };
        return new RegistryClient(RegistryClient.CreateNetwork(options), options, new CredentialSource(TestHosts.WithLogin, registry.Host, log), TimeProvider.System, log);
    }
}
