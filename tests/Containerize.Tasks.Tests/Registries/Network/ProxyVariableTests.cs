using System.Net;
using Containerize.Diagnostics;
using Containerize.Registries.Network;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Registries.Network;

/// <summary>Which proxy the environment names for an address.</summary>
public sealed class ProxyVariableTests
{
    [Theory]
    [InlineData("HTTPS_PROXY", "proxy:3128", "https://ghcr.io/v2/", "http://proxy:3128/")]
    [InlineData("https_proxy", "http://proxy:3128", "https://ghcr.io/v2/", "http://proxy:3128/")]
    [InlineData("HTTPS_PROXY", "https://proxy", "https://ghcr.io/v2/", "https://proxy/")]
    [InlineData("HTTPS_PROXY", "socks5://proxy:1080", "https://ghcr.io/v2/", "socks5://proxy:1080/")]
    [InlineData("HTTPS_PROXY", "socks5h://proxy:1080", "https://ghcr.io/v2/", "socks5://proxy:1080/")]
    [InlineData("HTTPS_PROXY", "http://[fd00::1]:3128", "https://ghcr.io/v2/", "http://[fd00::1]:3128/")]
    [InlineData("HTTPS_PROXY", " http://user:pass@proxy:3128/ ", "https://ghcr.io/v2/", "http://proxy:3128/")]
    [InlineData("HTTPS_PROXY", "proxy:3128", "http://build-box:5000/v2/", null)]
    [InlineData("HTTP_PROXY", "proxy:3128", "http://build-box:5000/v2/", "http://proxy:3128/")]
    [InlineData("HTTP_PROXY", "proxy:3128", "https://ghcr.io/v2/", null)]
    [InlineData("ALL_PROXY", "proxy:3128", "https://ghcr.io/v2/", "http://proxy:3128/")]
    [InlineData("all_proxy", "proxy:3128", "http://build-box:5000/v2/", "http://proxy:3128/")]
    [InlineData("HTTPS_PROXY", "proxy:3128", "https://localhost:5000/v2/", null)]
    [InlineData("HTTPS_PROXY", "proxy:3128", "https://LOCALHOST:5000/v2/", null)]
    [InlineData("HTTPS_PROXY", "proxy:3128", "https://registry.localhost/v2/", null)]
    [InlineData("HTTPS_PROXY", "proxy:3128", "https://127.0.0.5:5000/v2/", null)]
    [InlineData("HTTPS_PROXY", "proxy:3128", "https://[::1]:5000/v2/", null)]
    public void A_variable_counts_for_its_scheme_and_never_on_this_machine(string name, string value, string address, string? expected)
        => Proxy((name, value)).GetProxy(new Uri(address))?.AbsoluteUri.ShouldBe(expected);

    [Fact]
    public void The_spelling_in_lower_case_goes_first()
        => Of(Proxy(("HTTPS_PROXY", "upper:1"), ("https_proxy", "lower:1")), "https://ghcr.io").ShouldBe("lower:1");

    [Fact]
    public void The_schemes_own_variable_goes_before_that_for_all()
    {
        var proxy = Proxy(("all_proxy", "all:1"), ("HTTPS_PROXY", "https:1"));

        Of(proxy, "https://ghcr.io").ShouldBe("https:1");
        Of(proxy, "http://build-box").ShouldBe("all:1");
    }

    [Theory]
    [InlineData("no_proxy")]
    [InlineData("NO_PROXY")]
    public void Exceptions_are_reached_directly(string name)
    {
        var proxy = Proxy(("HTTPS_PROXY", "proxy:1"), (name, "example.com:5000,10.0.0.0/8,[fd00::1]:5000"));

        Of(proxy, "https://registry.example.com:5000").ShouldBeNull();
        Of(proxy, "https://registry.example.com").ShouldBe("proxy:1");
        Of(proxy, "https://10.1.2.3:5000").ShouldBeNull();
        Of(proxy, "https://[fd00::1]:5000").ShouldBeNull();
        Of(proxy, "https://[fd00::2]:5000").ShouldBe("proxy:1");
    }

    [Fact]
    public void Each_proxy_gets_its_own_login_and_nobody_else_any()
    {
        ICredentials proxy = Proxy(("HTTPS_PROXY", "http://me:p%40ss%3Aword@one:1"), ("HTTP_PROXY", "http://you@two:2"));

        proxy.GetCredential(new Uri("http://one:1/"), "Basic").ShouldNotBeNull().Password.ShouldBe("p@ss:word");
        proxy.GetCredential(new Uri("http://two:2/"), "Basic").ShouldNotBeNull().UserName.ShouldBe("you");
        proxy.GetCredential(new Uri("http://three:3/"), "Basic").ShouldBeNull();
        proxy.GetCredential(new Uri("https://ghcr.io/"), "Basic").ShouldBeNull();
    }

    [Theory]
    [InlineData("http://me:pa#ss@proxy:3128")]
    [InlineData("ftp://me:secret@proxy")]
    [InlineData("http://")]
    [InlineData("http://proxy:notaport")]
    public void A_value_that_is_no_address_is_told_when_it_is_needed_and_without_it(string value)
    {
        var proxy = Proxy(("https_proxy", value));

        Of(proxy, "http://build-box").ShouldBeNull();
        Of(proxy, "https://localhost").ShouldBeNull();
        var error = Should.Throw<ContainerizeException>(() => Of(proxy, "https://ghcr.io"));
        error.Code.ShouldBe(ErrorCodes.ProxyUnusable);
        error.Message.ShouldContain("https_proxy");
        error.Message.ShouldNotContain("me:");
        error.Message.ShouldNotContain('\n');
    }

    [Fact]
    public void Without_variables_the_systems_settings_count_but_for_this_machine_and_the_exceptions()
    {
        var proxy = RegistryProxy.From(TestHosts.Of(("NO_PROXY", "example.com")), () => new WebProxy("http://system:8080"));

        Of(proxy, "https://ghcr.io").ShouldBe("system:8080");
        Of(proxy, "https://registry.example.com").ShouldBeNull();
        Of(proxy, "https://localhost:5000").ShouldBeNull();
    }

    [Fact]
    public void With_a_variable_the_systems_settings_are_not_asked()
        => Of(RegistryProxy.From(TestHosts.Of(("HTTP_PROXY", "proxy:1")), () => throw new InvalidOperationException()), "https://ghcr.io").ShouldBeNull();

    private static string? Of(RegistryProxy proxy, string address) => proxy.GetProxy(new Uri(address))?.Authority;

    private static RegistryProxy Proxy(params (string Name, string Value)[] variables) => RegistryProxy.From(TestHosts.Of(variables), () => null);
}
