using Containerize.Diagnostics;
using Containerize.Tasks;
using Containerize.TestKit;
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

    /// <summary>What the .NET SDK 10.0.401's ParseContainerProperties made of these names, asked on a machine that has it.</summary>
    [RanInto("the default repository", "Acme.Shop_Api was acme.shop_api here and acme-shop_api with the .NET SDK", "the SDK's name, wherever it gives one")]
    [Theory]
    [InlineData("Shop", "shop")]
    [InlineData("Acme.Shop_Api", "acme-shop_api")]
    [InlineData("Microsoft.Apps.Demo.ContosoWeb", "microsoft-apps-demo-contosoweb")]
    [InlineData("Acme.Shop_Api.V2", "acme-shop_api-v2")]
    [InlineData("shop.api_v2", "shop.api_v2")]
    [InlineData("acme.shop", "acme.shop")]
    [InlineData("Contoso.Shop Web", "contoso-shop-web")]
    [InlineData("A..B", "a--b")]
    [InlineData("Shop--Api", "shop--api")]
    [InlineData("Shop__Api", "shop__api")]
    [InlineData("Shop.-Api", "shop--api")]
    [InlineData("Shop/Api", "shop/api")]
    [InlineData("1Shop", "1shop")]
    [InlineData("C++Tool", "c--tool")]
    [InlineData("A&B", "a-b")]
    [InlineData("IŞTANBUL", "i-tanbul")]
    [PeerCase("names: a hyphen for each dot of the assembly's name")]
    public void An_assemblys_name_makes_the_repository_that_the_SDK_makes(string assembly, string expected) => RepositoryName.Read(null, null, assembly).ShouldBe(expected);

    /// <summary>The SDK refuses these names, or makes repositories of them that no registry takes.</summary>
    [Theory]
    [InlineData("_Shop_", "shop")]
    [InlineData(".shop", "shop")]
    [InlineData("-shop", "shop")]
    [InlineData("*Shop", "shop")]
    [InlineData("Shop.", "shop")]
    [InlineData("Shop_", "shop")]
    [InlineData("Café.Été", "caf---t")]
    [InlineData("Éa", "a")]
    [InlineData("App日本", "app")]
    [InlineData("Shop___Api", "shop-api")]
    [InlineData("Shop_-_Api", "shop-api")]
    [InlineData("Shop//Api", "shop/api")]
    [InlineData("Shop/-Api", "shop/api")]
    [InlineData("ÉÉ", "app")]
    [InlineData("日本", "app")]
    public void A_name_that_the_SDK_can_make_nothing_of_loses_what_is_in_the_way(string assembly, string expected)
    {
        var repository = RepositoryName.Read(null, null, assembly);
        repository.ShouldBe(expected);
        RepositoryName.Read(null, repository, assembly).ShouldBe(repository);
    }

    [RanInto("one name for several projects", "no way to say acme/ and the project's name", "ContainerRepositoryPrefix")]
    [Theory]
    [InlineData("acme", null, "acme/my-shop")]
    [InlineData("acme/", null, "acme/my-shop")]
    [InlineData("acme/team", "shop", "acme/team/shop")]
    [InlineData("acme/team/", "web/shop", "acme/team/web/shop")]
    public void A_prefix_goes_before_the_repository_with_one_slash_between(string prefix, string? repository, string expected)
        => RepositoryName.Read(prefix, repository, "My.Shop").ShouldBe(expected);

    [Theory]
    [InlineData("/acme")]
    [InlineData("acme//")]
    [InlineData("/")]
    [InlineData("Acme")]
    [InlineData("acme;team")]
    [InlineData("https://ghcr.io/acme")]
    public void What_is_no_prefix_is_refused(string prefix)
        => Should.Throw<ContainerizeException>(() => RepositoryName.Read(prefix, "shop", "x")).Message.ShouldContain("ContainerRepositoryPrefix");

    [Fact]
    public void A_prefix_with_which_the_name_is_too_long_is_refused()
        => Code(() => RepositoryName.Read(new string('a', 200), new string('b', 60), "x")).ShouldBe(ErrorCodes.InvalidRepository);

    [Theory]
    [InlineData("Acme/Shop")]
    [InlineData("acme//shop")]
    [InlineData("/acme")]
    [InlineData("acme:1.0")]
    [InlineData("acme\n")]
    public void What_is_no_repository_is_refused(string text) => Code(() => RepositoryName.Read(null, text, "x")).ShouldBe(ErrorCodes.InvalidRepository);

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
    public void What_is_no_tag_is_refused(string text) => Code(() => ValueChecks.Tag(text, "ContainerImageTag")).ShouldBe(ErrorCodes.InvalidTag);

    [RanInto("a version that is no tag", "1.2.3+build.5", "the error offers 1.2.3-build.5")]
    [Theory]
    [InlineData("1.2.3+build.5", "'1.2.3-build.5'")]
    [InlineData("feature/login", "'feature-login'")]
    [InlineData("-x", "'x'")]
    [InlineData("a b", "'a-b'")]
    [InlineData("1;2", "ContainerImageTags")]
    public void A_tag_that_is_none_is_offered_in_a_legal_spelling(string text, string offered)
        => Should.Throw<ContainerizeException>(() => ValueChecks.Tag(text, "ContainerImageTag")).Message.ShouldContain(offered);

    [RanInto("a user that is none", "ContainerUser with blanks: no such user", "CTZ1116")]
    [Theory]
    [InlineData("no such user")]
    [InlineData("app\n")]
    [InlineData("a:b:c")]
    [InlineData(":app")]
    [InlineData("app:")]
    [InlineData("'app'")]
    [InlineData("a;b")]
    [InlineData("4294967296")]
    [InlineData("-1")]
    public void What_is_no_user_is_refused(string text) => Code(() => ValueChecks.User(text)).ShouldBe(ErrorCodes.InvalidUser);

    [Theory]
    [InlineData("app")]
    [InlineData("1654")]
    [InlineData("0")]
    [InlineData("1654:1654")]
    [InlineData("app:staff")]
    [InlineData("www-data")]
    [InlineData("_apt")]
    [InlineData("svc$")]
    [InlineData("user.name")]
    [InlineData("$APP_UID")]
    [InlineData("${APP_UID}")]
    public void A_user_has_a_name_or_number_and_maybe_a_group(string text) => ValueChecks.User(text).ShouldBe(text);

    [RanInto("a volume that is none", "ContainerVolume of data, a Windows path or the root", "CTZ1117")]
    [Theory]
    [InlineData("data")]
    [InlineData("./data")]
    [InlineData("C:\\data")]
    [InlineData("C:/data")]
    [InlineData("/")]
    [InlineData("//")]
    [InlineData("/data/../etc")]
    [InlineData("/host:/data")]
    [InlineData("/da\nta")]
    public void What_is_no_volume_is_refused(string text) => Code(() => ValueChecks.Volume(text)).ShouldBe(ErrorCodes.InvalidVolume);

    [Theory]
    [InlineData("/data", "/data")]
    [InlineData("/data/", "/data")]
    [InlineData("/var//lib/my data", "/var/lib/my data")]
    public void A_volume_is_absolute_and_tidy(string text, string expected) => ValueChecks.Volume(text).ShouldBe(expected);

    [Theory]
    [InlineData("SIGTERM")]
    [InlineData("SIGRTMIN+3")]
    [InlineData("sigint")]
    [InlineData("QUIT")]
    [InlineData("9")]
    [InlineData("64")]
    public void A_signal_has_a_name_or_number(string text) => ValueChecks.StopSignal(text).ShouldBe(text);

    [Theory]
    [InlineData("SIGSTOPP")]
    [InlineData("0")]
    [InlineData("65")]
    [InlineData("SIGRTMIN+99")]
    [InlineData("SIGTERM;SIGINT")]
    [InlineData("SIG")]
    public void What_is_no_signal_is_refused(string text) => Code(() => ValueChecks.StopSignal(text)).ShouldBe(ErrorCodes.InvalidOption);

    [Theory]
    [InlineData("10.0", 10)]
    [InlineData("v8.0", 8)]
    public void A_frameworks_major_version_is_its_first_number(string text, int major) => ValueChecks.FrameworkMajor(text).ShouldBe(major);

    [Theory]
    [InlineData("next")]
    [InlineData("-1.0")]
    [InlineData("99999999999.0")]
    public void A_framework_without_a_number_is_refused(string text) => Code(() => ValueChecks.FrameworkMajor(text)).ShouldBe(ErrorCodes.BaseImageNotInferred);

    [Fact]
    public void An_unknown_instruction_is_an_error_that_names_the_known()
    {
        var error = Should.Throw<ContainerizeException>(() => ValueChecks.Instruction("Cmd"));

        error.Code.ShouldBe(ErrorCodes.InvalidEntrypoint);
        error.Message.ShouldContain("DefaultArgs");
    }

    [Fact]
    public void A_variables_name_may_have_what_the_message_says()
    {
        Should.NotThrow(() => ValueChecks.EnvironmentVariable("Logging.Level-x_1", "v"));
        Should.Throw<ContainerizeException>(() => ValueChecks.EnvironmentVariable("A B", "v")).Message.ShouldContain("letters, digits, underscores, periods and hyphens");
    }

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
