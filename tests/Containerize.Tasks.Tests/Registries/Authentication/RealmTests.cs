using System.Net;
using Containerize.Diagnostics;
using Containerize.Registries;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Registries.Authentication;

/// <summary>A registry names the service that gets the user's password. It is believed only as far as the password is safe there.</summary>
public sealed class RealmTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ghcr.io", "https://ghcr.io/token")]
    [InlineData("ghcr.io", "https://auth.example.com/token")]
    [InlineData("registry.example.com:5000", "https://registry.example.com:5001/auth?account=x")]
    [InlineData("127.0.0.1:5000", "http://127.0.0.1:5001/token")]
    [InlineData("10.0.0.5:5000", "https://10.0.0.5:5001/token")]
    [InlineData("10.0.0.5:5000", "https://10.0.0.6/token")]
    [InlineData("registry.corp.internal", "https://auth.corp.internal/token")]
    public async Task A_service_where_the_registry_might_well_have_it_gets_the_login(string registry, string realm)
    {
        var network = Network(realm);

        await PullAsync(network, registry);

        var login = network.Seen.Single(r => r.Address.StartsWith(realm, StringComparison.Ordinal));
        login.Authorization.ShouldBe(TestHosts.Basic);
        login.Address.ShouldContain("service=registry");
        login.Address.ShouldContain("scope=repository%3Aacme%2Fshop%3Apull");
        network.Seen[^1].Authorization.ShouldBe("Bearer t0ken");
    }

    [Theory]
    [InlineData("ghcr.io", "http://ghcr.io/token")]
    [InlineData("ghcr.io", "http://auth.example.com/token")]
    [InlineData("ghcr.io", "https://127.0.0.1/token")]
    [InlineData("ghcr.io", "https://localhost:8080/token")]
    [InlineData("ghcr.io", "https://[::1]/token")]
    [InlineData("ghcr.io", "https://[::]/token")]
    [InlineData("ghcr.io", "https://0.0.0.0/token")]
    [InlineData("ghcr.io", "https://2130706433/token")]
    [InlineData("ghcr.io", "https://10.1.2.3/token")]
    [InlineData("ghcr.io", "https://192.168.0.1:8443/token")]
    [InlineData("ghcr.io", "https://169.254.169.254/latest")]
    [InlineData("ghcr.io", "https://[fd00::1]/token")]
    [InlineData("ghcr.io", "https://[::ffff:169.254.169.254]/token")]
    [InlineData("ghcr.io", "https://metadata.google.internal/token")]
    [InlineData("ghcr.io", "https://metadata.google.internal./token")]
    [InlineData("ghcr.io", "https://localhost./token")]
    [InlineData("ghcr.io", "https://user:pass@auth.example.com/token")]
    [InlineData("ghcr.io", "file:///etc/passwd")]
    [InlineData("ghcr.io", "/token")]
    [InlineData("ghcr.io", "")]
    [InlineData("10.0.0.5:5000", "https://169.254.169.254/token")]
    public async Task Any_other_gets_nothing_not_even_a_request(string registry, string realm)
    {
        var network = Network(realm);

        var error = await Should.ThrowAsync<ContainerizeException>(() => PullAsync(network, registry));

        error.Code.ShouldBe(ErrorCodes.RegistryAnswer);
        error.Message.ShouldContain("Nothing was sent");
        network.Seen.ShouldHaveSingleItem().Authorization.ShouldBeNull();
    }

    [Fact]
    public async Task A_challenge_without_a_realm_gets_nothing()
    {
        var network = new FakeNetwork(_ => FakeNetwork.Challenge("Bearer service=\"registry\""));

        (await Should.ThrowAsync<ContainerizeException>(() => PullAsync(network, "ghcr.io"))).Code.ShouldBe(ErrorCodes.RegistryAnswer);
        network.Seen.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_realms_own_query_stays_before_ours()
    {
        var network = Network("https://auth.example.com/token?account=a");

        await PullAsync(network, "ghcr.io");

        network.Seen[1].Address.ShouldStartWith("https://auth.example.com/token?account=a&service=registry&scope=");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("""{"token":""}""")]
    [InlineData("""{"token":5}""")]
    [InlineData("""{"token":null,"access_token":null}""")]
    [InlineData("""{"token":"a\r\nX-Injected: b"}""")]
    [InlineData("""{"token":"not ascii é"}""")]
    public async Task An_answer_without_a_usable_token_is_the_services_fault(string body)
    {
        var network = Network("https://auth.example.com/token", body);

        (await Should.ThrowAsync<ContainerizeException>(() => PullAsync(network, "ghcr.io"))).Code.ShouldBe(ErrorCodes.RegistryAnswer);
    }

    [Fact]
    public async Task OAuths_name_for_the_token_is_understood()
    {
        var network = Network("https://auth.example.com/token", """{"access_token":"t0ken"}""");

        await PullAsync(network, "ghcr.io");

        network.Seen[^1].Authorization.ShouldBe("Bearer t0ken");
    }

    [Fact]
    public async Task An_answer_of_megabytes_is_not_read()
    {
        var network = Network("https://auth.example.com/token", new string(' ', 2_000_000));

        (await Should.ThrowAsync<ContainerizeException>(() => PullAsync(network, "ghcr.io"))).Code.ShouldBe(ErrorCodes.AnswerTooLarge);
    }

    [Theory]
    [InlineData("Bearer realm=\"https://auth.example.com/token\"", "Basic realm=\"x\"")]
    [InlineData("Basic realm=\"x\"", "Bearer realm=\"https://auth.example.com/token\"")]
    [InlineData("Negotiate", "bearer realm=\"https://auth.example.com/token\"")]
    public async Task Of_several_ways_the_token_is_taken(string first, string second)
    {
        var network = Network("", challenges: [first, second]);

        await PullAsync(network, "ghcr.io");

        network.Seen[1].Address.ShouldStartWith("https://auth.example.com/token");
    }

    [Fact]
    public async Task Where_only_Basic_is_offered_the_login_goes_to_the_registry_itself()
    {
        var network = new FakeNetwork(request => request.Headers.Authorization?.ToString() == TestHosts.Basic ? Found() : FakeNetwork.Challenge("Basic realm=\"x\""));

        await PullAsync(network, "ghcr.io");

        network.Seen.Select(r => r.Authorization).ShouldBe([null, TestHosts.Basic]);
    }

    [Fact]
    public async Task A_way_that_nobody_knows_is_an_error_that_says_how_to_log_in()
    {
        var network = new FakeNetwork(_ => FakeNetwork.Challenge("Negotiate"));

        (await Should.ThrowAsync<ContainerizeException>(() => PullAsync(network, "ghcr.io"))).Code.ShouldBe(ErrorCodes.RegistryUnauthorized);
        network.Seen.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_login_for_the_destination_is_not_shown_to_another_registry()
    {
        var network = new FakeNetwork(_ => FakeNetwork.Challenge("Basic realm=\"x\""));
        using var client = network.Client("ghcr.io");

        await Should.ThrowAsync<ContainerizeException>(() => client.Repository("evil.example.com", "base", RegistryAccess.Pull).HeadManifestAsync("1", Cancellation));

        network.Seen.ShouldAllBe(r => r.Authorization == null);
    }

    [Theory]
    [InlineData("https://cdn.example.com/blob")]
    [InlineData("https://ghcr.io:8443/blob")]
    [InlineData("https://ghcr.io.evil.example.com/blob")]
    public async Task A_redirect_to_another_place_goes_without_the_login(string target)
    {
        var network = new FakeNetwork(request => request.RequestUri!.AbsoluteUri == target ? Found()
            : request.Headers.Authorization is null ? FakeNetwork.Challenge("Basic realm=\"x\"")
            : FakeNetwork.Answer(HttpStatusCode.TemporaryRedirect, "", ("Location", target)));

        await PullAsync(network, "ghcr.io");

        network.Seen.Single(r => r.Address == target).Authorization.ShouldBeNull();
    }

    [Fact]
    public async Task A_redirect_within_the_registry_keeps_it()
    {
        var network = new FakeNetwork(request => request.Headers.Authorization is null ? FakeNetwork.Challenge("Basic realm=\"x\"")
            : request.RequestUri!.AbsolutePath == "/other" ? Found()
            : FakeNetwork.Answer(HttpStatusCode.Found, "", ("Location", "/other")));

        await PullAsync(network, "ghcr.io");

        network.Seen[^1].ShouldBe(new SeenRequest("HEAD", "https://ghcr.io/other", TestHosts.Basic, ""));
    }

    [Fact]
    public async Task A_redirect_from_HTTPS_to_plain_HTTP_is_not_followed()
    {
        var network = new FakeNetwork(_ => FakeNetwork.Answer(HttpStatusCode.Found, "", ("Location", "http://ghcr.io/v2/")));

        await Should.ThrowAsync<ContainerizeException>(() => PullAsync(network, "ghcr.io"));

        network.Seen.ShouldAllBe(r => r.Address.StartsWith("https://", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Redirects_in_a_circle_come_to_an_end()
    {
        var network = new FakeNetwork(_ => FakeNetwork.Answer(HttpStatusCode.Found, "", ("Location", "https://ghcr.io/again")));

        await Should.ThrowAsync<ContainerizeException>(() => PullAsync(network, "ghcr.io"));

        network.Seen.Count.ShouldBeLessThan(20);
    }

    [Fact]
    public async Task A_challenge_from_a_place_that_was_redirected_to_is_not_answered()
    {
        var network = new FakeNetwork(request => request.RequestUri!.Host == "ghcr.io"
            ? FakeNetwork.Answer(HttpStatusCode.Found, "", ("Location", "https://evil.example.com/"))
            : FakeNetwork.Challenge("Basic realm=\"x\"", "Bearer realm=\"https://evil.example.com/token\""));

        await Should.ThrowAsync<ContainerizeException>(() => PullAsync(network, "ghcr.io"));

        network.Seen.ShouldAllBe(r => r.Authorization == null);
        network.Seen.Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_password_is_in_no_line_of_the_log_and_in_no_error()
    {
        var network = new FakeNetwork(_ => FakeNetwork.Challenge("Basic realm=\"x\""));

        var error = await Should.ThrowAsync<ContainerizeException>(() => PullAsync(network, "ghcr.io"));

        network.Log.Lines.Append(error.ToString()).ShouldNotContain(line => line.Contains(TestHosts.Password, StringComparison.Ordinal) || line.Contains(TestHosts.Basic.Substring("Basic ".Length), StringComparison.Ordinal));
    }

    private static async Task PullAsync(FakeNetwork network, string registry)
    {
        using var client = network.Client(registry);
        await client.Repository(registry, "acme/shop", RegistryAccess.Pull).HeadManifestAsync("1", Cancellation);
    }

    private static HttpResponseMessage Found() => FakeNetwork.Answer(HttpStatusCode.OK);

    /// <summary>Any registry that wants a token from the realm, and any realm that gives one.</summary>
    private static FakeNetwork Network(string realm, string token = """{"token":"t0ken"}""", string[]? challenges = null) => new(request =>
        request.RequestUri!.AbsolutePath.StartsWith("/v2/", StringComparison.Ordinal)
            ? request.Headers.Authorization?.ToString() == "Bearer t0ken" ? Found() : FakeNetwork.Challenge(challenges ?? [$"Bearer realm=\"{realm}\",service=\"registry\""])
            : FakeNetwork.Answer(HttpStatusCode.OK, token));
}
