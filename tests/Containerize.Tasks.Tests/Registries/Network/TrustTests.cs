using System.Security.Cryptography.X509Certificates;
using Containerize.Diagnostics;
using Containerize.Registries;
using Containerize.Registries.Credentials;
using Containerize.Registries.Network;
using Containerize.TestKit.Registry;
using Containerize.TestKit.Registry.Faults;
using Containerize.Tests.Publishing;
using Shouldly;
using Xunit;
using RegistryOptions = Containerize.Registries.RegistryOptions;

namespace Containerize.Tests.Registries.Network;

/// <summary>Certificates of certs.d count for the registry that the folder is named for, and for nobody else.</summary>
public sealed class TrustTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly TestAuthority authority = new();
    private readonly RecordingLog log = new();
    private InProcessRegistry registry = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => registry = await InProcessRegistry.StartAsync(cancellationToken: Cancellation);

    public async ValueTask DisposeAsync()
    {
        await registry.DisposeAsync();
        authority.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task An_authority_in_the_registrys_folder_is_trusted()
    {
        await using var front = Front();
        folder.Write($"certs.d/{front.Host}/ca.crt", authority.Pem);

        await HeadAsync(front.Host);

        registry.Requests.All.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task It_may_be_in_DER_and_one_of_several()
    {
        await using var front = Front();
        using var other = new TestAuthority("Other Root");
        folder.Write($"certs.d/{front.Host}/a.crt", other.Der);
        folder.Write($"certs.d/{front.Host}/b.crt", "A comment, as bundles have them.\n" + other.Pem + authority.Pem);

        await HeadAsync(front.Host);
    }

    [Fact]
    public async Task An_intermediate_that_the_server_sends_leads_to_it()
    {
        using var intermediate = authority.Intermediate();
        await using var front = new TlsFront(registry.Host, intermediate.Issue("front", "127.0.0.1"), [intermediate.Certificate]);
        folder.Write($"certs.d/{front.Host}/ca.crt", authority.Pem);

        await HeadAsync(front.Host);
    }

    [Fact]
    public async Task An_intermediate_in_the_folder_helps_where_the_server_sends_none()
    {
        using var intermediate = authority.Intermediate();
        await using var front = new TlsFront(registry.Host, intermediate.Issue("front", "127.0.0.1"));
        folder.Write($"certs.d/{front.Host}/ca.crt", authority.Pem + intermediate.Pem);

        await HeadAsync(front.Host);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_intermediate_alone_is_trusted_for_what_it_signed(bool sent)
    {
        using var intermediate = authority.Intermediate();
        await using var front = new TlsFront(registry.Host, intermediate.Issue("front", "127.0.0.1"), sent ? [intermediate.Certificate] : null);
        folder.Write($"certs.d/{front.Host}/ca.crt", intermediate.Pem);

        await HeadAsync(front.Host);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_intermediate_that_only_bears_its_name_is_not(bool sent)
    {
        using var intermediate = authority.Intermediate();
        using var impostor = authority.Intermediate();
        await using var front = new TlsFront(registry.Host, impostor.Issue("front", "127.0.0.1"), sent ? [impostor.Certificate] : null);
        folder.Write($"certs.d/{front.Host}/ca.crt", intermediate.Pem);

        (await FailureAsync(front.Host)).Code.ShouldBe(ErrorCodes.RegistryTls);
        registry.Requests.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_certificate_that_has_expired_is_not_accepted()
    {
        await using var front = new TlsFront(registry.Host, authority.Issue("front", TimeSpan.FromHours(-2), "127.0.0.1"));
        folder.Write($"certs.d/{front.Host}/ca.crt", authority.Pem);

        (await FailureAsync(front.Host)).Code.ShouldBe(ErrorCodes.RegistryTls);
    }

    [Fact]
    public async Task Without_it_the_certificate_is_not_accepted_and_the_error_says_where_to_put_it()
    {
        await using var front = Front();

        var error = await FailureAsync(front.Host);

        error.Code.ShouldBe(ErrorCodes.RegistryTls);
        error.Message.ShouldContain($"certs.d/{front.Host}/ca.crt");
    }

    [Theory]
    [InlineData("127.0.0.1:1")]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task In_another_registrys_folder_it_does_not_count(string other)
    {
        await using var front = Front();
        folder.Write($"certs.d/{other}/ca.crt", authority.Pem);

        (await FailureAsync(front.Host)).Code.ShouldBe(ErrorCodes.RegistryTls);
        registry.Requests.All.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("registry.example")]
    [InlineData("127.0.0.2")]
    public async Task A_certificate_for_another_name_is_not_accepted_whoever_signed_it(string name)
    {
        await using var front = new TlsFront(registry.Host, authority.Issue("front", name));
        folder.Write($"certs.d/{front.Host}/ca.crt", authority.Pem);

        (await FailureAsync(front.Host)).Code.ShouldBe(ErrorCodes.RegistryTls);
        registry.Requests.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_certificate_of_another_authority_of_the_same_name_is_not_accepted()
    {
        using var impostor = new TestAuthority();
        await using var front = new TlsFront(registry.Host, impostor.Issue("front", "127.0.0.1"), [impostor.Certificate]);
        folder.Write($"certs.d/{front.Host}/ca.crt", authority.Pem);

        (await FailureAsync(front.Host)).Code.ShouldBe(ErrorCodes.RegistryTls);
    }

    [Fact]
    public async Task Who_we_are_is_shown_to_the_registry_with_what_leads_to_its_authority()
    {
        using var intermediate = authority.Intermediate();
        await using var front = Front(requireClient: true);
        folder.Write($"certs.d/{front.Host}/ca.crt", authority.Pem);
        WriteClient(front.Host, "client", intermediate.Issue("build agent"), intermediate.Pem);

        await HeadAsync(front.Host);

        front.Clients.ShouldAllBe(subject => subject == "CN=build agent");
        front.ChainLength.ShouldBe(2);
    }

    [Fact]
    public async Task Of_several_certificates_one_is_shown()
    {
        await using var front = Front(requireClient: true);
        folder.Write($"certs.d/{front.Host}/ca.crt", authority.Pem);
        WriteClient(front.Host, "a", authority.Issue("first"));
        WriteClient(front.Host, "b", authority.Issue("second"));

        await HeadAsync(front.Host);

        front.Clients.ShouldContain("CN=first");
    }

    [Fact]
    public async Task A_registry_that_wants_to_know_is_an_error_where_there_is_nothing_to_show()
    {
        await using var front = Front(requireClient: true);
        folder.Write($"certs.d/{front.Host}/ca.crt", authority.Pem);

        var error = await FailureAsync(front.Host);

        error.Message.ShouldNotContain('\n');
        registry.Requests.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_redirect_to_another_host_is_neither_trusted_nor_shown_anything()
    {
        await using var front = Front(requireClient: true);
        await using var elsewhere = Front();
        folder.Write($"certs.d/{front.Host}/ca.crt", authority.Pem);
        WriteClient(front.Host, "client", authority.Issue("build agent"));
        registry.Faults.On("HEAD", "/v2/acme/shop/manifests/*").RedirectTo(new Uri($"https://{elsewhere.Host}/v2/acme/shop/manifests/1"));

        (await FailureAsync(front.Host)).Code.ShouldBe(ErrorCodes.RegistryTls);

        folder.Write($"certs.d/{elsewhere.Host}/ca.crt", authority.Pem);
        registry.Faults.Clear();
        registry.Faults.On("HEAD", "/v2/acme/shop/manifests/1").Times(1).RedirectTo(new Uri($"https://{elsewhere.Host}/v2/acme/shop/manifests/2"));
        await HeadAsync(front.Host);
        front.Clients.ShouldContain("CN=build agent");
        elsewhere.Clients.ShouldNotBeEmpty("it was reached");
        elsewhere.Clients.ShouldAllBe(subject => subject.Length == 0);
    }

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "ca.crt", "nonsense", "ca.crt" },
        { "ca.crt", "-----BEGIN CERTIFICATE-----\nbm9uc2Vuc2U=\n-----END CERTIFICATE-----\n", "ca.crt" },
        { "ca.crt", "", "ca.crt" },
        { "client.key", "whatever", "client.key" },
        { "client.cert", "whatever", "client.cert" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_file_that_cannot_be_used_is_named_in_one_line(string name, string content, string named)
    {
        await using var front = Front();
        folder.Write($"certs.d/{front.Host}/{name}", content);

        var error = await FailureAsync(front.Host);

        error.Code.ShouldBe(ErrorCodes.CertificatesUnreadable);
        error.Message.ShouldContain($"{front.Host}/{named}");
        error.Message.ShouldNotContain('\n');
    }

    [Fact]
    public async Task A_key_of_another_certificate_is_named_and_not_shown()
    {
        await using var front = Front();
        using var mine = authority.Issue("mine");
        using var other = authority.Issue("other");
        folder.Write($"certs.d/{front.Host}/client.cert", mine.ExportCertificatePem());
        var key = other.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();
        folder.Write($"certs.d/{front.Host}/client.key", key);

        var error = await FailureAsync(front.Host);

        error.Code.ShouldBe(ErrorCodes.CertificatesUnreadable);
        error.ToString().ShouldNotContain(key.Split('\n')[1]);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_named()
    {
        await using var front = Front();
        folder.Write($"certs.d/{front.Host}/client.cert", "whatever");
        File.CreateSymbolicLink(folder.At($"certs.d/{front.Host}/ca.crt"), folder.At("nowhere.crt"));

        var error = await FailureAsync(front.Host);

        error.Code.ShouldBe(ErrorCodes.CertificatesUnreadable);
        error.Message.ShouldContain($"{front.Host}/ca.crt");
    }

    [Theory]
    [InlineData("registry.example.com:5000", "https://registry.example.com:5000/v2/", true)]
    [InlineData("Registry.Example.com:5000", "https://registry.example.com:5000/v2/", true)]
    [InlineData("registry.example.com", "https://registry.example.com/v2/", true)]
    [InlineData("registry.example.com:443", "https://registry.example.com/v2/", true)]
    [InlineData("registry.example.com", "https://registry.example.com:5000/v2/", false)]
    [InlineData("registry.example.com:5000", "https://registry.example.com/v2/", false)]
    [InlineData("example.com", "https://registry.example.com/v2/", false)]
    [InlineData("[fd00::1]:5000", "https://[fd00:0::1]:5000/v2/", true)]
    [InlineData("[::1]:5000", "https://[::1]:5000/v2/", true)]
    [InlineData("docker.io", "https://registry-1.docker.io/v2/", true)]
    [InlineData("registry-1.docker.io", "https://registry-1.docker.io/v2/", true)]
    public void A_folder_is_for_one_host_and_port(string name, string address, bool expected)
    {
        folder.Write($"certs.d/{name}/ca.crt", string.Empty);

        (new CertificateFolders([folder.At("certs.d"), folder.At("none")]).Of(new Uri(address)).Count == 1).ShouldBe(expected);
    }

    private TlsFront Front(bool requireClient = false) => new(registry.Host, authority.Issue("front", "127.0.0.1"), requireClient: requireClient);

    private void WriteClient(string host, string name, X509Certificate2 certificate, string more = "")
    {
        folder.Write($"certs.d/{host}/{name}.cert", certificate.ExportCertificatePem() + "\n" + more);
        folder.Write($"certs.d/{host}/{name}.key", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        certificate.Dispose();
    }

    private async Task<ContainerizeException> FailureAsync(string name) => await Should.ThrowAsync<ContainerizeException>(() => HeadAsync(name));

    private async Task HeadAsync(string name)
    {
        var options = new RegistryOptions { Attempts = 2, LongestPause = TimeSpan.FromMilliseconds(1), Certificates = new CertificateFolders([folder.At("certs.d")]) };
        using var client = new RegistryClient(RegistryClient.CreateNetwork(options), options, new CredentialSource(TestHosts.Of(), name, log), TimeProvider.System, log);
        (await client.Repository(name, "acme/shop", RegistryAccess.Pull).HeadManifestAsync("1", Cancellation)).ShouldBeNull();
    }
}
