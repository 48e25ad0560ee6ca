using Containerize.Registries.Credentials;
using Containerize.TestKit;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Registries.Credentials;

/// <summary>The many ways in which a registry is written in a credentials file, and none of another registry.</summary>
public sealed class CredentialKeyTests
{
    [RanInto("a registry's spelling in config.json", "https://host/, HOST, host/v1/, https://host:443, index.docker.io, *.azurecr.io: what docker, Kubernetes and older tools write", "all of them match; the longest goes first, and no other host is sent anything")]
    [Theory]
    [InlineData("ghcr.io", "ghcr.io")]
    [InlineData("ghcr.io/", "ghcr.io")]
    [InlineData("GHCR.io", "ghcr.io")]
    [InlineData(" ghcr.io ", "ghcr.io")]
    [InlineData("https://ghcr.io", "ghcr.io")]
    [InlineData("https://ghcr.io/", "ghcr.io")]
    [InlineData("HTTPS://GHCR.IO/", "ghcr.io")]
    [InlineData("http://ghcr.io/", "ghcr.io")]
    [InlineData("https://ghcr.io/v1", "ghcr.io")]
    [InlineData("https://ghcr.io/v1/", "ghcr.io")]
    [InlineData("http://ghcr.io/v2/", "ghcr.io")]
    [InlineData("ghcr.io/v1/", "ghcr.io")]
    [InlineData("ghcr.io/v2", "ghcr.io")]
    [InlineData("ghcr.io/v2/acme", "ghcr.io")]
    [InlineData("https://ghcr.io:443", "ghcr.io")]
    [InlineData("https://ghcr.io:443/v2/", "ghcr.io")]
    [InlineData("http://ghcr.io:80/", "ghcr.io")]
    [InlineData("https://ghcr.io", "ghcr.io:443")]
    [InlineData("http://box", "box:80")]
    [InlineData("ghcr.io:443", "ghcr.io:443")]
    [InlineData("https://me@ghcr.io/", "ghcr.io")]
    [InlineData("https://box:5000/v1/", "box:5000")]
    [InlineData("BOX:5000", "box:5000")]
    [InlineData("https://[fd00::1]:5000/", "[fd00::1]:5000")]
    [InlineData("https://artifacts.example.com/api/docker/", "artifacts.example.com")]
    [InlineData("https://index.docker.io/v1/", "docker.io")]
    [InlineData("https://index.docker.io/v2/", "docker.io")]
    [InlineData("index.docker.io/v1/", "docker.io")]
    [InlineData("index.docker.io", "docker.io")]
    [InlineData("docker.io", "docker.io")]
    [InlineData("https://docker.io", "docker.io")]
    [InlineData("registry-1.docker.io", "docker.io")]
    [InlineData("https://registry-1.docker.io/v2/", "docker.io")]
    [InlineData("*.azurecr.io", "acme.azurecr.io")]
    [InlineData("https://*.azurecr.io/v2/", "acme.azurecr.io")]
    [InlineData("*.dkr.ecr.*.amazonaws.com", "1234.dkr.ecr.eu-west-1.amazonaws.com")]
    [InlineData("box-?:5000", "box-1:5000")]
    [InlineData("*.azurecr.io/acme", "x.azurecr.io")]
    public void It_is_known_for_what_it_is(string key, string registry) => Fit(key, registry).ShouldNotBeNull();

    [Theory]
    [InlineData("ghcr.io", "evil-ghcr.io")]
    [InlineData("ghcr.io", "ghcr.io.evil.example")]
    [InlineData("ghcr.io", "ghcr.io:5000")]
    [InlineData("ghcr.io:443", "ghcr.io")]
    [InlineData("https://ghcr.io:8443", "ghcr.io")]
    [InlineData("https://ghcr.io", "ghcr.io:80")]
    [InlineData("http://ghcr.io", "ghcr.io:443")]
    [InlineData("https://index.docker.io/v1/", "ghcr.io")]
    [InlineData("https://index.docker.io/v1/access-token", "docker.io")]
    [InlineData("https://index.docker.io/v1/refresh-token", "docker.io")]
    [InlineData("*.azurecr.io", "azurecr.io")]
    [InlineData("*.azurecr.io", "a.b.azurecr.io")]
    [InlineData("*.azurecr.io", "acme.azurecr.io.evil.example")]
    [InlineData("*.azurecr.io", "acme.azurecr.io:5000")]
    [InlineData("ghcr.io/other", "ghcr.io")]
    [InlineData("ghcr.io/acm", "ghcr.io")]
    [InlineData("", "ghcr.io")]
    [InlineData("https://", "ghcr.io")]
    [InlineData("/", "ghcr.io")]
    [InlineData("ghcr.io:port", "ghcr.io")]
    public void It_is_not_taken_for_another(string key, string registry) => Fit(key, registry).ShouldBeNull();

    [Theory]
    [InlineData("ghcr.io/acme/shop", "ghcr.io/acme")]
    [InlineData("https://ghcr.io/acme", "ghcr.io")]
    [InlineData("ghcr.io/v2/acme", "ghcr.io")]
    [InlineData("ghcr.io", "*.io")]
    [InlineData("ghc?.io", "*.io")]
    [InlineData("ghcr.io", "https://ghcr.io")]
    [InlineData("https://ghcr.io", "http://ghcr.io")]
    [InlineData("ghcr.io", "https://ghcr.io/somewhere/else")]
    [InlineData("*.io/acme", "ghcr.io")]
    public void The_closer_one_goes_first(string closer, string other)
        => Comparer<(int, int, int)>.Default.Compare(Fit(closer, "ghcr.io").ShouldNotBeNull(), Fit(other, "ghcr.io").ShouldNotBeNull()).ShouldBePositive();

    private static (int Path, int Host, int Form)? Fit(string key, string registry) => CredentialKey.TryParse(key)?.Fit(registry, "acme/shop");
}
