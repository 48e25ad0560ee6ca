using System.Net;
using System.Text;
using Containerize.Diagnostics;
using Containerize.Host;
using Containerize.Oci;
using Containerize.Registries;
using Containerize.Registries.Credentials;
using Containerize.Registries.Uploads;
using Containerize.TestKit;
using Containerize.TestKit.Registry;
using Containerize.TestKit.Registry.Auth;
using Containerize.TestKit.Registry.Faults;
using Containerize.Tests.Publishing;
using Shouldly;
using Xunit;
using RegistryOptions = Containerize.Registries.RegistryOptions;

namespace Containerize.Tests.Registries.Authentication;

/// <summary>Logins and tokens against a registry that checks them.</summary>
public sealed class TokenTests : IDisposable
{
    private static readonly Login Known = new("me", "p:ss wörd");

    private readonly TemporaryFolder folder = new();
    private readonly RecordingLog log = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task However_many_requests_want_a_token_it_is_fetched_once()
    {
        await using var registry = await StartAsync(new BearerAuth(Known));
        using var client = Client(registry, Config(registry, $$"""{"auth":"{{Base64("me:p:ss wörd")}}"}"""));
        var repository = client.Repository(registry.Host, "acme/shop", RegistryAccess.Push);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => repository.HeadManifestAsync("1", Cancellation)));

        registry.Requests.Of("GET", "/token").Count.ShouldBe(1);
    }

    [RanInto("a token service that wants the password by POST", "GET is answered with 404 or 405: the login failed", "asked again as OAuth2 has it")]
    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    [PeerCase("logins: a token service that wants POST")]
    public async Task A_service_that_knows_no_GET_gets_the_password_by_POST(int status)
    {
        await using var registry = await StartAsync(new BearerAuth(Known));
        registry.Faults.On("GET", "/token*").Respond(status);
        using var client = Client(registry, Config(registry, $$"""{"auth":"{{Base64("me:p:ss wörd")}}"}"""));

        await client.Repository(registry.Host, "acme/shop", RegistryAccess.Push).HeadManifestAsync("1", Cancellation);

        registry.Requests.Of("POST", "/token").ShouldHaveSingleItem().Status.ShouldBe(200);
        registry.Requests.Of("HEAD", "*")[^1].Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("repository:hub/acme/shop:pull", "repository:acme/shop:pull repository:hub/acme/shop:pull")]
    [InlineData("repository:acme/shop:pull,push", "repository:acme/shop:pull")]
    [InlineData("repository:acme/shop:pull registry:catalog:*", "repository:acme/shop:pull registry:catalog:*")]
    [InlineData("", "repository:acme/shop:pull")]
    [InlineData("nonsense", "repository:acme/shop:pull")]
    [PeerCase("logins: the challenge's own scope")]
    public async Task What_the_challenge_wants_besides_is_asked_for(string scope, string expected)
    {
        using var network = new FakeNetwork(request => request.RequestUri!.AbsolutePath == "/token"
            ? FakeNetwork.Answer(HttpStatusCode.OK, """{"token":"t0ken"}""")
            : request.Headers.Authorization is null
                ? FakeNetwork.Challenge($"Bearer realm=\"https://ghcr.io/token\",service=\"x\",scope=\"{scope}\"")
                : FakeNetwork.Answer(HttpStatusCode.NotFound));
        using var client = network.Client("ghcr.io");

        await client.Repository("ghcr.io", "acme/shop", RegistryAccess.Pull).HeadManifestAsync("1", Cancellation);

        var asked = new Uri(network.Seen.Single(seen => seen.Address.Contains("/token?", StringComparison.Ordinal)).Address).Query;
        string.Join(' ', asked.TrimStart('?').Split('&').Where(part => part.StartsWith("scope=", StringComparison.Ordinal)).Select(part => Uri.UnescapeDataString(part["scope=".Length..])))
            .ShouldBe(expected);
    }

    [Fact]
    public async Task A_token_that_ran_out_is_replaced_once_for_all()
    {
        var auth = new BearerAuth(Known);
        await using var registry = await StartAsync(auth);
        using var client = Client(registry, Config(registry, $$"""{"auth":"{{Base64("me:p:ss wörd")}}"}"""));
        var repository = client.Repository(registry.Host, "acme/shop", RegistryAccess.Push);
        await repository.HeadManifestAsync("1", Cancellation);
        auth.ExpireTokens();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => repository.HeadManifestAsync("1", Cancellation)));

        registry.Requests.Of("GET", "/token").Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_token_that_is_about_to_run_out_is_replaced_before_it_is_refused()
    {
        var clock = new LateClock();
        await using var registry = await StartAsync(new BearerAuth(Known) { TokenLifetime = TimeSpan.FromSeconds(100), Clock = clock });
        using var client = Client(registry, Config(registry, $$"""{"auth":"{{Base64("me:p:ss wörd")}}"}"""), clock);
        var repository = client.Repository(registry.Host, "acme/shop", RegistryAccess.Push);
        await repository.HeadManifestAsync("1", Cancellation);

        clock.Late = TimeSpan.FromSeconds(70);
        await repository.HeadManifestAsync("1", Cancellation);
        registry.Requests.Of("GET", "/token").Count.ShouldBe(1);

        clock.Late = TimeSpan.FromSeconds(90);
        await repository.HeadManifestAsync("1", Cancellation);
        registry.Requests.Of("GET", "/token").Count.ShouldBe(2);
        registry.Requests.All.Count(request => request.Status == 401).ShouldBe(1, "only the first request of all goes without a token");
    }

    [Fact]
    public async Task A_token_that_cannot_be_replaced_is_used_as_long_as_it_lasts()
    {
        var clock = new LateClock();
        await using var registry = await StartAsync(new BearerAuth(Known) { TokenLifetime = TimeSpan.FromSeconds(100), Clock = clock });
        using var client = Client(registry, Config(registry, $$"""{"auth":"{{Base64("me:p:ss wörd")}}"}"""), clock);
        var repository = client.Repository(registry.Host, "acme/shop", RegistryAccess.Push);
        await repository.HeadManifestAsync("1", Cancellation);
        registry.Faults.On("GET", "/token").Respond(503);

        clock.Late = TimeSpan.FromSeconds(90);
        (await repository.HeadManifestAsync("1", Cancellation)).ShouldBeNull();
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    public async Task A_token_service_that_fails_in_passing_is_asked_again(int status)
    {
        await using var registry = await StartAsync(new BearerAuth(Known));
        using var client = Client(registry, Config(registry, $$"""{"auth":"{{Base64("me:p:ss wörd")}}"}"""));
        registry.Faults.On("GET", "/token").Times(2).Respond(status);

        (await client.Repository(registry.Host, "acme/shop", RegistryAccess.Push).HeadManifestAsync("1", Cancellation)).ShouldBeNull();

        registry.Requests.Of("GET", "/token").Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_token_is_for_one_repository()
    {
        await using var registry = await StartAsync(new BearerAuth(Known));
        using var client = Client(registry, Config(registry, $$"""{"auth":"{{Base64("me:p:ss wörd")}}"}"""));

        await client.Repository(registry.Host, "acme/one", RegistryAccess.Pull).HeadManifestAsync("1", Cancellation);
        await client.Repository(registry.Host, "acme/two", RegistryAccess.Pull).HeadManifestAsync("1", Cancellation);

        registry.Requests.Of("GET", "/token").Count.ShouldBe(2);
        registry.Requests.Of("HEAD", "*").Select(r => r.Status).ShouldBe([401, 404, 401, 404]);
    }

    [Fact]
    public async Task A_failed_login_is_not_remembered()
    {
        await using var registry = await StartAsync(new BearerAuth(Known));
        registry.Faults.On("GET", "/token").Times(1).Respond(403);
        using var client = Client(registry, Config(registry, $$"""{"auth":"{{Base64("me:p:ss wörd")}}"}"""));
        var repository = client.Repository(registry.Host, "acme/shop", RegistryAccess.Push);

        (await Should.ThrowAsync<ContainerizeException>(() => repository.HeadManifestAsync("1", Cancellation))).Code.ShouldBe(ErrorCodes.RegistryDenied);
        (await repository.HeadManifestAsync("1", Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task One_that_gives_up_waiting_does_not_spoil_the_login_for_the_others()
    {
        await using var registry = await StartAsync(new BearerAuth(Known));
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        registry.Faults.On("GET", "/token").Times(1).Do(new HoldFault(token =>
        {
            asked.SetResult();
            return answer.Task.WaitAsync(token);
        }));
        using var client = Client(registry, Config(registry, $$"""{"auth":"{{Base64("me:p:ss wörd")}}"}"""));
        var repository = client.Repository(registry.Host, "acme/shop", RegistryAccess.Push);
        using var impatient = new CancellationTokenSource();
        var first = repository.HeadManifestAsync("1", impatient.Token);
        await asked.Task.WaitAsync(Cancellation);
        var second = repository.HeadManifestAsync("1", Cancellation);
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        answer.SetResult();

        (await second).ShouldBeNull();
    }

    [Fact]
    public async Task An_identity_token_is_exchanged()
    {
        await using var registry = await StartAsync(new BearerAuth(Known) { IdentityToken = "identity" });
        using var client = Client(registry, Config(registry, """{"identitytoken":"identity"}"""));

        await client.Repository(registry.Host, "acme/shop", RegistryAccess.Push).HeadManifestAsync("1", Cancellation);

        registry.Requests.Of("POST", "/token").ShouldHaveSingleItem().Status.ShouldBe(200);
        registry.Requests.Of("GET", "/token").ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_there_is_no_exchange_the_identity_token_goes_as_a_password_of_nobody()
    {
        var nobody = new Login("", "identity");
        await using var registry = await StartAsync(new BearerAuth(nobody) { TakesPost = false });
        using var client = Client(registry, Config(registry, """{"identitytoken":"identity"}"""));

        await client.Repository(registry.Host, "acme/shop", RegistryAccess.Push).HeadManifestAsync("1", Cancellation);

        registry.Requests.Of("GET", "/token").ShouldHaveSingleItem().Headers["Authorization"].ShouldBe(nobody.HeaderValue);
    }

    [Fact]
    public async Task A_registry_token_is_sent_as_it_is()
    {
        var network = new FakeNetwork(request => request.Headers.Authorization is null ? FakeNetwork.Challenge("Bearer realm=\"https://ghcr.io/token\"") : FakeNetwork.Answer(System.Net.HttpStatusCode.OK));
        folder.Write("docker/config.json", """{"auths":{"ghcr.io":{"registrytoken":"as-it-is"}}}""");
        using var client = network.Client("ghcr.io", TestHosts.Of(("DOCKER_CONFIG", folder.At("docker"))));

        await client.Repository("ghcr.io", "acme/shop", RegistryAccess.Push).HeadManifestAsync("1", Cancellation);

        network.Seen.Select(r => r.Authorization).ShouldBe([null, "Bearer as-it-is"]);
    }

    [Fact]
    public async Task An_anonymous_token_is_asked_for_without_a_login()
    {
        await using var registry = await StartAsync(new BearerAuth(Known) { AnonymousPull = true });
        using var client = Client(registry, new HostEnvironment(_ => null, string.Empty));

        (await client.Repository(registry.Host, "acme/shop", RegistryAccess.Pull).HeadManifestAsync("1", Cancellation)).ShouldBeNull();

        registry.Requests.Of("GET", "/token").ShouldHaveSingleItem().SentAuthorization.ShouldBeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_wrong_password_is_tried_once_and_not_again(bool bearer)
    {
        await using var registry = await StartAsync(bearer ? new BearerAuth(Known) : new BasicAuth(Known));
        using var client = Client(registry, Config(registry, $$"""{"auth":"{{Base64("me:wrong")}}"}"""));

        var error = await Should.ThrowAsync<ContainerizeException>(() => client.Repository(registry.Host, "acme/shop", RegistryAccess.Push).HeadManifestAsync("1", Cancellation));

        error.Code.ShouldBe(ErrorCodes.RegistryUnauthorized);
        registry.Requests.All.Count(r => r.SentAuthorization).ShouldBe(1);
    }

    [Fact]
    public async Task A_pushed_blob_is_not_sent_before_the_registry_has_let_us_in()
    {
        await using var registry = await StartAsync(new BearerAuth(Known));
        using var client = Client(registry, Config(registry, $$"""{"auth":"{{Base64("me:p:ss wörd")}}"}"""));
        var content = new byte[2_000_000];

        await client.Repository(registry.Host, "acme/shop", RegistryAccess.Push).UploadBlobAsync(
            new Descriptor(MediaTypes.OciLayerGzip, Digest.Of(content), content.Length), "a layer", UploadPlace.None, _ => Task.FromResult<Stream>(new MemoryStream(content)), Cancellation);

        registry.Requests.BlobBytesSent.ShouldBe(content.Length);
    }

    private static Task<InProcessRegistry> StartAsync(RegistryAuth auth) => InProcessRegistry.StartAsync(new() { Auth = auth }, Cancellation);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private HostEnvironment Config(InProcessRegistry registry, string entry)
    {
        folder.Write("docker/config.json", "{\"auths\":{\"" + registry.Host + "\":" + entry + "}}");
        return TestHosts.Of(("DOCKER_CONFIG", folder.At("docker")));
    }

    private RegistryClient Client(InProcessRegistry registry, HostEnvironment host, TimeProvider? clock = null)
    {
        var options = new RegistryOptions { Attempts = 3, LongestPause = TimeSpan.FromMilliseconds(1) };
        return new RegistryClient(RegistryClient.CreateNetwork(options), options, new CredentialSource(host, registry.Host, log), clock ?? TimeProvider.System, log);
    }

    /// <summary>Only the time of day is late; waiting takes as long as ever.</summary>
    private sealed class LateClock : TimeProvider
    {
        public TimeSpan Late { get; set; }

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow + Late;
    }
}
