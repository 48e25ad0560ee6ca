using System.Text;
using Containerize.Diagnostics;
using Containerize.Registries.Addresses;
using Containerize.Registries.Authentication;
using Containerize.TestKit.Images;
using Containerize.TestKit.Registry.Auth;
using Containerize.TestKit.Registry.Faults;
using Containerize.Tests.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Registries.Authentication;

public sealed class CredentialTests : IDisposable
{
    private const string Password = "correct horse battery staple";

    private static readonly Login Me = new("me", Password);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("basic")]
    [InlineData("bearer")]
    public async Task A_docker_login_opens_the_registry(string scheme)
    {
        await using var bench = await StartAsync(scheme);
        UseDockerConfig(bench, Auths(bench, Base64("me:" + Password)));

        await bench.PublishAsync();

        (await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
        bench.Log.Lines.ShouldNotContain(line => line.Contains(Password, StringComparison.Ordinal) || line.Contains(Base64("me:" + Password), StringComparison.Ordinal));
        bench.Log.Lines.ShouldContain(line => line.Contains("config.json", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("basic")]
    [InlineData("bearer")]
    public async Task Without_a_login_the_error_says_how_to_log_in(string scheme)
    {
        await using var bench = await StartAsync(scheme);

        var error = await Should.ThrowAsync<ContainerizeException>(() => bench.PublishAsync());
        error.Code.ShouldBe(ErrorCodes.RegistryUnauthorized);
        error.Message.ShouldContain($"docker login {bench.Registry.Host}");
    }

    [Fact]
    public async Task Variables_go_before_files()
    {
        await using var bench = await StartAsync("basic");
        UseDockerConfig(bench, Auths(bench, Base64("me:wrong")));
        bench.Environment["DOTNET_CONTAINER_REGISTRY_UNAME"] = "me";
        bench.Environment["DOTNET_CONTAINER_REGISTRY_PWORD"] = Password;

        await bench.PublishAsync();
    }

    [Fact]
    public async Task A_token_that_expires_in_the_middle_is_fetched_again()
    {
        var auth = new BearerAuth(Me);
        await using var bench = await PublishBench.StartAsync(new() { Auth = auth });
        UseDockerConfig(bench, Auths(bench, Base64("me:" + Password)));
        bench.Registry.Faults.On("POST", "/v2/*/blobs/uploads*").Times(1).Do(new HoldFault(_ =>
        {
            auth.ExpireTokens();
            return Task.CompletedTask;
        }));

        await bench.PublishAsync();

        (await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
    }

    [Theory]
    [InlineData("http://169.254.169.254/token")]
    [InlineData("ftp://example.com/token")]
    [InlineData("/token")]
    public void A_realm_is_judged_before_anything_is_sent_there(string realm)
        => (Uri.TryCreate(realm, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && !PrivateAddress.Is(address)).ShouldBeFalse();

    [Theory]
    [InlineData("http://10.1.2.3/", true)]
    [InlineData("http://172.20.0.1/", true)]
    [InlineData("http://192.168.1.1/", true)]
    [InlineData("http://[fe80::1]/", true)]
    [InlineData("http://[::ffff:10.0.0.1]/", true)]
    [InlineData("http://metadata.google.internal/", true)]
    [InlineData("https://auth.docker.io/", false)]
    [InlineData("https://172.64.0.1/", false)]
    public void Private_addresses_are_told_from_public_ones(string address, bool expected) => PrivateAddress.Is(new Uri(address)).ShouldBe(expected);

    [Fact]
    public async Task Credentials_do_not_follow_a_redirect_to_another_host()
    {
        await using var other = await Containerize.TestKit.Registry.InProcessRegistry.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var bench = await StartAsync("basic");
        UseDockerConfig(bench, Auths(bench, Base64("me:" + Password)));
        bench.Registry.Faults.On("GET", "/v2/dotnet/aspnet/blobs/*").RedirectTo(new Uri(other.Url, "/v2/x/blobs/sha256:" + new string('0', 64)));

        await Should.ThrowAsync<ContainerizeException>(() => bench.PublishAsync());

        other.Requests.All.ShouldNotBeEmpty();
        other.Requests.All.ShouldAllBe(request => !request.SentAuthorization);
    }

    [Theory]
    [InlineData("realm=\"https://a/t\",service=\"s\",scope=\"x:y:pull,push\"", "https://a/t", "s")]
    [InlineData("realm=https://a/t, service=s", "https://a/t", "s")]
    [InlineData("realm=\"https://a/\\\"t\"", "https://a/\"t", null)]
    [InlineData("realm=\"unterminated", "unterminated", null)]
    [InlineData("=,=,,", null, null)]
    [InlineData("", null, null)]
    public void A_challenge_is_read_as_far_as_it_makes_sense(string text, string? realm, string? service)
    {
        var parameters = AuthChallenge.ParseParameters(text);

        parameters.GetValueOrDefault("realm").ShouldBe(realm);
        parameters.GetValueOrDefault("service").ShouldBe(service);
    }

    private static Task<PublishBench> StartAsync(string scheme)
        => PublishBench.StartAsync(new() { Auth = scheme == "basic" ? new BasicAuth(Me) : new BearerAuth(Me) });

    private static string Auths(PublishBench bench, string auth) => "{\"auths\":{\"" + bench.Registry.Host + "\":{\"auth\":\"" + auth + "\"}}}";

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private void UseDockerConfig(PublishBench bench, string json)
    {
        folder.Write("docker/config.json", json);
        bench.Environment["DOCKER_CONFIG"] = folder.At("docker");
    }
}
