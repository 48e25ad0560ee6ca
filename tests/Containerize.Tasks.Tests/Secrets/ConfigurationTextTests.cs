using Containerize.Describing.Secrets;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Secrets;

public sealed class ConfigurationTextTests
{
    [Theory]
    [InlineData("hunter2", true)]
    [InlineData("100%sure", true)]
    [InlineData("%FEED_PASSWORD%", false)]
    [InlineData("x%FEED_PASSWORD%", false)]
    [InlineData("", false)]
    [InlineData("&lt;your token&gt;", false)]
    public void A_package_sources_password_in_clear_text_is_told_with_its_line(string value, bool isSecret)
    {
        var text = $"""
            <?xml version="1.0" encoding="utf-8"?>
            <configuration>
              <packageSourceCredentials>
                <acme>
                  <add key="Username" value="me" />
                  <add
                    value="{value}" key="cleartextpassword" />
                </acme>
              </packageSourceCredentials>
            </configuration>
            """;

        ConfigurationText.Find("NuGet.Config", text).ShouldBe(isSecret ? [new Secret(SecretKind.PackagePassword, 6)] : []);
        ConfigurationText.Find("other.json", text).ShouldBeEmpty();
    }

    [Fact]
    public void A_client_certificates_password_is_one_too()
        => ConfigurationText.Find("a/nuget.config", """<configuration><clientCertificates><fileCert packageSource="x" clearTextPassword="hunter2" /></clientCertificates></configuration>""")
            .ShouldBe([new Secret(SecretKind.PackagePassword, 1)]);

    [Fact]
    public void What_NuGet_has_encrypted_is_none()
        => ConfigurationText.Find("nuget.config", """<configuration><packageSourceCredentials><x><add key="Password" value="AQAAANCMnd8=" /></x></packageSourceCredentials></configuration>""").ShouldBeEmpty();

    [Fact]
    public void A_file_that_is_no_XML_has_none() => ConfigurationText.Find("nuget.config", "<configuration>").ShouldBeEmpty();

    [Theory]
    [InlineData("appsettings.json", """ "Password": "hunter2" """, true)]
    [InlineData("config/appsettings.Production.json", """ "ClientSecret" : "abc~123", """, true)]
    [InlineData("appsettings.json", """ "Smtp:ApiKey": "123456" """, true)]
    [InlineData("appsettings.json", """ "Password": "" """, false)]
    [InlineData("appsettings.json", """ "Password": "<set by user secrets>" """, false)]
    [InlineData("appsettings.json", """ "Password": "Set it with user secrets" """, false)]
    [InlineData("appsettings.json", """ "ClientSecret": "secret-from-app-registration" """, false)]
    [InlineData("appsettings.json", """ "PasswordFile": "/run/secrets/db" """, false)]
    [InlineData("appsettings.json", """ "Secret": "/run/secrets/db" """, false)]
    [InlineData("appsettings.json", """ "Token": "https://login.example.com/token" """, false)]
    [InlineData("appsettings.json", """ "Token": "@Microsoft.KeyVault(SecretUri=https://x)" """, false)]
    [InlineData("appsettings.json", """ "Microsoft.AspNetCore": "Warning" """, false)]
    [InlineData("wwwroot/i18n/de.json", """ "password": "Passwort" """, false)]
    [InlineData("web.config", """<add key="SmtpPassword" value="hunter2" />""", true)]
    [InlineData("web.config", """<environmentVariable name="DB_PASSWORD" value="hunter2" />""", true)]
    [InlineData("web.config", """<environmentVariable name="ASPNETCORE_ENVIRONMENT" value="Production" />""", false)]
    [InlineData("Shop.dll.config", """<add key="SmtpPassword" value="#{SmtpPassword}#" />""", false)]
    [InlineData("web.config", """<assemblyIdentity name="A" publicKeyToken="b77a5c561934e089" />""", false)]
    [InlineData("web.config", """<machineKey validationKey="0123456789ABCDEF0123456789ABCDEF01234567" />""", true)]
    [InlineData("web.config", """<machineKey validationKey="AutoGenerate,IsolateApps" />""", false)]
    public void Settings_that_are_named_like_secrets_and_have_a_value(string path, string line, bool isSecret)
        => ConfigurationText.Find(path, "first\n" + line).ShouldBe(isSecret ? [new Secret(SecretKind.Setting, 2)] : []);

    [Theory]
    [InlineData("//registry.example.com/:_authToken=abc-123", true)]
    [InlineData("_auth = aGVsbG86d29ybGQ=", true)]
    [InlineData("//registry.example.com/:_authToken=${NPM_TOKEN}", false)]
    [InlineData("# _authToken=abc", false)]
    [InlineData("registry=https://registry.example.com/", false)]
    public void Npms_logins(string line, bool isSecret)
        => ConfigurationText.Find("app/.npmrc", line).ShouldBe(isSecret ? [new Secret(SecretKind.LoginFile, 1)] : []);
}
