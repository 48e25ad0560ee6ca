using Containerize.Diagnostics;
using Containerize.Host;
using Containerize.Registries;
using Containerize.Registries.Addresses;
using Containerize.Tasks;
using Containerize.Tests.Publishing;
using Microsoft.Build.Utilities;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Tasks;

/// <summary>What of registries is read from properties, variables and the engines' own files.</summary>
public sealed class NetworkSettingsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly RecordingLog log = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(null, null, "")]
    [InlineData("", "", "")]
    [InlineData("a:5000", null, "a:5000")]
    [InlineData("a:5000; b ;a:5000", "c,d", "a:5000 b c d")]
    [InlineData(null, "c;d", "c d")]
    public void Insecure_registries_are_the_propertys_and_the_variables(string? property, string? variable, string expected)
        => string.Join(' ', Read([("InsecureRegistry", property)], ("DOTNET_CONTAINER_INSECURE_REGISTRIES", variable)).Insecure.Order(StringComparer.Ordinal)).ShouldBe(expected);

    [Theory]
    [InlineData("etc/docker/daemon.json")]
    [InlineData("home/.config/docker/daemon.json")]
    [InlineData("home/.docker/daemon.json")]
    public void Those_of_dockers_daemon_count_too(string path)
    {
        folder.Write(path, """{"insecure-registries":["build-box:5000","http://old-box:5000/","10.0.0.0/8","fd00::/8",7,null],"storage-driver":"overlay2"}""");

        var options = Read([]);

        options.IsInsecure("build-box:5000").ShouldBeTrue();
        options.IsInsecure("Build-Box:5000").ShouldBeTrue();
        options.IsInsecure("build-box").ShouldBeFalse();
        options.IsInsecure("old-box:5000").ShouldBeTrue();
        options.IsInsecure("10.1.2.3:5000").ShouldBeTrue();
        options.IsInsecure("10.1.2.3").ShouldBeTrue();
        options.IsInsecure("11.1.2.3").ShouldBeFalse();
        options.IsInsecure("[fd00::1]:5000").ShouldBeTrue();
        options.IsInsecure("[fe80::1]:5000").ShouldBeFalse();
        options.IsInsecure("ten.example.com").ShouldBeFalse();
        options.IsInsecureHost("fd00::1").ShouldBeTrue();
        options.IsInsecureHost("build-box").ShouldBeTrue();
        options.IsInsecureHost("build").ShouldBeFalse();
        RegistryEndpoint.Of("[fd00::1]:5000", options).MayUsePlainHttp.ShouldBeTrue();
    }

    [Fact]
    public void A_home_of_settings_elsewhere_is_found()
    {
        folder.Write("xdg/docker/daemon.json", """{"insecure-registries":["a"]}""");
        folder.Write("home/.config/docker/daemon.json", """{"insecure-registries":["b"]}""");

        Read([], ("XDG_CONFIG_HOME", folder.At("xdg"))).Insecure.ShouldBe(["a"]);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("")]
    public void A_file_of_dockers_that_makes_no_sense_is_dockers_affair(string content)
    {
        folder.Write("etc/docker/daemon.json", content);
        folder.Write("home/.docker/daemon.json", """{"insecure-registries":"a","registry-mirrors":{"a":1}}""");

        Read([]).Insecure.ShouldBeEmpty();

        log.Lines.ShouldHaveSingleItem().ShouldContain("daemon.json");
    }

    [Theory]
    [InlineData("docker.io=mirror.example:5000", "library/busybox", "mirror.example:5000/library/busybox")]
    [InlineData("registry-1.docker.io=mirror.example", "library/busybox", "mirror.example/library/busybox")]
    [InlineData("mcr.microsoft.com=m;docker.io=one/hub/;docker.io = two", "library/busybox", "one/hub/library/busybox two/library/busybox")]
    [InlineData("docker.io=one,docker.io=one", "library/busybox", "one/library/busybox")]
    [InlineData("docker.io=[::1]:5000/a/b", "acme/shop", "[::1]:5000/a/b/acme/shop")]
    [InlineData("docker.io=docker.io", "library/busybox", "")]
    [InlineData("ghcr.io=mirror.example", "library/busybox", "")]
    [InlineData(null, "library/busybox", "")]
    public void Mirrors_are_asked_in_the_order_they_are_named(string? property, string repository, string expected)
        => string.Join(' ', Read([("RegistryMirror", property)]).Mirrors.Of("docker.io", repository)).ShouldBe(expected);

    [Fact]
    public void Dockers_own_are_Hubs_and_come_after()
    {
        folder.Write("etc/docker/daemon.json", """{"registry-mirrors":["https://mirror.gcr.io","http://localhost:5000/","mirror.example","ftp://x","https://u:p@x"]}""");

        var mirrors = Read([("RegistryMirror", "docker.io=first.example")]).Mirrors;

        mirrors.Of("docker.io", "library/busybox").Select(place => place.Registry).ShouldBe(["first.example", "mirror.gcr.io", "localhost:5000"]);
        mirrors.Of("ghcr.io", "x").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("docker.io")]
    [InlineData("docker.io=")]
    [InlineData("=mirror.example")]
    [InlineData("docker.io=https://mirror.example")]
    [InlineData("https://docker.io=mirror.example")]
    [InlineData("docker.io=mirror.example=other")]
    [InlineData("docker.io=mirror.example/UPPER")]
    [InlineData("docker.io=mirror.example/a:tag")]
    public void A_mirror_that_is_none_is_an_error(string property)
    {
        var error = Should.Throw<ContainerizeException>(() => Read([("RegistryMirror", property)]));

        error.Code.ShouldBe(ErrorCodes.InvalidOption);
        error.Message.ShouldContain("ContainerizeRegistryMirror");
    }

    [Theory]
    [InlineData("etc/docker")]
    [InlineData("etc/containers")]
    [InlineData("home/.config/docker")]
    [InlineData("home/.config/containers")]
    [InlineData("home/.docker")]
    public void Certificates_lie_where_the_engines_have_them(string place)
    {
        var file = folder.Write($"{place}/certs.d/registry.example:5000/ca.crt", string.Empty);

        Read([]).Certificates.Of(new Uri("https://registry.example:5000")).ShouldBe([Path.GetDirectoryName(file)!]);
    }

    [Fact]
    public void Proxies_are_the_environments()
        => Read([], ("HTTPS_PROXY", "proxy:3128")).Proxy.GetProxy(new Uri("https://ghcr.io"))!.Authority.ShouldBe("proxy:3128");

    [Fact]
    public void A_user_without_a_home_has_the_machines_settings()
    {
        folder.Write("etc/docker/daemon.json", """{"insecure-registries":["a"]}""");

        NetworkSettings.Read(Properties([]), new HostEnvironment(_ => null, string.Empty, folder.Root), log).Insecure.ShouldBe(["a"]);
    }

    private RegistryOptions Read((string Name, string? Value)[] properties, params (string Name, string? Value)[] variables)
        => NetworkSettings.Read(Properties(properties), new HostEnvironment(name => variables.FirstOrDefault(v => v.Name == name).Value, folder.At("home"), folder.Root), log);

    private static ImageProperties Properties((string Name, string? Value)[] properties)
        => new(new TaskItem("image", properties.ToDictionary(p => p.Name, p => p.Value ?? string.Empty)), new ProjectPaths("/src/Shop.csproj"));
}
