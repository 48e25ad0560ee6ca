using System.Net;
using System.Net.Http.Headers;
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

namespace Containerize.Tests.Registries;

/// <summary>One repository at a time, against a registry that behaves and against one that does not.</summary>
public sealed class RepositoryTests : IAsyncLifetime
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 7))];
    private static readonly Descriptor Blob = new(MediaTypes.OciLayerGzip, Digest.Of(Content), Content.Length);
    private static readonly byte[] Manifest = """{"schemaVersion":2}"""u8.ToArray();

    private readonly RecordingLog log = new();
    private InProcessRegistry registry = null!;
    private RegistryClient client = null!;
    private RegistryRepository repository = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        registry = await InProcessRegistry.StartAsync(cancellationToken: Cancellation);
        client = Client(new RegistryOptions { Attempts = 3, LongestPause = TimeSpan.FromMilliseconds(1) });
        repository = client.Repository(registry.Host, "acme/shop", RegistryAccess.Push);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await registry.DisposeAsync();
    }

    [Fact]
    public async Task A_manifest_is_told_by_its_name_and_a_missing_one_is_none()
    {
        registry.Store.PutManifest("acme/shop", "1", MediaTypes.OciManifest, Manifest);

        (await repository.HeadManifestAsync("1", Cancellation)).ShouldBe(new Descriptor(MediaTypes.OciManifest, Digest.Of(Manifest), Manifest.Length));
        (await repository.HeadManifestAsync("2", Cancellation)).ShouldBeNull();
        (await repository.GetManifestAsync("1", Cancellation))!.Bytes.ShouldBe(Manifest);
        (await repository.GetManifestAsync("2", Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task A_manifest_asked_for_by_digest_has_to_have_it()
    {
        registry.Store.PutManifest("acme/shop", "1", MediaTypes.OciManifest, Manifest);
        registry.Faults.On("GET", "/v2/*/manifests/*").CorruptBody();

        (await FailureAsync(() => repository.GetManifestAsync(Sha256.Of(Manifest), Cancellation))).Code.ShouldBe(ErrorCodes.DigestMismatch);
    }

    [Fact]
    public async Task The_digest_of_a_manifest_is_of_its_bytes_whatever_the_header_says()
    {
        registry.Store.PutManifest("acme/shop", "1", MediaTypes.OciManifest, Manifest);
        registry.Faults.On("GET", "/v2/*/manifests/*").WrongDigestHeader();

        (await repository.GetManifestAsync("1", Cancellation))!.Descriptor.Digest.ShouldBe(Digest.Of(Manifest));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_manifest_past_4_MiB_is_refused_whether_its_length_was_told_or_not(bool told)
    {
        registry.Store.PutManifest("acme/shop", "1", MediaTypes.OciManifest, new byte[(4 * 1024 * 1024) + 1]);
        if (!told)
        {
            registry.Faults.On("GET", "/v2/*/manifests/*").Rewrite(answer => answer.Response.ContentLength = null);
        }

        (await FailureAsync(() => repository.GetManifestAsync("1", Cancellation))).Code.ShouldBe(ErrorCodes.AnswerTooLarge);
    }

    [Theory]
    [InlineData(403, "CTZ3005")]
    [InlineData(401, "CTZ3004")]
    [InlineData(400, "CTZ3006")]
    [InlineData(418, "CTZ3006")]
    public async Task A_refusal_is_neither_there_nor_absent(int status, string code)
    {
        registry.Faults.On("HEAD", "*").Respond(status);

        (await FailureAsync(() => repository.HasBlobAsync(Blob, Cancellation))).Code.Id.ShouldBe(code);
        (await FailureAsync(() => repository.HeadManifestAsync("1", Cancellation))).Code.Id.ShouldBe(code);
    }

    [Fact]
    public async Task The_registrys_own_words_are_in_the_error_on_one_line()
    {
        registry.Faults.On("GET", "*").Respond(403, body: """{"errors":[{"code":"DENIED","message":"quota\nexceeded"}]}""");

        var error = await FailureAsync(() => repository.GetManifestAsync("1", Cancellation));

        error.Message.ShouldContain("DENIED, quota exceeded");
        error.Message.ShouldContain($"{registry.Host}/acme/shop:1");
        error.Message.ShouldNotContain('\n');
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""{"errors":[]}""")]
    [InlineData("""{"errors":{"code":"x"}}""")]
    [InlineData("""{"errors":[5]}""")]
    [InlineData("""{"errors":[{"code":5,"message":{}}]}""")]
    [InlineData("""{"errors":""")]
    [InlineData("[1,2]")]
    public async Task An_error_that_is_none_by_the_specification_still_is_one(string body)
    {
        registry.Faults.On("GET", "*").Respond(403, body: body);

        (await FailureAsync(() => repository.GetManifestAsync("1", Cancellation))).Code.ShouldBe(ErrorCodes.RegistryDenied);
    }

    [Fact]
    public async Task A_blob_reads_back_whole()
    {
        registry.Store.PutBlob("acme/shop", Content);

        (await ReadAsync()).ShouldBe(Content);
    }

    [Fact]
    public async Task A_blob_that_is_cut_short_is_an_error_and_no_end()
    {
        registry.Store.PutBlob("acme/shop", Content);
        registry.Faults.On("GET", "/v2/*/blobs/*").Truncate(1000);

        (await FailureAsync(ReadAsync)).Code.ShouldBe(ErrorCodes.DigestMismatch);
    }

    [Fact]
    public async Task A_blob_that_does_not_end_where_it_should_is_an_error()
    {
        registry.Store.PutBlob("acme/shop", Content);
        registry.Faults.On("GET", "/v2/*/blobs/*").Rewrite(answer => answer.Body = [.. answer.Body, 1]);

        (await FailureAsync(ReadAsync)).Code.ShouldBe(ErrorCodes.DigestMismatch);
    }

    [Fact]
    public async Task A_blob_with_one_wrong_bit_is_an_error()
    {
        registry.Store.PutBlob("acme/shop", Content);
        registry.Faults.On("GET", "/v2/*/blobs/*").CorruptBody();

        (await FailureAsync(ReadAsync)).Code.ShouldBe(ErrorCodes.DigestMismatch);
    }

    [Fact]
    public async Task A_connection_that_breaks_while_a_blob_is_read_says_how_far_it_came()
    {
        registry.Store.PutBlob("acme/shop", Content);
        registry.Faults.On("GET", "/v2/*/blobs/*").Reset(100_000);

        var error = await FailureAsync(ReadAsync);

        error.Code.ShouldBe(ErrorCodes.RegistryUnreachable);
        error.Message.ShouldContain("of 300.0 kB");
    }

    [Fact]
    public async Task A_mounted_blob_needs_no_upload()
    {
        registry.Store.PutBlob("base", Content);

        (await repository.MountBlobAsync(Blob, "base", Cancellation)).IsMounted.ShouldBeTrue();

        registry.Store.Blob("acme/shop", Blob.Digest.ToString()).ShouldBe(Content);
        registry.Requests.BlobBytesSent.ShouldBe(0);
    }

    [Fact]
    public async Task A_mount_that_was_turned_into_an_upload_goes_on_where_it_says()
    {
        var (isMounted, place) = await repository.MountBlobAsync(Blob, "base", Cancellation);

        await UploadAsync(place);

        isMounted.ShouldBeFalse();
        registry.Store.Blob("acme/shop", Blob.Digest.ToString()).ShouldBe(Content);
        registry.Requests.Of("POST", "*").ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    public async Task A_mount_that_cannot_be_had_opens_no_session(int status)
    {
        registry.Faults.On("POST", "*").Respond(status);

        (await repository.MountBlobAsync(Blob, "base", Cancellation)).ShouldBe(MountOutcome.Refused(UploadPlace.None));
    }

    [Fact]
    public async Task A_relative_location_is_below_the_registry()
    {
        registry.Faults.On("POST", "*").RelativeLocation();

        await UploadAsync();

        registry.Store.Blob("acme/shop", Blob.Digest.ToString()).ShouldBe(Content);
    }

    [Fact]
    public async Task The_state_in_a_location_goes_back_byte_by_byte()
    {
        await UploadAsync();

        var put = registry.Requests.Of("PUT", "*").ShouldHaveSingleItem().PathAndQuery;
        put.ShouldContain("_state=0%7Estep+");
        put.ShouldContain("%2F==");
        put.ShouldEndWith("&digest=" + Uri.EscapeDataString(Blob.Digest.ToString()));
    }

    [Fact]
    public async Task A_location_at_another_host_gets_the_blob()
    {
        await using var storage = await InProcessRegistry.StartAsync(cancellationToken: Cancellation);
        var taken = storage.Faults.On("PUT", "*").Respond(201);
        registry.Faults.On("POST", "*").CrossHostLocation(storage.Url);

        await UploadAsync();

        taken.Hits.ShouldBe(1);
        storage.Requests.All.ShouldHaveSingleItem().BodyBytes.ShouldBe(Content.Length);
    }

    [Fact]
    public async Task An_upload_that_was_opened_nowhere_is_an_error()
    {
        registry.Faults.On("POST", "*").Respond(202);

        (await FailureAsync(() => UploadAsync())).Code.ShouldBe(ErrorCodes.RegistryAnswer);
    }

    [Theory]
    [InlineData("ftp://127.0.0.1/x")]
    [InlineData("http://")]
    public async Task An_upload_that_was_opened_somewhere_impossible_is_an_error_with_a_code(string location)
    {
        registry.Faults.On("POST", "*").Respond(202, Headers(("Location", location)));

        (await FailureAsync(() => UploadAsync())).Code.ShouldBe(ErrorCodes.RegistryAnswer);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task An_upload_that_failed_in_passing_begins_anew_with_the_whole_blob(int status)
    {
        var fault = registry.Faults.On("PUT", "*").Times(2).Respond(status);

        await UploadAsync();

        fault.Hits.ShouldBe(2);
        registry.Requests.Of("POST", "*").Count.ShouldBe(3);
        registry.Store.Blob("acme/shop", Blob.Digest.ToString()).ShouldBe(Content);
    }

    [Fact]
    public async Task An_upload_gives_up_after_its_attempts()
    {
        var fault = registry.Faults.On("PUT", "*").Respond(503);

        (await FailureAsync(() => UploadAsync())).Code.ShouldBe(ErrorCodes.RegistryAnswer);

        fault.Hits.ShouldBe(3);
    }

    [Fact]
    public async Task A_blob_that_cannot_be_opened_is_its_own_error_and_no_retry()
    {
        var opened = 0;

        var error = await FailureAsync(() => repository.UploadBlobAsync(
            Blob,
            "a layer",
            UploadPlace.None,
            _ =>
            {
                opened++;
                throw new ContainerizeException(ErrorCodes.CacheUnusable, "gone");
            },
            Cancellation));

        error.Code.ShouldBe(ErrorCodes.CacheUnusable);
        opened.ShouldBe(1);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(502)]
    public async Task A_passing_failure_is_asked_again(int status)
    {
        registry.Store.PutManifest("acme/shop", "1", MediaTypes.OciManifest, Manifest);
        registry.Faults.On("HEAD", "*").Times(2).Respond(status, Headers(("Retry-After", "0")));

        (await repository.HeadManifestAsync("1", Cancellation)).ShouldNotBeNull();

        registry.Requests.All.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_failure_that_does_not_pass_is_asked_as_often_as_allowed()
    {
        registry.Faults.On("HEAD", "*").Respond(503);

        (await FailureAsync(() => repository.HeadManifestAsync("1", Cancellation))).Code.ShouldBe(ErrorCodes.RegistryAnswer);

        registry.Requests.All.Count.ShouldBe(3);
    }

    public static TheoryData<string?, int, int> Pauses => new()
    {
        { "0", 0, 0 },
        { "7", 7000, 7000 },
        { "3600", 30_000, 30_000 },
        { "Thu, 01 Jan 1970 00:00:20 GMT", 10_000, 10_000 },
        { "Thu, 01 Jan 1970 00:00:05 GMT", 0, 0 },
        { null, 0, 500 },
    };

    [Theory]
    [MemberData(nameof(Pauses))]
    public void The_registrys_wish_decides_the_pause_up_to_a_limit(string? wish, int least, int most)
    {
        var header = wish is null ? null : RetryConditionHeaderValue.Parse(wish);

        var pause = RetryPolicy.PauseAfter(1, header, new RegistryOptions(), new FixedClock(), new Random(1));

        pause.TotalMilliseconds.ShouldBeInRange(least, most);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(40)]
    [InlineData(int.MaxValue)]
    public void Without_a_wish_the_pause_grows_but_not_past_the_limit(int attempt)
    {
        var random = new Random(1);
        for (var i = 0; i < 100; i++)
        {
            RetryPolicy.PauseAfter(attempt, null, new RegistryOptions(), TimeProvider.System, random).ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromSeconds(30));
        }
    }

    [Fact]
    public async Task A_registry_that_is_not_there_is_asked_once()
    {
        var closed = registry.Host;
        await registry.DisposeAsync();

        var error = await FailureAsync(() => client.Repository(closed, "acme/shop", RegistryAccess.Pull).HeadManifestAsync("1", Cancellation));

        error.Code.ShouldBe(ErrorCodes.RegistryUnreachable);
        error.Message.ShouldContain("refused");
        client.Counts.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task A_registry_that_says_nothing_is_given_up()
    {
        registry.Faults.On("HEAD", "*").Hang();
        using var impatient = Client(new RegistryOptions { StallLimit = TimeSpan.FromMilliseconds(200) });

        var error = await FailureAsync(() => impatient.Repository(registry.Host, "acme/shop", RegistryAccess.Pull).HeadManifestAsync("1", Cancellation));

        error.Code.ShouldBe(ErrorCodes.RegistryTimeout);
    }

    [Fact]
    public async Task A_registry_that_takes_nothing_is_given_up()
    {
        registry.Faults.On("PUT", "*").Hang();
        using var impatient = Client(new RegistryOptions { StallLimit = TimeSpan.FromMilliseconds(300) });

        var error = await FailureAsync(() => impatient.Repository(registry.Host, "acme/shop", RegistryAccess.Push)
            .UploadBlobAsync(Blob, "a layer", UploadPlace.None, OpenAsync, Cancellation));

        error.Code.ShouldBe(ErrorCodes.RegistryTimeout);
    }

    [Fact]
    public async Task What_was_asked_and_sent_is_counted()
    {
        await UploadAsync();
        await repository.PutManifestAsync("1", new Descriptor(MediaTypes.OciManifest, Digest.Of(Manifest), Manifest.Length), Manifest, Cancellation);

        client.Counts.Requests.ShouldBe(registry.Requests.All.Count);
        client.Counts.BytesSent.ShouldBe(Content.Length + Manifest.Length);
    }

    private static Dictionary<string, string> Headers(params (string Name, string Value)[] headers) => headers.ToDictionary(h => h.Name, h => h.Value, StringComparer.Ordinal);

    private static Task<ContainerizeException> FailureAsync(Func<Task> act) => Should.ThrowAsync<ContainerizeException>(act);

    private static Task<Stream> OpenAsync(CancellationToken cancellationToken) => Task.FromResult<Stream>(new MemoryStream(Content));

    private Task UploadAsync(UploadPlace? place = null) => repository.UploadBlobAsync(Blob, "a layer", place ?? UploadPlace.None, OpenAsync, Cancellation);

    private async Task<byte[]> ReadAsync()
    {
        await using var stream = await repository.OpenBlobAsync(Blob, "a layer", Cancellation);
        using var read = new MemoryStream();
        await stream.CopyToAsync(read, Cancellation);
        return read.ToArray();
    }

    private RegistryClient Client(RegistryOptions options)
        => new(RegistryClient.CreateNetwork(options), options, new CredentialSource(TestHosts.Of(), registry.Host, log), TimeProvider.System, log);

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddSeconds(10);
    }
}
