using Containerize.Tasks;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Tasks;

/// <summary>Secrets on their way into an image, as MSBuild hears of them. No network: images from nothing, into archives.</summary>
public sealed class SecretTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly RecordingEngine engine = new();

    public SecretTests() => folder.Write("Shop/bin/publish/Shop.dll", "the app");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Ten_secrets_in_ten_places_are_ten_lines_that_name_file_and_line()
    {
        WriteSecrets();
        using var task = Task();
        task.Add(ItemKind.EnvironmentVariable, Pair("DB_PASSWORD", "hunter2"));
        task.Add(ItemKind.Label, Pair("com.example.source", "https://ci:hunter2@git.example/shop"));

        task.Execute().ShouldBeTrue(Said());

        engine.Warnings.ShouldAllBe(warning => warning.Code == "CTZ5012" && !warning.Message!.Contains('\n') && !warning.Message.Contains("hunter2"));
        engine.Warnings.Select(warning => $"{Path.GetRelativePath(folder.At("Shop"), warning.File)}({warning.LineNumber})").ShouldBe(
        [
            "bin/publish/.env(0)",
            "bin/publish/.npmrc(2)",
            "bin/publish/appsettings.json(3)",
            "bin/publish/cert.pfx(0)",
            "bin/publish/keys/server.pem(1)",
            "bin/publish/nuget.config(4)",
            "bin/publish/secrets.json(0)",
            "bin/publish/settings.yaml(2)",
            "Shop.csproj(0)",
            "Shop.csproj(0)",
        ], ignoreOrder: true);
        engine.Warnings.Single(warning => warning.File.EndsWith("nuget.config", StringComparison.Ordinal)).Message.ShouldNotBeNull()
            .ShouldStartWith("Looking for secrets: /app/nuget.config has a package source's password in clear text in line 4, and whoever");
    }

    [Fact]
    public void As_errors_all_of_them_are_told_and_nothing_is_written()
    {
        WriteSecrets();
        using var task = Task(("SecretScan", "error"));
        task.Add(ItemKind.EnvironmentVariable, Pair("DB_PASSWORD", "hunter2"));

        task.Execute().ShouldBeFalse();

        engine.Errors.Count.ShouldBe(9);
        engine.Errors.ShouldAllBe(error => error.Code == "CTZ5012");
        engine.Errors.ShouldContain(error => error.File == folder.At("Shop/bin/publish/nuget.config") && error.LineNumber == 4);
        engine.Warnings.ShouldBeEmpty();
        File.Exists(folder.At("Shop/out/shop.tar")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("off", "")]
    [InlineData("error", "*.env;.npmrc,appsettings.json;cert.pfx;keys/*;nuget.config;secrets.json;/app/settings.yaml;DB_PASSWORD")]
    [InlineData("WARN", "*")]
    public void What_is_turned_off_or_allowed_is_not_told(string scan, string allow)
    {
        WriteSecrets();
        using var task = Task(("SecretScan", scan), ("SecretScanAllow", allow));
        task.Add(ItemKind.EnvironmentVariable, Pair("DB_PASSWORD", "hunter2"));

        task.Execute().ShouldBeTrue(Said());

        engine.Warnings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("root", true)]
    [InlineData("0:1000", true)]
    [InlineData("1654", false)]
    [InlineData("shop", false)]
    public void An_image_that_runs_as_root_says_so(string user, bool isRoot)
    {
        using var task = Task(("User", user));

        task.Execute().ShouldBeTrue(Said());

        engine.Messages.Any(message => message.Importance == MessageImportance.High
            && message.Message == "  runs as root; set ContainerUser to a number such as 1654, or to $APP_UID where the base has it").ShouldBe(isRoot);
    }

    /// <summary>Files are looked at where they are published, which is in the builder.</summary>
    [Fact]
    public void As_an_error_a_variable_is_told_before_a_builder_is_asked()
    {
        using var direct = Task(("SecretScan", "error"));
        direct.Add(ItemKind.EnvironmentVariable, Pair("DB_PASSWORD", "hunter2"));
        using var task = new BuildContainerImage { BuildEngine = engine, ProjectFile = direct.ProjectFile, Builder = "buildah", Description = direct.Description };

        task.Execute().ShouldBeFalse();

        engine.Errors.ShouldHaveSingleItem().Code.ShouldBe("CTZ5012");
    }

    private void WriteSecrets()
    {
        folder.Write("Shop/bin/publish/.env", "A=1");
        folder.Write("Shop/bin/publish/.npmrc", "registry=https://npm.example/\n//npm.example/:_authToken=hunter2\n");
        folder.Write("Shop/bin/publish/appsettings.json", "{\n  \"ConnectionStrings\": {\n    \"Shop\": \"Server=db;User Id=sa;Password=hunter2\"\n  }\n}\n");
        folder.Write("Shop/bin/publish/cert.pfx", "hunter2");
        folder.Write("Shop/bin/publish/keys/server.pem", $"-----BEGIN PRIVATE KEY-----\n{new string('M', 64)}\n-----END PRIVATE KEY-----\n");
        folder.Write("Shop/bin/publish/nuget.config", """
            <configuration>
              <packageSourceCredentials>
                <acme>
                  <add key="ClearTextPassword" value="hunter2" />
                </acme>
              </packageSourceCredentials>
            </configuration>
            """);
        folder.Write("Shop/bin/publish/secrets.json", "{}");
        folder.Write("Shop/bin/publish/settings.yaml", "github:\n  login: ghp_" + new string('a', 36) + "\n");
    }

    private string Said() => string.Join(Environment.NewLine, engine.Errors.Select(error => error.Message));

    private static TaskItem Pair(string name, string value) => new(name, new Dictionary<string, string>(StringComparer.Ordinal) { ["Value"] = value });

    private PublishContainerImage Task(params (string Name, string Value)[] changes) => PublishTask.Create(folder, engine, changes);
}
