using System.Net;
using System.Net.Http.Headers;
using Containerize.TestKit;
using Containerize.TestKit.Registry;
using Shouldly;
using Xunit;

namespace Containerize.Tests.TestKit;

/// <summary>The registry under the tests keeps to the distribution spec: blobs and the ways to push them.</summary>
public sealed class RegistryBlobTests : RegistryTest
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];
    private static readonly string Name = Sha256.Of(Content);

    [Fact]
    public async Task A_blob_goes_up_by_POST_and_PUT_and_comes_back_whole_and_in_part()
    {
        var put = await Client.PutAsync(Upload.Verbatim($"{await StartAsync("app")}&digest={Name}"), new ByteArrayContent(Content), Cancellation);

        put.StatusCode.ShouldBe(HttpStatusCode.Created);
        put.Headers.Location!.OriginalString.ShouldBe($"/v2/app/blobs/{Name}");
        (await Client.GetByteArrayAsync($"/v2/app/blobs/{Name}", Cancellation)).ShouldBe(Content);
        var part = await GetRangeAsync(10, 19);
        part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        part.Content.Headers.ContentRange!.ToString().ShouldBe("bytes 10-19/1000");
        (await part.Content.ReadAsByteArrayAsync(Cancellation)).ShouldBe(Content[10..20]);
        (await GetRangeAsync(1000, 1001)).StatusCode.ShouldBe(HttpStatusCode.RequestedRangeNotSatisfiable);
    }

    [Fact]
    public async Task HEAD_tells_whether_a_blob_is_there_and_how_long_it_is()
    {
        Registry.Store.PutBlob("app", Content);

        var there = await HeadAsync("app");
        var absent = await HeadAsync("other");

        there.StatusCode.ShouldBe(HttpStatusCode.OK);
        there.Content.Headers.ContentLength.ShouldBe(Content.Length);
        absent.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_blob_goes_up_in_chunks_each_at_its_place()
    {
        var location = await StartAsync("app");

        var first = await PatchAsync(location, Content[..600], "0-599");
        first.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        first.Headers.GetValues("Range").ShouldBe(["0-599"]);
        location = Upload.LocationOf(first);
        var gap = await PatchAsync(location, Content[700..], "700-999");
        gap.StatusCode.ShouldBe(HttpStatusCode.RequestedRangeNotSatisfiable);
        gap.Headers.GetValues("Range").ShouldBe(["0-599"]);
        var second = await PatchAsync(location, Content[600..], "600-999");
        var done = await Client.PutAsync(Upload.Verbatim($"{Upload.LocationOf(second)}&digest={Name}"), null, Cancellation);

        done.StatusCode.ShouldBe(HttpStatusCode.Created);
        Registry.Store.Blob("app", Name).ShouldBe(Content);
    }

    [Fact]
    public async Task An_upload_tells_where_it_stands_and_can_be_given_up()
    {
        var location = Upload.LocationOf(await PatchAsync(await StartAsync("app"), Content[..10], "0-9"));

        var status = await Client.GetAsync(Upload.Verbatim(location), Cancellation);
        status.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        status.Headers.GetValues("Range").ShouldBe(["0-9"]);
        (await Client.DeleteAsync(Upload.Verbatim(location), Cancellation)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await (await Client.GetAsync(Upload.Verbatim(location), Cancellation)).ShouldBeErrorAsync(HttpStatusCode.NotFound, "BLOB_UPLOAD_UNKNOWN");
    }

    [Fact]
    public async Task Content_that_is_not_what_its_digest_says_is_refused_and_not_kept()
    {
        var refused = await Client.PutAsync(Upload.Verbatim($"{await StartAsync("app")}&digest={Sha256.OfNothing}"), new ByteArrayContent(Content), Cancellation);

        await refused.ShouldBeErrorAsync(HttpStatusCode.BadRequest, "DIGEST_INVALID");
        Registry.Store.BlobDigests("app").ShouldBeEmpty();
    }

    [Fact]
    public async Task An_upload_whose_state_comes_back_rewritten_is_refused()
    {
        var location = await StartAsync("app");
        location.ShouldContain("%7E");

        var rewritten = location.Replace("%7E", "~", StringComparison.Ordinal);
        var refused = await Client.PutAsync(Upload.Verbatim($"{rewritten}&digest={Name}"), new ByteArrayContent(Content), Cancellation);

        await refused.ShouldBeErrorAsync(HttpStatusCode.BadRequest, "BLOB_UPLOAD_INVALID");
    }

    [Fact]
    public async Task One_POST_pushes_a_whole_blob()
    {
        var answer = await Client.PostAsync($"/v2/app/blobs/uploads/?digest={Name}", new ByteArrayContent(Content), Cancellation);

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        Registry.Store.Blob("app", Name).ShouldBe(Content);
    }

    [Fact]
    public async Task A_blob_of_another_repository_is_mounted_and_an_unknown_one_opens_an_upload()
    {
        Registry.Store.PutBlob("base", Content);

        var mounted = await Client.PostAsync($"/v2/app/blobs/uploads/?mount={Name}&from=base", null, Cancellation);
        var unknown = await Client.PostAsync($"/v2/app/blobs/uploads/?mount={Sha256.OfNothing}&from=base", null, Cancellation);

        mounted.StatusCode.ShouldBe(HttpStatusCode.Created);
        mounted.Headers.Location!.OriginalString.ShouldBe($"/v2/app/blobs/{Name}");
        Registry.Store.Blob("app", Name).ShouldBe(Content);
        unknown.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        unknown.Headers.Location.ShouldNotBeNull();
    }

    [Fact]
    public async Task Blobs_can_be_deleted_once()
    {
        Registry.Store.PutBlob("app", Content);

        (await Client.DeleteAsync($"/v2/app/blobs/{Name}", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        await (await Client.DeleteAsync($"/v2/app/blobs/{Name}", Cancellation)).ShouldBeErrorAsync(HttpStatusCode.NotFound, "BLOB_UNKNOWN");
    }

    [Fact]
    public async Task A_request_above_the_limit_is_refused_and_chunks_below_it_go_through()
    {
        await using var small = await InProcessRegistry.StartAsync(new RegistryOptions { LargestBlobRequest = 600 }, Cancellation);
        using var client = small.CreateClient();

        var whole = await client.PostAsync($"/v2/app/blobs/uploads/?digest={Name}", new ByteArrayContent(Content), Cancellation);
        var session = Upload.LocationOf(await client.PostAsync("/v2/app/blobs/uploads/", null, Cancellation));
        session = Upload.LocationOf(await PatchAsync(session, Content[..600], "0-599", client));
        session = Upload.LocationOf(await PatchAsync(session, Content[600..], "600-999", client));
        var done = await client.PutAsync(Upload.Verbatim($"{session}&digest={Name}"), null, Cancellation);

        await whole.ShouldBeErrorAsync(HttpStatusCode.RequestEntityTooLarge, "SIZE_INVALID");
        done.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Only_the_last_chunk_may_be_shorter_than_announced()
    {
        await using var strict = await InProcessRegistry.StartAsync(new RegistryOptions { MinimumChunk = 100 }, Cancellation);
        using var client = strict.CreateClient();

        var started = await client.PostAsync("/v2/app/blobs/uploads/", null, Cancellation);
        started.Headers.GetValues("OCI-Chunk-Min-Length").ShouldBe(["100"]);
        var shorter = await PatchAsync(Upload.LocationOf(started), Content[..99], "0-98", client);
        shorter.StatusCode.ShouldBe(HttpStatusCode.Accepted);

        var next = await PatchAsync(Upload.LocationOf(shorter), Content[99..], "99-999", client);

        await next.ShouldBeErrorAsync(HttpStatusCode.BadRequest, "SIZE_INVALID");
    }

    private async Task<string> StartAsync(string repository)
    {
        var started = await Client.PostAsync($"/v2/{repository}/blobs/uploads/", null, Cancellation);
        started.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        return Upload.LocationOf(started);
    }

    private Task<HttpResponseMessage> PatchAsync(string location, byte[] chunk, string range, HttpClient? client = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, Upload.Verbatim(location)) { Content = new ByteArrayContent(chunk) };
        request.Content.Headers.TryAddWithoutValidation("Content-Range", range);
        return (client ?? Client).SendAsync(request, Cancellation);
    }

    private async Task<HttpResponseMessage> GetRangeAsync(long from, long to)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/v2/app/blobs/{Name}");
        request.Headers.Range = new RangeHeaderValue(from, to);
        return await Client.SendAsync(request, Cancellation);
    }

    private Task<HttpResponseMessage> HeadAsync(string repository)
        => Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"/v2/{repository}/blobs/{Name}"), Cancellation);
}
