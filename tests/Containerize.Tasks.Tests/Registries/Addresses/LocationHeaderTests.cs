using System.Net;
using Containerize.Diagnostics;
using Containerize.Oci;
using Containerize.Registries;
using Containerize.Registries.Addresses;
using Containerize.Registries.Uploads;
using Containerize.TestKit;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Registries.Addresses;

/// <summary>Where a registry may send its clients, with or without credentials.</summary>
public sealed class LocationHeaderTests
{
    [Theory]
    [InlineData("https://ghcr.io/", "https://cdn.example.com/x", true)]
    [InlineData("http://127.0.0.1:5000/", "http://127.0.0.1:6000/x", true)]
    [InlineData("http://127.0.0.1:5000/", "https://cdn.example.com/x", true)]
    [InlineData("https://ghcr.io/", "http://ghcr.io/x", false)]
    [InlineData("https://ghcr.io/", "https://169.254.169.254/latest/meta-data", false)]
    [InlineData("https://ghcr.io/", "https://[fe80::1]/x", false)]
    [InlineData("https://ghcr.io/", "https://localhost:8080/x", false)]
    [InlineData("https://ghcr.io/", "https://metadata.google.internal/x", false)]
    [InlineData("https://ghcr.io/", "ftp://ghcr.io/x", false)]
    public void Not_to_plain_HTTP_and_not_into_this_machine(string registry, string target, bool may)
        => LocationHeader.MayLead(new Uri(registry), new Uri(target)).ShouldBe(may);

    [Theory]
    [InlineData("/v2/x?_state=a%7Eb", "https://ghcr.io/v2/x?_state=a%7Eb")]
    [InlineData("//cdn.example.com/x", "https://cdn.example.com/x")]
    [InlineData("https://cdn.example.com/a%2Fb", "https://cdn.example.com/a%2Fb")]
    [InlineData("https://cdn.example.com/\u0001", null)]
    [InlineData("https://cdn.example.com/a b", null)]
    [InlineData("https://", null)]
    [InlineData("", null)]
    public void It_is_read_byte_for_byte_or_not_at_all(string location, string? expected)
    {
        using var answer = new HttpResponseMessage(HttpStatusCode.Accepted);
        answer.Headers.TryAddWithoutValidation("Location", location);

        LocationHeader.Of(answer, new Uri("https://ghcr.io/"))?.OriginalString.ShouldBe(expected);
        (LocationHeader.Of(answer, new Uri("https://ghcr.io/")) is null).ShouldBe(expected is null);
    }

    [Theory]
    [InlineData("https://ghcr.io/", "http://ghcr.io/v2/x?_state=a%7Eb", "https://ghcr.io/v2/x?_state=a%7Eb")]
    [InlineData("https://ghcr.io/", "http://GHCR.io:80/v2/x", "https://ghcr.io/v2/x")]
    [InlineData("https://ghcr.io/", "http://ghcr.io:443/v2/x", "https://ghcr.io/v2/x")]
    [InlineData("https://box:5000/", "http://box:5000/v2/x", "https://box:5000/v2/x")]
    [InlineData("http://127.0.0.1:5000/", "https://127.0.0.1:5000/v2/x", "http://127.0.0.1:5000/v2/x")]
    [InlineData("http://box/", "https://box/v2/x", "http://box/v2/x")]
    [InlineData("https://ghcr.io/", "http://ghcr.io?x", "https://ghcr.io?x")]
    [InlineData("https://ghcr.io/", "https://ghcr.io/v2/x", "https://ghcr.io/v2/x")]
    [InlineData("https://ghcr.io/", "http://cdn.example.com/x", "http://cdn.example.com/x")]
    [InlineData("https://ghcr.io/", "http://ghcr.io:5000/x", "http://ghcr.io:5000/x")]
    [InlineData("https://ghcr.io/", "ftp://ghcr.io/x", "ftp://ghcr.io/x")]
    public void An_address_of_the_registry_itself_is_gone_to_in_the_registrys_own_scheme(string registry, string location, string expected)
        => LocationHeader.InOwnScheme(new Uri(registry), new Uri(location, RegistryEndpoint.Exact)).OriginalString.ShouldBe(expected);

    [RanInto("an upload address with the other scheme", "a proxy ends TLS, and the registry behind it answers with http://", "followed in the registry's own scheme, with the credentials")]
    [Theory]
    [InlineData("https://ghcr.io", "http://ghcr.io")]
    [InlineData("https://ghcr.io", "http://ghcr.io:80")]
    [InlineData("https://ghcr.io", "https://ghcr.io")]
    public async Task An_upload_stays_in_the_registrys_own_scheme_and_keeps_its_credentials(string registry, string location)
    {
        using var network = new FakeNetwork(request => request.Headers.Authorization is null
            ? FakeNetwork.Challenge("Basic realm=\"x\"")
            : request.Method == HttpMethod.Post
                ? FakeNetwork.Answer(HttpStatusCode.Accepted, string.Empty, ("Location", location + "/v2/acme/shop/blobs/uploads/1?_state=a%7Eb"))
                : FakeNetwork.Answer(HttpStatusCode.Created));
        using var client = network.Client("ghcr.io");
        var blob = new Descriptor(MediaTypes.OciLayerGzip, Digest.Of([1, 2, 3]), 3);

        await client.Repository("ghcr.io", "acme/shop", RegistryAccess.Push)
            .UploadBlobAsync(blob, "a layer", UploadPlace.None, _ => Task.FromResult<Stream>(new MemoryStream([1, 2, 3])), TestContext.Current.CancellationToken);

        var upload = network.Seen[^1];
        upload.Address.ShouldStartWith(registry + "/v2/acme/shop/blobs/uploads/1?_state=a%7Eb&digest=");
        upload.Authorization.ShouldBe(TestHosts.Basic);
    }

    [Fact]
    public async Task A_redirect_out_of_TLS_to_the_same_host_stays_in_TLS()
    {
        using var network = new FakeNetwork(request => request.RequestUri!.AbsolutePath == "/moved/"
            ? FakeNetwork.Answer(HttpStatusCode.NotFound)
            : FakeNetwork.Answer(HttpStatusCode.MovedPermanently, string.Empty, ("Location", "http://ghcr.io/moved/")));
        using var client = network.Client("ghcr.io");

        await client.Repository("ghcr.io", "acme/shop", RegistryAccess.Pull).GetManifestAsync("latest", TestContext.Current.CancellationToken);

        network.Seen[^1].Address.ShouldBe("https://ghcr.io/moved/");
    }

    [Fact]
    public async Task A_read_that_is_sent_to_a_metadata_service_is_not_made()
    {
        using var network = new FakeNetwork(_ => FakeNetwork.Answer(HttpStatusCode.TemporaryRedirect, string.Empty, ("Location", "https://169.254.169.254/latest/meta-data/iam")));
        using var client = network.Client("ghcr.io");

        var error = await Should.ThrowAsync<ContainerizeException>(
            () => client.Repository("ghcr.io", "acme/shop", RegistryAccess.Pull).GetManifestAsync("latest", TestContext.Current.CancellationToken));

        error.Code.ShouldBe(ErrorCodes.RegistryAnswer);
        network.Seen.ShouldAllBe(request => request.Address.StartsWith("https://ghcr.io/", StringComparison.Ordinal));
    }
}
