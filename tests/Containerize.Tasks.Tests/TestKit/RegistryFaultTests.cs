using System.Net;
using Containerize.TestKit;
using Containerize.TestKit.Registry.Faults;
using Shouldly;
using Xunit;

namespace Containerize.Tests.TestKit;

/// <summary>The registry under the tests misbehaves exactly as told.</summary>
public sealed class RegistryFaultTests : RegistryTest
{
    private static readonly byte[] Content = new byte[100_000];
    private static readonly string Name = Sha256.Of(Content);

    [Fact]
    public async Task A_fault_strikes_as_often_as_it_was_told_after_what_it_lets_pass_and_then_no_more()
    {
        var rule = Registry.Faults.On("GET", "/v2/*").After(1).Times(2).Respond(503, new Dictionary<string, string> { ["Retry-After"] = "1" }, "busy");

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
        {
            var answer = await Client.GetAsync("/v2/", Cancellation);
            statuses.Add(answer.StatusCode);
            answer.Headers.Contains("Retry-After").ShouldBe(i is 1 or 2);
        }

        statuses.ShouldBe([HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK]);
        rule.Hits.ShouldBe(2);
        Registry.Requests.All.Select(r => r.Status).ShouldBe([200, 503, 503, 200]);
    }

    [Theory]
    [InlineData("POST", "/v2/*")]
    [InlineData("GET", "/v2")]
    [InlineData("GET", "/v2/?x=1")]
    public async Task A_fault_leaves_other_requests_alone(string method, string pattern)
    {
        var rule = Registry.Faults.On(method, pattern).Respond(500);

        (await Client.GetAsync("/v2/", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);

        rule.Hits.ShouldBe(0);
    }

    [Fact]
    public async Task A_reset_cuts_an_upload_and_its_session_is_gone()
    {
        var location = await StartAsync();
        Registry.Faults.On("PUT", "/v2/app/blobs/uploads/*").Times(1).Reset(afterBytes: 1000);

        await Should.ThrowAsync<HttpRequestException>(() => PutAsync(location, Content));

        var cut = Registry.Requests.Of("PUT", "*").ShouldHaveSingleItem();
        cut.Status.ShouldBe(0);
        cut.BodyBytes.ShouldBe(1000);
        Registry.Store.BlobDigests("app").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reset_cuts_a_download_after_the_bytes_it_was_told()
    {
        Registry.Store.PutBlob("app", Content);
        Registry.Faults.On("GET", "/v2/app/blobs/*").Times(1).Reset(afterBytes: 5000);

        using var answer = await Client.GetAsync($"/v2/app/blobs/{Name}", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        answer.Content.Headers.ContentLength.ShouldBe(Content.Length);
        await using var body = await answer.Content.ReadAsStreamAsync(Cancellation);

        var received = new MemoryStream();
        await Should.ThrowAsync<IOException>(() => body.CopyToAsync(received, Cancellation));
        received.Length.ShouldBe(5000);
    }

    [Fact]
    public async Task A_corrupt_body_has_its_length_and_its_header_but_not_its_digest()
    {
        Registry.Store.PutBlob("app", Content);
        Registry.Faults.On("GET", "/v2/app/blobs/*").CorruptBody();

        var answer = await Client.GetAsync($"/v2/app/blobs/{Name}", Cancellation);
        var body = await answer.Content.ReadAsByteArrayAsync(Cancellation);

        body.Length.ShouldBe(Content.Length);
        Sha256.Of(body).ShouldNotBe(Name);
        answer.Headers.GetValues("Docker-Content-Digest").ShouldBe([Name]);
    }

    [Fact]
    public async Task A_wrong_digest_header_lies_about_right_content()
    {
        Registry.Store.PutBlob("app", Content);
        Registry.Faults.On("*", "/v2/app/blobs/*").WrongDigestHeader();

        var get = await Client.GetAsync($"/v2/app/blobs/{Name}", Cancellation);
        var head = await Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"/v2/app/blobs/{Name}"), Cancellation);

        get.Headers.GetValues("Docker-Content-Digest").ShouldBe([Sha256.OfNothing]);
        Sha256.Of(await get.Content.ReadAsByteArrayAsync(Cancellation)).ShouldBe(Name);
        head.Headers.GetValues("Docker-Content-Digest").ShouldBe([Sha256.OfNothing]);
        head.Content.Headers.ContentLength.ShouldBe(Content.Length);
    }

    [Fact]
    public async Task A_truncated_body_announces_what_it_has()
    {
        Registry.Store.PutBlob("app", Content);
        Registry.Faults.On("GET", "/v2/app/blobs/*").Truncate(10);

        (await Client.GetByteArrayAsync($"/v2/app/blobs/{Name}", Cancellation)).Length.ShouldBe(10);
    }

    [Fact]
    public async Task A_location_can_be_relative_or_lead_to_another_host_with_its_query_untouched()
    {
        Registry.Faults.On("POST", "/v2/app/*").Times(1).RelativeLocation();
        Registry.Faults.On("POST", "/v2/other/*").Times(1).CrossHostLocation(new Uri("http://127.0.0.1:9/"));

        (await StartAsync()).ShouldMatch("^/v2/app/blobs/uploads/[^?]+\\?_state=[^&]*%7E");
        (await StartAsync("other")).ShouldMatch("^http://127\\.0\\.0\\.1:9/v2/other/blobs/uploads/[^?]+\\?_state=[^&]*%7E");
    }

    [Fact]
    public async Task A_refused_mount_opens_an_upload()
    {
        Registry.Store.PutBlob("base", Content);
        Registry.Faults.On("POST", "*?mount=*").Times(1).RefuseMount();

        var answer = await Client.PostAsync($"/v2/app/blobs/uploads/?mount={Name}&from=base", null, Cancellation);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        answer.Headers.Location.ShouldNotBeNull();
        Registry.Store.BlobDigests("app").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_login_page_comes_with_status_200()
    {
        Registry.Faults.On("*", "*").Html();

        var answer = await Client.GetAsync("/v2/", Cancellation);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
    }

    [Fact]
    public async Task A_held_request_waits_for_its_signal_and_faults_around_one_request_add_up()
    {
        var signal = new TaskCompletionSource();
        Registry.Faults.On("GET", "/v2/").HoldUntil(signal.Task);
        Registry.Faults.On("GET", "/v2/").Respond(418);

        var answer = Client.GetAsync("/v2/", Cancellation);
        answer.IsCompleted.ShouldBeFalse();
        signal.SetResult();

        (await answer).StatusCode.ShouldBe((HttpStatusCode)418);
    }

    [Fact]
    public async Task A_cleared_book_has_no_faults()
    {
        Registry.Faults.On("*", "*").Respond(500);
        Registry.Faults.Clear();

        (await Client.GetAsync("/v2/", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Bytes_of_uploads_are_counted_and_other_bodies_are_not()
    {
        await PutAsync(await StartAsync(), Content);
        await Client.PutAsync("/v2/app/manifests/1", new StringContent("{}"), Cancellation);

        Registry.Requests.BlobBytesSent.ShouldBe(Content.Length);
        Registry.Requests.Clear();
        Registry.Requests.BlobBytesSent.ShouldBe(0);
    }

    private async Task<string> StartAsync(string repository = "app")
    {
        var started = await Client.PostAsync($"/v2/{repository}/blobs/uploads/", null, Cancellation);
        return Upload.LocationOf(started);
    }

    private Task<HttpResponseMessage> PutAsync(string location, byte[] content) => Client.PutAsync(
        Upload.Verbatim($"{location}&digest={Name}"),
        new ByteArrayContent(content),
        Cancellation);
}
