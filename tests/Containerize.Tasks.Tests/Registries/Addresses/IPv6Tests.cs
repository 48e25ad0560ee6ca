using System.Net;
using System.Net.Sockets;
using Containerize.Registries;
using Containerize.Registries.Addresses;
using Containerize.Registries.Credentials;
using Containerize.Registries.Network;
using Containerize.TestKit.Images;
using Containerize.TestKit.Registry;
using Containerize.Tests.Publishing;
using Shouldly;
using Xunit;
using RegistryOptions = Containerize.Registries.RegistryOptions;

namespace Containerize.Tests.Registries.Addresses;

/// <summary>Registries that are named by an address in brackets.</summary>
public sealed class IPv6Tests
{
    public IPv6Tests() => Assert.SkipUnless(HasLoopback(), "this machine has no [::1]");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_image_is_published_there()
    {
        await using var bench = await PublishBench.StartAsync(new() { Address = IPAddress.IPv6Loopback });
        bench.Registry.Host.ShouldStartWith("[::1]:");

        var result = await bench.PublishAsync();

        result.References.ShouldBe([$"{bench.Registry.Host}/{PublishBench.Repository}:latest"]);
        (await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
    }

    [Theory]
    [InlineData("name")]
    [InlineData("range")]
    [InlineData("folder")]
    public async Task Its_certificate_is_accepted_where_the_user_said_so(string how)
    {
        await using var registry = await InProcessRegistry.StartAsync(new() { Tls = true, Address = IPAddress.IPv6Loopback }, Cancellation);
        using var folder = new TemporaryFolder();
        folder.Write($"certs.d/{(how == "folder" ? registry.Host : "other")}/ca.crt", registry.Certificate!.ExportCertificatePem());
        var options = new RegistryOptions
        {
            Insecure = how == "name" ? new HashSet<string> { registry.Host } : new HashSet<string>(),
            InsecureRanges = how == "range" ? [AddressRange.TryParse("::/64")!] : [],
            Certificates = new CertificateFolders([folder.At("certs.d")]),
        };
        var log = new RecordingLog();
        using var client = new RegistryClient(RegistryClient.CreateNetwork(options), options, new CredentialSource(TestHosts.Of(), registry.Host, log), TimeProvider.System, log);

        (await client.Repository(registry.Host, "acme/shop", RegistryAccess.Pull).HeadManifestAsync("1", Cancellation)).ShouldBeNull();

        registry.Requests.All.ShouldNotBeEmpty();
    }

    private static bool HasLoopback()
    {
        try
        {
            using var listener = new TcpListener(IPAddress.IPv6Loopback, 0);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
