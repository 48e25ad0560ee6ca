using System.Net;
using Containerize.Diagnostics;
using Containerize.Oci;
using Containerize.Registries;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Registries;

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
