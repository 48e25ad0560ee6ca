using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Containerize.TestKit.Registry;
using Containerize.TestKit.Registry.Auth;
using Containerize.TestKit.Registry.Seeding;
using Shouldly;
using Xunit;

namespace Containerize.Tests.TestKit;

/// <summary>The registry under the tests asks who comes, as registries do.</summary>
public sealed class RegistryAuthTests
{
    private static readonly Login Known = new("ada", "p:ss wörd");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Basic_lets_the_right_password_in_and_no_other()
    {
        await using var registry = await StartAsync(new BasicAuth(Known));
        using var client = registry.CreateClient();

        var nameless = await client.GetAsync("/v2/", Cancellation);
        var wrong = await GetAsync(client, "/v2/", new Login("ada", "guess").HeaderValue);
        var right = await GetAsync(client, "/v2/", Known.HeaderValue);

        await nameless.ShouldBeErrorAsync(HttpStatusCode.Unauthorized, "UNAUTHORIZED");
        nameless.Headers.WwwAuthenticate.ShouldHaveSingleItem().Scheme.ShouldBe("Basic");
        wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        right.StatusCode.ShouldBe(HttpStatusCode.OK);
        registry.Requests.All.Select(r => r.SentAuthorization).ShouldBe([false, true, true]);
    }

    [Fact]
    public async Task Bearer_asks_for_the_scope_that_the_request_needs_and_takes_a_token_that_has_it()
    {
        await using var registry = await StartAsync(new BearerAuth(Known));
        registry.PushImage("acme/app", "1", new JsonObject(), []);
        using var client = registry.CreateClient();

        var challenge = ChallengeOf(await client.GetAsync("/v2/acme/app/manifests/1", Cancellation));
        challenge.ShouldBe($"realm=\"{registry.Url}token\",service=\"test-registry\",scope=\"repository:acme/app:pull\"");
        var token = await TokenAsync(client, "repository:acme/app:pull", Known);

        (await GetAsync(client, "/v2/acme/app/manifests/1", $"Bearer {token}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_for_less_is_refused_with_what_is_missing()
    {
        await using var registry = await StartAsync(new BearerAuth(Known));
        using var client = registry.CreateClient();
        var token = await TokenAsync(client, "repository:app:pull", Known);

        var push = new HttpRequestMessage(HttpMethod.Post, "/v2/app/blobs/uploads/?mount=x&from=base");
        push.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var refused = await client.SendAsync(push, Cancellation);

        ChallengeOf(refused).ShouldEndWith("scope=\"repository:app:pull,push repository:base:pull\",error=\"insufficient_scope\"");
    }

    [Fact]
    public async Task A_token_ends_with_its_time_and_when_the_test_says_so()
    {
        var clock = new StoppedClock();
        var auth = new BearerAuth(Known) { Clock = clock, TokenLifetime = TimeSpan.FromSeconds(60) };
        await using var registry = await StartAsync(auth);
        using var client = registry.CreateClient();
        var first = await TokenAsync(client, "repository:app:pull", Known);
        var second = await TokenAsync(client, "repository:app:pull", Known);

        clock.Now += TimeSpan.FromSeconds(59);
        (await GetAsync(client, "/v2/app/tags/list", $"Bearer {first}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        clock.Now += TimeSpan.FromSeconds(1);
        (await GetAsync(client, "/v2/app/tags/list", $"Bearer {first}")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        clock.Now -= TimeSpan.FromSeconds(30);
        auth.ExpireTokens();
        (await GetAsync(client, "/v2/app/tags/list", $"Bearer {second}")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(true, HttpStatusCode.NotFound)]
    [InlineData(false, HttpStatusCode.Unauthorized)]
    public async Task A_nameless_token_pulls_only_where_that_is_allowed(bool allowed, HttpStatusCode expected)
    {
        await using var registry = await StartAsync(new BearerAuth(Known) { AnonymousPull = allowed });
        using var client = registry.CreateClient();

        var token = await TokenAsync(client, "repository:app:pull,push", login: null);

        (await GetAsync(client, "/v2/app/tags/list", $"Bearer {token}")).StatusCode.ShouldBe(expected);
    }

    [Theory]
    [InlineData("grant_type=refresh_token&refresh_token=identity&service=test-registry&scope=repository:app:pull", HttpStatusCode.OK)]
    [InlineData("grant_type=refresh_token&refresh_token=other&service=test-registry&scope=repository:app:pull", HttpStatusCode.Unauthorized)]
    [InlineData("grant_type=password&username=ada&password=p%3Ass+w%C3%B6rd&service=test-registry&scope=repository:app:pull", HttpStatusCode.OK)]
    [InlineData("grant_type=password&username=ada&password=no&service=test-registry&scope=repository:app:pull", HttpStatusCode.Unauthorized)]
    public async Task The_OAuth2_endpoint_takes_identity_tokens_and_passwords(string form, HttpStatusCode expected)
    {
        await using var registry = await StartAsync(new BearerAuth(Known) { IdentityToken = "identity" });
        using var client = registry.CreateClient();

        var answer = await client.PostAsync("/token", new StringContent(form, new MediaTypeHeaderValue("application/x-www-form-urlencoded")), Cancellation);

        answer.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task TLS_serves_a_certificate_that_only_its_own_client_trusts()
    {
        await using var registry = await InProcessRegistry.StartAsync(new RegistryOptions { Tls = true }, Cancellation);
        using var trusting = registry.CreateClient();
        using var strict = new HttpClient { BaseAddress = registry.Url };

        (await trusting.GetAsync("/v2/", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var error = await Should.ThrowAsync<HttpRequestException>(() => strict.GetAsync("/v2/", Cancellation));

        registry.Url.Scheme.ShouldBe("https");
        error.HttpRequestError.ShouldBe(HttpRequestError.SecureConnectionError);
    }

    private static Task<InProcessRegistry> StartAsync(RegistryAuth auth)
        => InProcessRegistry.StartAsync(new RegistryOptions { Auth = auth }, Cancellation);

    private static string ChallengeOf(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var challenge = answer.Headers.WwwAuthenticate.ShouldHaveSingleItem();
        challenge.Scheme.ShouldBe("Bearer");
        return challenge.Parameter!;
    }

    private static async Task<string> TokenAsync(HttpClient client, string scope, Login? login)
    {
        var answer = await GetAsync(client, $"/token?service=test-registry&scope={Uri.EscapeDataString(scope)}", login?.HeaderValue);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!["token"]!;
    }

    private static Task<HttpResponseMessage> GetAsync(HttpClient client, string path, string? authorization)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return client.SendAsync(request, Cancellation);
    }

    private sealed class StoppedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
