using Containerize.Describing;
using Containerize.Oci;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Publishing;

public sealed class PortInferenceTests
{
    [Theory]
    [InlineData("ASPNETCORE_URLS", "http://*:5000", "5000/tcp")]
    [InlineData("ASPNETCORE_URLS", "http://+:5000;https://0.0.0.0:5001", "5000/tcp 5001/tcp")]
    [InlineData("ASPNETCORE_URLS", "http://[::]:7000/", "7000/tcp")]
    [InlineData("ASPNETCORE_URLS", "http://localhost", "80/tcp")]
    [InlineData("ASPNETCORE_URLS", "not a url", "")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "8080;8081", "8080/tcp 8081/tcp")]
    [InlineData("ASPNETCORE_HTTPS_PORTS", "8443", "8443/tcp")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "x;0;70000;-1", "")]
    public void A_web_apps_ports_are_those_that_AspNetCore_will_listen_on(string variable, string value, string expected)
    {
        var config = ImageConfig.Empty(new Platform("linux", "amd64")).ToBuilder();
        config.SetEnvironment(variable, value);

        string.Join(' ', PortInference.Infer(config.Build())).ShouldBe(expected);
    }

    [Fact]
    public void Urls_go_before_ports()
    {
        var config = ImageConfig.Empty(new Platform("linux", "amd64")).ToBuilder();
        config.SetEnvironment("ASPNETCORE_HTTP_PORTS", "8080");
        config.SetEnvironment("ASPNETCORE_URLS", "http://*:5000");

        PortInference.Infer(config.Build()).ShouldBe(["5000/tcp"]);
    }
}
