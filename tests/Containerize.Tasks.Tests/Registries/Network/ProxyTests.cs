using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Containerize.Diagnostics;
using Containerize.Registries;
using Containerize.Registries.Credentials;
using Containerize.Registries.Network;
using Containerize.TestKit.Registry;
using Containerize.TestKit.Registry.Auth;
using Containerize.Tests.Publishing;
using Shouldly;
using Xunit;
using RegistryOptions = Containerize.Registries.RegistryOptions;

namespace Containerize.Tests.Registries.Network;

/// <summary>Through a real proxy to registries whose names nobody but the proxy knows.</summary>
public sealed class ProxyTests : IAsyncLifetime
{
    private const string Name = "registry.example";
    private const string Password = "p@ss word";

    private readonly TemporaryFolder folder = new();
    private readonly TestAuthority authority = new();
    private readonly TestProxy proxy = new();
    private readonly RecordingLog log = new();
    private readonly HashSet<string> insecure = ["plain.example:5000", "tokens.example:5000"];
    private InProcessRegistry registry = null!;
    private TlsFront front = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        registry = await InProcessRegistry.StartAsync(cancellationToken: Cancellation);
        front = new TlsFront(registry.Host, authority.Issue("front", Name));
        folder.Write($"certs.d/{Name}/ca.crt", authority.Pem);
        proxy.Places[Name + ":443"] = front.Host;
        proxy.Places["plain.example:5000"] = registry.Host;
    }

    public async ValueTask DisposeAsync()
    {
        await front.DisposeAsync();
        await registry.DisposeAsync();
        await proxy.DisposeAsync();
        authority.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_registry_with_TLS_is_reached_through_a_tunnel()
    {
        (await HeadAsync(Name, ("HTTPS_PROXY", "http://" + proxy.Address))).ShouldBeNull();

        proxy.Requests.ShouldAllBe(request => request == $"CONNECT {Name}:443");
        registry.Requests.All.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_registry_without_TLS_is_asked_by_the_proxy()
    {
        await HeadAsync("plain.example:5000", ("ALL_PROXY", proxy.Address));

        proxy.Requests.ShouldContain("HEAD http://plain.example:5000/v2/acme/shop/manifests/1");
        registry.Requests.All.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task User_and_password_are_for_the_proxy_alone()
    {
        proxy.Login = "me:" + Password;

        (await HeadAsync(Name, ("HTTPS_PROXY", $"http://me:{Uri.EscapeDataString(Password)}@{proxy.Address}"))).ShouldBeNull();

        registry.Requests.All.ShouldAllBe(request => !request.SentAuthorization && !request.Headers.ContainsKey("Proxy-Authorization"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("me:wr%40ng@")]
    public async Task A_proxy_that_wants_another_login_is_named_without_it(string login)
    {
        proxy.Login = "me:" + Password;

        var error = await FailureAsync(Name, ("HTTPS_PROXY", $"http://{login}{proxy.Address}"));

        error.Message.ShouldContain($"the proxy {proxy.Address} wants credentials");
        ShouldNotTell(error, "wr@ng", "wr%40ng");
    }

    [Fact]
    public async Task The_same_is_said_of_one_that_is_asked_in_the_clear()
    {
        proxy.Login = "me:" + Password;

        (await FailureAsync("plain.example:5000", ("ALL_PROXY", proxy.Address))).Message.ShouldContain($"the proxy {proxy.Address} wants credentials");
    }

    [Theory]
    [InlineData(403)]
    [InlineData(502)]
    public async Task A_proxy_that_opens_no_way_is_named_with_its_answer(int status)
    {
        proxy.Refusal = status;

        var error = await FailureAsync(Name, ("HTTPS_PROXY", $"http://me:secret@{proxy.Address}"));

        error.Message.ShouldContain($"the proxy {proxy.Address} did not open a way to {Name}: it answered {status}");
        ShouldNotTell(error, "secret");
    }

    [Fact]
    public async Task A_proxy_that_is_not_there_is_named()
    {
        using var nobody = new TcpListener(System.Net.IPAddress.Loopback, 0);
        nobody.Start();
        var address = nobody.LocalEndpoint.ToString();
        nobody.Stop();

        var error = await FailureAsync(Name, ("HTTPS_PROXY", $"http://me:secret@{address}"));

        error.Message.ShouldContain($"cannot reach the proxy {address} on the way to {Name}: the connection was refused");
        ShouldNotTell(error, "secret");
    }

    [Fact]
    public async Task A_proxy_of_an_unknown_name_is_named()
        => (await FailureAsync(Name, ("HTTPS_PROXY", "http://me:secret@proxy.invalid:3128"))).Message.ShouldContain("cannot reach the proxy proxy.invalid:3128");

    [Fact]
    public async Task The_token_service_is_reached_the_same_way()
    {
        var auth = new BearerAuth(new Login("me", "x"));
        await using var tokens = await InProcessRegistry.StartAsync(new() { Auth = auth }, Cancellation);
        proxy.Places["tokens.example:5000"] = tokens.Host;

        var error = await FailureAsync("tokens.example:5000", ("ALL_PROXY", proxy.Address));

        error.Code.ShouldBe(ErrorCodes.RegistryUnauthorized);
        proxy.Requests.ShouldContain(request => request.Contains("/token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_we_are_to_the_registry_is_not_shown_to_a_proxy_that_asks_too()
    {
        await using var secure = new TlsFront(proxy.Address, authority.Issue("proxy", "127.0.0.1"));
        using var client = authority.Issue("build agent");
        folder.Write($"certs.d/{Name}/client.cert", client.ExportCertificatePem());
        folder.Write($"certs.d/{Name}/client.key", client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());

        (await FailureAsync(Name, ("HTTPS_PROXY", "https://" + secure.Host))).Code.ShouldBe(ErrorCodes.RegistryTls);
        insecure.Add(secure.Host);
        await HeadAsync(Name, ("HTTPS_PROXY", "https://" + secure.Host));

        front.Clients.ShouldHaveSingleItem().ShouldBe("CN=build agent");
        secure.Clients.ShouldNotBeEmpty();
        secure.Clients.ShouldAllBe(subject => subject.Length == 0);
    }

    [Fact]
    public async Task This_machine_is_reached_directly()
    {
        await HeadAsync(registry.Host, ("HTTPS_PROXY", proxy.Address), ("HTTP_PROXY", proxy.Address), ("ALL_PROXY", proxy.Address));

        proxy.Requests.ShouldBeEmpty();
    }

    private void ShouldNotTell(ContainerizeException error, params string[] secrets)
    {
        error.Code.ShouldBe(ErrorCodes.ProxyUnusable);
        error.Message.ShouldNotContain('\n');
        log.Lines.Append(error.ToString()).ShouldNotContain(line => secrets.Any(secret => line.Contains(secret, StringComparison.Ordinal)));
    }

    private async Task<ContainerizeException> FailureAsync(string name, params (string Name, string Value)[] variables)
        => await Should.ThrowAsync<ContainerizeException>(() => HeadAsync(name, variables));

    private async Task<Containerize.Oci.Descriptor?> HeadAsync(string name, params (string Name, string Value)[] variables)
    {
        var host = TestHosts.Of(variables);
        var options = new RegistryOptions
        {
            Attempts = 2,
            LongestPause = TimeSpan.FromMilliseconds(1),
            Insecure = insecure,
            Certificates = new CertificateFolders([folder.At("certs.d")]),
            Proxy = RegistryProxy.From(host, () => null),
        };
        using var client = new RegistryClient(RegistryClient.CreateNetwork(options), options, new CredentialSource(host, name, log), TimeProvider.System, log);
        return await client.Repository(name, "acme/shop", RegistryAccess.Pull).HeadManifestAsync("1", Cancellation);
    }
}
