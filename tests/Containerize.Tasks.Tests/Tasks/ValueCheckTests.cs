using Containerize.Diagnostics;
using Containerize.Tasks;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Tasks;

public sealed class ValueCheckTests
{
    [Theory]
    [InlineData("8080", "", "8080/tcp")]
    [InlineData("53", "udp", "53/udp")]
    [InlineData("53", "UDP", "53/udp")]
    [InlineData("53/udp", "", "53/udp")]
    public void A_port_has_a_number_and_a_protocol(string text, string type, string expected) => ValueChecks.Port(text, type).ShouldBe(expected);

    [Theory]
    [InlineData("0", "")]
    [InlineData("65536", "")]
    [InlineData("http", "")]
    [InlineData("80", "sctp")]
    [InlineData("", "")]
    [InlineData("+80", "")]
    public void What_is_no_port_is_refused(string text, string type) => Code(() => ValueChecks.Port(text, type)).ShouldBe(ErrorCodes.InvalidPort);

    [Theory]
    [InlineData("Shop", "shop")]
    [InlineData("Contoso.Shop Web", "contoso.shop-web")]
    [InlineData("_Shop_", "shop")]
    [InlineData("Café.Été", "caf-t")]
    [InlineData("A..B", "a.b")]
    [InlineData("ÉÉ", "app")]
    public void An_assemblys_name_makes_a_repository(string assembly, string expected)
    {
        var repository = ValueChecks.Repository(null, assembly);
        repository.ShouldBe(expected);
        ValueChecks.Repository(repository, assembly).ShouldBe(repository);
    }

    [Theory]
    [InlineData("Acme/Shop")]
    [InlineData("acme//shop")]
    [InlineData("/acme")]
    [InlineData("acme:1.0")]
    [InlineData("acme\n")]
    public void What_is_no_repository_is_refused(string text) => Code(() => ValueChecks.Repository(text, "x")).ShouldBe(ErrorCodes.InvalidRepository);

    [Theory]
    [InlineData("ghcr.io")]
    [InlineData("localhost:5000")]
    [InlineData("[::1]:5000")]
    public void A_registry_is_a_host_with_a_port(string text) => ValueChecks.Registry(text, "P").ShouldBe(text);

    [Theory]
    [InlineData("https://ghcr.io", "scheme")]
    [InlineData("ghcr.io/acme", "ContainerRepository")]
    [InlineData("-x", "host name")]
    public void What_is_no_registry_is_refused_with_a_hint(string text, string hint)
        => Should.Throw<ContainerizeException>(() => ValueChecks.Registry(text, "ContainerRegistry")).Message.ShouldContain(hint);

    [Theory]
    [InlineData("-x")]
    [InlineData(".x")]
    [InlineData("a b")]
    [InlineData("é")]
    [InlineData("a\n")]
    public void What_is_no_tag_is_refused(string text) => Code(() => ValueChecks.Tag(text)).ShouldBe(ErrorCodes.InvalidTag);

    [Theory]
    [InlineData(null, "/app")]
    [InlineData("/app/", "/app")]
    [InlineData("/srv//shop", "/srv/shop")]
    [InlineData("/", "/")]
    public void A_working_directory_is_absolute_and_tidy(string? text, string expected) => ValueChecks.WorkingDirectory(text).ShouldBe(expected);

    [Theory]
    [InlineData("app")]
    [InlineData("/app/../etc")]
    [InlineData("C:\\app")]
    public void Another_working_directory_is_refused(string text) => Code(() => ValueChecks.WorkingDirectory(text)).ShouldBe(ErrorCodes.InvalidWorkingDirectory);

    [Theory]
    [InlineData("1X")]
    [InlineData("A=B")]
    [InlineData("")]
    [InlineData("A B")]
    public void What_is_no_variable_is_refused(string name) => Code(() => ValueChecks.EnvironmentVariable(name, "v")).ShouldBe(ErrorCodes.InvalidEnvironmentVariable);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a=b")]
    public void What_is_no_label_is_refused(string name) => Code(() => ValueChecks.Label(name, "v")).ShouldBe(ErrorCodes.InvalidLabel);

    private static ErrorCode Code(Action act) => Should.Throw<ContainerizeException>(act).Code;
}
