using Containerize.Describing.Secrets;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Secrets;

/// <summary>Tokens are put together here, so that no scanner takes this file for one that holds any.</summary>
public sealed class SecretTextTests
{
    private static readonly string Body = new('M', 64);

    public static TheoryData<string, string> Secrets => new()
    {
        { "PrivateKey", $"-----BEGIN PRIVATE KEY-----\n{Body}\n-----END PRIVATE KEY-----" },
        { "PrivateKey", $"-----BEGIN RSA PRIVATE KEY-----\r\nProc-Type: 4,ENCRYPTED\r\nDEK-Info: AES-256-CBC,00\r\n\r\n{Body}\r\n" },
        { "PrivateKey", $"-----BEGIN ENCRYPTED PRIVATE KEY-----\n{Body}" },
        { "PrivateKey", $"-----BEGIN OPENSSH PRIVATE KEY-----\n{Body}" },
        { "PrivateKey", $$"""{ "key": "-----BEGIN EC PRIVATE KEY-----\n{{Body}}\n-----END EC PRIVATE KEY-----" }""" },
        { "PrivateKey", $"-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n{Body}" },
        { "ConnectionPassword", """ "Default": "Server=db;Database=shop;User Id=sa;Password=hunter2" """ },
        { "ConnectionPassword", """ "Default": "Host=db;Username=shop;Password=hunter2;Pooling=true", """ },
        { "ConnectionPassword", """ "Default": "Password=hunter2;Server=db" """ },
        { "ConnectionPassword", """<add name="Default" connectionString="Data Source=db;User ID=sa;Pwd=hunter2" providerName="System.Data.SqlClient" />""" },
        { "ConnectionPassword", """<add name='Default' connectionString='Data Source=db;Password=hunter2;' />""" },
        { "ConnectionPassword", """ "Default": "Server=db;Password='hun;ter2'" """ },
        { "ConnectionPassword", """ "Default": "Server=db;Password=\"hunter2\"" """ },
        { "ConnectionPassword", """connectionString="Server=db;Password=&quot;hunter2&quot;" """ },
        { "ConnectionPassword", "ConnectionStrings__Default=Server=db;Password=hunter2" },
        { "ConnectionPassword", "Server=db;Password=hunter2" },
        { "ConnectionPassword", $"DefaultEndpointsProtocol=https;AccountName=shop;AccountKey={new string('k', 86)}==;EndpointSuffix=core.windows.net" },
        { "ConnectionPassword", "Endpoint=sb://shop.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=c2VjcmV0" },
        { "ConnectionPassword", """ "Redis": "cache.local:6379,password=hunter2,ssl=True" """ },
        { "AddressPassword", """ "Broker": "amqp://shop:hunter2@rabbit:5672" """ },
        { "AddressPassword", "https://gitlab-ci-token:hunter2@gitlab.example/acme/shop.git" },
        { "AddressPassword", "redis://:hunter2@cache:6379" },
        { "Token", "ghp_" + new string('a', 36) },
        { "Token", "github_pat_" + new string('a', 82) },
        { "Token", "glpat-" + new string('a', 20) },
        { "Token", "xoxb-" + "1234567890-1234567890-abcdef" },
        { "Token", "npm_" + new string('a', 36) },
        { "Token", "oy2" + new string('a', 43) },
        { "Token", "sk_live_" + new string('a', 24) },
        { "Token", "aws_access_key_id=AKIA" + "ABCDEFGHIJKLMNOP aws_secret_access_key=" + new string('s', 40) },
        { "Token", $$""" "SecretAccessKey": "{{new string('s', 40)}}" """ },
    };

    public static TheoryData<string> Harmless =>
    [
        "-----BEGIN CERTIFICATE-----\n" + Body,
        "-----BEGIN PUBLIC KEY-----\n" + Body,
        "-----BEGIN PRIVATE KEY-----\n<your key>\n-----END PRIVATE KEY-----",
        "Put what is between -----BEGIN PRIVATE KEY----- and -----END PRIVATE KEY----- into a secret.",
        "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n" + Body,
        "Server=(localdb)\\mssqllocaldb;Database=shop;Trusted_Connection=True",
        "DataSource=app.db;Cache=Shared",
        "Server=db;User Id=sa;Password=",
        "Server=db;User Id=sa;Password=;Encrypt=true",
        """ "Default": "Server=db;Password=", "Next": "x;y" """,
        """<add connectionString='Server=db;Password=' providerName='System.Data.SqlClient' />""",
        "Server=db;Password=<your password>",
        "Server=db;Password=&lt;your password&gt;",
        "Server=db;Password=your_password;",
        "Server=db;Password=${DB_PASSWORD}",
        "Server=db;Password=$(DbPassword);",
        "Server=db;Password=%DB_PASSWORD%;",
        "Server=db;Password={password};",
        "Server=db;Password={0};",
        "Server=db;Password=***;",
        "Server=db;Password=#{DbPassword}#;",
        "Server=db;Password=__DB_PASSWORD__;",
        "UseDevelopmentStorage=true",
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;",
        """ "password": "Passwort vergessen?" """,
        "https://example.com/login?user=a&password=b",
        "Choose a password = at least 12 characters; letters and digits",
        "amqp://guest:guest@localhost:5672",
        "postgres://shop:${DB_PASSWORD}@db/shop",
        "postgres://shop@db/shop",
        "docker://alpine:3@sha256:0123456789abcdef",
        "git+ssh://git@github.com/acme/shop.git",
        "ssh://git@host:22/acme",
        "http://localhost:5000;http://localhost:5001",
        "http://localhost:8080/@vite/client",
        "AKIA" + "ABCDEFGHIJKLMNOP",
        "aws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "ghp_" + new string('x', 36),
        "sha512-" + new string('a', 86) + "==",
        "npm_config_registry",
    ];

    [Theory]
    [MemberData(nameof(Secrets))]
    public void What_looks_like_a_secret_is_one(string kind, string text)
        => Find("first line\n" + text).ShouldBe([new Secret(Enum.Parse<SecretKind>(kind), 2)]);

    [Theory]
    [MemberData(nameof(Harmless))]
    public void What_only_speaks_of_one_or_stands_for_it_is_none(string text)
        => Find(text).ShouldBeEmpty(text);

    [Fact]
    public void Lines_are_counted_as_editors_do()
        => Find($"\r\n\r\nServer=a;Password=b1\r\n\n-----BEGIN PRIVATE KEY-----\r\n{Body}\r\n").Select(secret => secret.Line).Order().ShouldBe([3, 5]);

    [Fact]
    public void Each_line_is_told_of_by_itself_whatever_stands_between()
    {
        const string Password = "Server=db;Password=hunter2";
        var text = string.Join('\n', Password, "a password", "", "https://a.example", Password, "secret: no", new string('x', 5000), Password + ";x=amqp://a:hunter2@b");

        Find(text).ShouldBe(
            [
                new Secret(SecretKind.ConnectionPassword, 1),
                new Secret(SecretKind.ConnectionPassword, 5),
                new Secret(SecretKind.ConnectionPassword, 8),
                new Secret(SecretKind.AddressPassword, 8),
            ]);
    }

    /// <summary>As bundlers write it.</summary>
    [Fact]
    public void One_long_line_takes_no_long_time()
    {
        var text = string.Concat(Enumerable.Repeat("password=,server=;x:1,https://a:b/\"secretkey\":'", 20_000));

        var started = TimeProvider.System.GetTimestamp();
        _ = Find(text);

        TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    /// <summary>What is passed over among many texts has nothing that would be found in one.</summary>
    private static IReadOnlyList<Secret> Find(string text)
    {
        var found = SecretText.Find(text);
        SecretText.Find(text, isMuch: true).ShouldBe(found);
        return found;
    }
}
