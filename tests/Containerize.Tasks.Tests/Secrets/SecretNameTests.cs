using Containerize.Describing.Secrets;
using Containerize.Layering;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Secrets;

public sealed class SecretNameTests
{
    [Theory]
    [InlineData("DB_PASSWORD")]
    [InlineData("DBPassword")]
    [InlineData("dbpassword")]
    [InlineData("PGPASSWD")]
    [InlineData("MYSQL_PWD")]
    [InlineData("Smtp__Password")]
    [InlineData("Smtp:ApiKey")]
    [InlineData("API_KEY")]
    [InlineData("APIKEY")]
    [InlineData("AWS_SECRET_ACCESS_KEY")]
    [InlineData("AzureAd__ClientSecret")]
    [InlineData("GITHUB_TOKEN")]
    [InlineData("NUGET_AUTHTOKEN")]
    [InlineData("Jwt__SigningKey")]
    [InlineData("com.example.token")]
    public void Names_of_secrets(string name) => SecretName.Is(name).ShouldBeTrue();

    [Theory]
    [InlineData("PATH")]
    [InlineData("PWD")]
    [InlineData("OLDPWD")]
    [InlineData("ASPNETCORE_URLS")]
    [InlineData("DB_PASSWORD_FILE")]
    [InlineData("TOKEN_URL")]
    [InlineData("Jwt__TokenLifetime")]
    [InlineData("AWS_ACCESS_KEY_ID")]
    [InlineData("MAX_TOKENS")]
    [InlineData("RequirePassword")]
    [InlineData("PublicKeyToken")]
    [InlineData("PasswordPolicy")]
    [InlineData("SECRET_NAME")]
    [InlineData("KeyVaultUri")]
    [InlineData("CacheKey")]
    [InlineData("Tokenizer")]
    [InlineData("")]
    public void Other_names(string name) => SecretName.Is(name).ShouldBeFalse();

    [Theory]
    [InlineData(".env", "EnvironmentFile")]
    [InlineData("deploy/.env.production", "EnvironmentFile")]
    [InlineData("cert.pfx", "KeyStore")]
    [InlineData("certs/Cert.P12", "KeyStore")]
    [InlineData("app.jks", "KeyStore")]
    [InlineData("debug.keystore", "KeyStore")]
    [InlineData("secrets.json", "UserSecrets")]
    [InlineData("keys/id_rsa", "PrivateKey")]
    [InlineData("keys/id_ed25519", "PrivateKey")]
    [InlineData("login.ppk", "PrivateKey")]
    [InlineData(".git-credentials", "LoginFile")]
    [InlineData("shop.PublishSettings", "LoginFile")]
    public void Files_that_are_secret_whatever_is_in_them(string path, string kind) => SecretFile.KindOf(path).ToString().ShouldBe(kind);

    [Theory]
    [InlineData(".env.example")]
    [InlineData(".env.sample")]
    [InlineData(".env.template")]
    [InlineData("prod.env.txt")]
    [InlineData("environment")]
    [InlineData("id_rsa.pub")]
    [InlineData("secrets.json.md")]
    [InlineData("my-secrets.json")]
    [InlineData("truststore.jks")]
    [InlineData("Shop.dll")]
    [InlineData("appsettings.json")]
    [InlineData("nuget.config")]
    [InlineData("server.pem")]
    public void Files_that_are_not(string path) => SecretFile.KindOf(path).ShouldBeNull();

    [Theory]
    [InlineData("appsettings.json", true)]
    [InlineData("wwwroot/config.json", true)]
    [InlineData("web.config", true)]
    [InlineData("NuGet.Config", true)]
    [InlineData("tls/server.key", true)]
    [InlineData("tls/server.pem", true)]
    [InlineData(".npmrc", true)]
    [InlineData("greetings.yaml", true)]
    [InlineData("Shop.dll", false)]
    [InlineData("Shop", false)]
    [InlineData("Shop.pdb", false)]
    [InlineData("Shop.deps.json", false)]
    [InlineData("Shop.runtimeconfig.json", false)]
    [InlineData("Shop.staticwebassets.endpoints.json", false)]
    [InlineData("Shop.xml", false)]
    [InlineData("Data.xml", true)]
    [InlineData("wwwroot/app.js", false)]
    [InlineData("wwwroot/index.html", false)]
    public void Only_text_that_configures_is_read(string path, bool isRead)
        => SecretFile.IsText(new PublishedFile(path, "/x", Size: 10, Executable: false, new FileOrigin.Content()), other => other == "Shop.dll").ShouldBe(isRead);

    [Fact]
    public void Large_files_are_not_read()
        => SecretFile.IsText(new PublishedFile("a.json", "/x", SecretFile.Largest + 1, Executable: false, new FileOrigin.Content()), _ => false).ShouldBeFalse();
}
