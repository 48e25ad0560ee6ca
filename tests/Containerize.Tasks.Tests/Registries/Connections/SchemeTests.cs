using System.Net;
using System.Security.Authentication;
using Containerize.Diagnostics;
using Containerize.Registries;
using Containerize.Registries.Addresses;
using Containerize.Registries.Credentials;
using Containerize.TestKit.Registry;
using Containerize.Tests.Publishing;
using Shouldly;
using Xunit;
using RegistryOptions = Containerize.Registries.RegistryOptions;

namespace Containerize.Tests.Registries.Connections;

/// <summary>HTTPS always, plain HTTP only on this machine or where the user said so; and in one line what is wrong.</summary>
public sealed class SchemeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("localhost:5000", true)]
    [InlineData("registry.localhost:5000", true)]
    [InlineData("127.0.0.1:5000", true)]
    [InlineData("127.1.2.3", true)]
    [InlineData("[::1]:5000", true)]
    [InlineData("[::1]", true)]
    [InlineData("LocalHost:5000", true)]
    [InlineData("Registry.LOCALHOST", true)]
    [InlineData("[fd00::1]:5000", false)]
    [InlineData("localhost.example.com", false)]
    [InlineData("127.0.0.1.example.com", false)]
    [InlineData("ghcr.io", false)]
    [InlineData("10.0.0.1:5000", false)]
    [InlineData("[::2]", false)]
    public void Plain_HTTP_is_for_this_machine(string registry, bool expected)
        => RegistryEndpoint.Of(registry, new RegistryOptions()).MayUsePlainHttp.ShouldBe(expected);

    [Fact]
    public void The_user_may_name_others_and_by_their_full_name_only()
    {
        var insecure = new RegistryOptions { Insecure = new HashSet<string> { "r.example.com:5000" } };

        RegistryEndpoint.Of("r.example.com:5000", insecure).MayUsePlainHttp.ShouldBeTrue();
        RegistryEndpoint.Of("r.example.com", insecure).MayUsePlainHttp.ShouldBeFalse();
        RegistryEndpoint.Of("r.example.com:5001", insecure).MayUsePlainHttp.ShouldBeFalse();
    }

    [Fact]
    public void Docker_Hub_answers_under_another_name()
    {
        var hub = RegistryEndpoint.Of("docker.io", new RegistryOptions());

        hub.Registry.ShouldBe("docker.io");
        hub.Uri("https", "/v2/").ToString().ShouldBe("https://registry-1.docker.io/v2/");
    }

    [Fact]
    public async Task A_registry_elsewhere_is_never_asked_in_the_clear()
    {
        var network = new FakeNetwork(_ => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused"));

        await FailureAsync(network, "ghcr.io");

        network.Seen.ShouldHaveSingleItem().Address.ShouldStartWith("https://");
    }

    [Fact]
    public async Task A_registry_that_speaks_plain_HTTP_is_found_out_without_showing_the_login()
    {
        var network = new FakeNetwork(request => request.RequestUri!.Scheme == "https" ? throw NoTls() : FakeNetwork.Answer(HttpStatusCode.OK));

        var error = await FailureAsync(network, "r.example.com:5000");

        error.Code.ShouldBe(ErrorCodes.RegistryPlainHttp);
        error.Message.ShouldContain("ContainerizeInsecureRegistry");
        error.Message.ShouldNotContain('\n');
        network.Seen.ShouldAllBe(r => r.Authorization == null);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_called_that()
    {
        var network = new FakeNetwork(request => request.RequestUri!.Scheme == "https" ? throw NoTls() : throw new HttpRequestException("refused"));

        (await FailureAsync(network, "r.example.com")).Code.ShouldBe(ErrorCodes.RegistryTls);
    }

    [Fact]
    public async Task A_registry_named_insecure_is_tried_with_HTTPS_first()
    {
        var network = new FakeNetwork(request => request.RequestUri!.Scheme == "https" ? throw NoTls() : FakeNetwork.Answer(HttpStatusCode.NotFound));
        using var client = network.Client("r.example.com", "r.example.com");

        (await client.Repository("r.example.com", "a", RegistryAccess.Pull).HeadManifestAsync("1", Cancellation)).ShouldBeNull();

        network.Seen.Select(r => new Uri(r.Address).Scheme).ShouldBe(["https", "http"]);
    }

    [Fact]
    public async Task Which_scheme_it_is_is_found_out_once()
    {
        var network = new FakeNetwork(request => request.RequestUri!.Scheme == "https" ? throw NoTls() : FakeNetwork.Answer(HttpStatusCode.NotFound));
        using var client = network.Client("r.example.com", "r.example.com");
        var repository = client.Repository("r.example.com", "a", RegistryAccess.Pull);
        await repository.HeadManifestAsync("1", Cancellation);

        await repository.HeadManifestAsync("2", Cancellation);

        network.Seen.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_name_that_is_not_known_is_called_that()
    {
        var network = new FakeNetwork(_ => throw new HttpRequestException(HttpRequestError.NameResolutionError, "x", new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.HostNotFound)));

        var error = await FailureAsync(network, "no.such.host");

        error.Code.ShouldBe(ErrorCodes.RegistryUnreachable);
        error.Message.ShouldContain("the name is not known");
        network.Seen.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task On_this_machine_HTTPS_is_found_behind_a_refusal_of_plain_HTTP()
    {
        await using var registry = await InProcessRegistry.StartAsync(new() { Tls = true }, Cancellation);

        (await FailureAsync(registry)).Code.ShouldBe(ErrorCodes.RegistryTls);
        using var trusting = Client(registry, registry.Host);
        (await trusting.Repository(registry.Host, "acme/shop", RegistryAccess.Pull).HeadManifestAsync("1", Cancellation)).ShouldBeNull();
    }

    private static HttpRequestException NoTls() => new(HttpRequestError.SecureConnectionError, "The SSL connection could not be established", new AuthenticationException("The frame has a wrong form"));

    private static async Task<ContainerizeException> FailureAsync(FakeNetwork network, string registry)
    {
        using var client = network.Client(registry);
        return await Should.ThrowAsync<ContainerizeException>(() => client.Repository(registry, "acme/shop", RegistryAccess.Pull).HeadManifestAsync("1", Cancellation));
    }

    private static async Task<ContainerizeException> FailureAsync(InProcessRegistry registry)
    {
        using var client = Client(registry);
        return await Should.ThrowAsync<ContainerizeException>(() => client.Repository(registry.Host, "acme/shop", RegistryAccess.Pull).HeadManifestAsync("1", Cancellation));
    }

    private static RegistryClient Client(InProcessRegistry registry, params string[] insecure)
    {
        var log = new RecordingLog();
        var options = new RegistryOptions { Attempts = 2, LongestPause = TimeSpan.FromMilliseconds(1), Insecure = insecure.ToHashSet(StringComparer.Ordinal) };
        return new RegistryClient(RegistryClient.CreateNetwork(options), options, new CredentialSource(TestHosts.Of(), registry.Host, log), TimeProvider.System, log);
    }
}
