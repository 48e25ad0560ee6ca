using Containerize.Diagnostics;
using Containerize.Dockerfiles;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Dockerfiles;

public sealed class NuGetConfigTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Sources_that_are_folders_are_found_from_where_the_file_is()
        => Read("""
            <packageSources>
              <clear />
              <add key="beside" value="packages/" />
              <add key="above" value="..\feed" />
              <add key="absolute" value="/opt/feed" />
              <add key="uri" value="file:///srv/feed" />
              <add key="address" value="https://feed.example/v3/index.json" />
            </packageSources>
            """).Folders.ShouldBe([folder.At("packages"), Path.GetFullPath(folder.At("../feed")), "/opt/feed", "/srv/feed"]);

    [Fact]
    public void A_disabled_folder_is_no_source()
        => Read("""
            <packageSources><add key="Mine" value="mine" /><add key="ours" value="ours" /></packageSources>
            <disabledPackageSources><add key="mine" value="true" /><add key="ours" value="false" /></disabledPackageSources>
            """).Folders.ShouldBe([folder.At("ours")]);

    [Fact]
    public void Variables_of_credentials_are_secrets_and_those_of_other_settings_are_not()
        => Read("""
            <packageSourceCredentials><feed><add key="Username" value="%FEED_USER%" /><add key="ClearTextPassword" value="%FEED_PASSWORD%" /></feed></packageSourceCredentials>
            <clientCertificates><fileCert packageSource="feed" path="%HOME%/mine.pfx" clearTextPassword="%CERTIFICATE_PASSWORD%" /></clientCertificates>
            <config><add key="globalPackagesFolder" value="%HOME%/packages" /><add key="http_proxy.password" value="%PROXY_PASSWORD%" /></config>
            """).Variables.ShouldBe(["CERTIFICATE_PASSWORD", "FEED_PASSWORD", "FEED_USER", "PROXY_PASSWORD"]);

    [Theory]
    [InlineData("<packageSourceCredentials><my_x0020_feed><add key='ClearTextPassword' value='s3cr3t' /></my_x0020_feed></packageSourceCredentials>", "'my feed'")]
    [InlineData("<packagesourcecredentials><feed><add key='password' value='s3cr3t' /></feed></packagesourcecredentials>", "'feed'")]
    [InlineData("<clientCertificates><fileCert packageSource='feed' path='mine.pfx' password='s3cr3t' /></clientCertificates>", "client certificate for 'feed'")]
    [InlineData("<config><add key='http_proxy.password' value='s3cr3t' /></config>", "http_proxy.password")]
    [InlineData("<packageSources><add key='feed' value='https://me:s3cr3t@feed.example/' /></packageSources>", "'feed'")]
    public void A_password_that_is_written_there_is_refused_and_not_repeated(string settings, string whose)
    {
        var refusal = Should.Throw<ContainerizeException>(() => Read(settings));

        refusal.Code.ShouldBe(ErrorCodes.SecretInClear);
        refusal.Message.ShouldContain(folder.At("nuget.config"));
        refusal.Message.ShouldContain(whose);
        refusal.Message.ShouldNotContain("s3cr3t");
    }

    [Fact]
    public void What_is_no_XML_is_named()
        => Should.Throw<ContainerizeException>(() => NuGetConfig.Read(folder.Write("nuget.config", "<configuration>"))).Message.ShouldContain(folder.At("nuget.config"));

    private NuGetConfig Read(string settings) => NuGetConfig.Read(folder.Write("nuget.config", $"<configuration>{settings}</configuration>"));
}
