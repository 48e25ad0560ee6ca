using Containerize.TestKit.Projects;
using Containerize.TestKit;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>Secrets that a publish of a real project takes along, since the .NET SDK takes every such file for content.</summary>
public sealed class SecretTests : IAsyncLifetime
{
    private const string Code = "CTZ5012";

    private Publisher publisher = null!;
    private ProjectCreator project = null!;

    public async ValueTask InitializeAsync()
    {
        publisher = await Publisher.StartAsync();
        project = publisher.Workspace.Web().ByReference().File("nuget.config", """
            <?xml version="1.0" encoding="utf-8"?>
            <configuration>
              <packageSourceCredentials>
                <acme>
                  <add key="Username" value="me" />
                  <add key="ClearTextPassword" value="hunter2" />
                </acme>
              </packageSourceCredentials>
            </configuration>
            """);
    }

    public ValueTask DisposeAsync() => publisher.DisposeAsync();

    [Fact]
    public async Task A_nuget_config_in_a_web_project_is_a_warning_at_the_line_of_its_password()
    {
        var result = (await publisher.PublishAsync(project)).ShouldSucceed();

        (await publisher.ImageAsync()).Files.Keys.ShouldContain("app/nuget.config");
        var warning = result.Warnings.Where(warning => warning.Code == Code).ShouldHaveSingleItem();
        warning.Line.ShouldContain($"{publisher.Workspace.PathOf("App/nuget.config")}(6): warning {Code}: ");
        warning.Text.ShouldStartWith("Looking for secrets: /app/nuget.config has a package source's password in clear text in line 6, and whoever");
        result.Text.ShouldNotContain("hunter2");

        var again = (await publisher.PublishAsync(project, "--no-build")).ShouldSucceed();

        again.Warnings.Where(warning => warning.Code == Code).ShouldHaveSingleItem().Line.ShouldBe(warning.Line);
    }

    [Fact]
    public async Task Ten_secrets_in_ten_places_are_ten_lines()
    {
        var key = string.Concat(Enumerable.Repeat("MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcw", 8));
        var published = new Dictionary<string, string>(StringComparer.Ordinal) { ["CopyToPublishDirectory"] = "PreserveNewest" };
        project
            .File("appsettings.json", """{ "ConnectionStrings": { "Shop": "Server=db;User Id=sa;Password=hunter2;" } }""")
            .File("appsettings.Production.json", """{ "Smtp": { "Password": "hunter2-of-mail" } }""")
            .File("tls/server.key", $"-----BEGIN PRIVATE KEY-----\n{key}\n-----END PRIVATE KEY-----\n")
            .File("tls/server.pfx", "a store")
            .File(".env", "DB_PASSWORD=hunter2\n")
            .File("queue.config", "<configuration><add key=\"Url\" value=\"amqp://shop:hunter2@queue/\" /></configuration>")
            .File("secrets.json", """{ "Api": "hunter2" }""")
            .File(".npmrc", $"//registry.example.com/:_authToken={key[..36]}\n");
        foreach (var file in (string[])["tls/server.key", "tls/server.pfx", ".env", ".npmrc"])
        {
            project.ItemInclude("None", file, metadata: published);
        }

        project.ItemInclude("ContainerEnvironmentVariable", "DB_PASSWORD", metadata: new Dictionary<string, string>(StringComparer.Ordinal) { ["Value"] = "hunter2" });

        var result = (await publisher.PublishAsync(project)).ShouldSucceed();

        var told = result.Warnings.Where(warning => warning.Code == Code).Select(warning => warning.Text).ToArray();
        string[] places = ["nuget.config", "appsettings.json", "appsettings.Production.json", "server.key", "server.pfx", "/.env", "queue.config", "secrets.json", ".npmrc", "DB_PASSWORD"];
        told.Length.ShouldBe(10, result.Text);
        places.ShouldAllBe(place => told.Count(line => line.Contains(place, StringComparison.Ordinal)) == 1, result.Text);
        told.ShouldAllBe(line => !line.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    [Sets("ContainerizeSecretScan", "ContainerizeSecretScanAllow")]
    public async Task As_an_error_nothing_is_pushed_and_what_is_allowed_is_no_secret()
    {
        var failed = await publisher.PublishAsync(project, "-p:ContainerizeSecretScan=error");

        failed.Succeeded.ShouldBeFalse();
        failed.Errors.ShouldHaveSingleItem().Code.ShouldBe(Code);
        publisher.Registry.Requests.All.ShouldNotContain(request => request.Method == "POST" || request.Method == "PUT");

        (await publisher.PublishAsync(project, "-p:ContainerizeSecretScan=error", "-p:ContainerizeSecretScanAllow=nuget.config")).ShouldSucceed()
            .Warnings.ShouldNotContain(warning => warning.Code == Code);
    }

    [Fact]
    public async Task A_Dockerfiles_publish_step_is_told_what_the_command_line_says()
    {
        // With the password in it, nuget.config itself would be no input of a Dockerfile.
        (await publisher.Workspace.WithPackageInside().Console("Tool").ByReference().TryBuildAsync(
            TestContext.Current.CancellationToken,
            "-t:ContainerizeDockerfile",
            $"-p:ContainerizeBaseRegistry={publisher.Registry.Host}",
            "-p:ContainerizeSecretScan=error",
            "-p:ContainerizeSecretScanAllow=nuget.config%3B*.pfx")).ShouldSucceed();

        var lines = publisher.Workspace.Read("Tool/Dockerfile").Split('\n');
        lines.Count(line => line.Contains("-p:ContainerizeSecretScan=error", StringComparison.Ordinal)).ShouldBe(2);
        lines.Count(line => line.Contains("-p:ContainerizeSecretScanAllow=nuget.config%3B*.pfx", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task A_plan_and_layers_for_a_builder_tell_of_it_too()
    {
        (await publisher.PublishAsync(project, "-p:ContainerizePlan=true")).ShouldSucceed().Warnings.Count(warning => warning.Code == Code).ShouldBe(1);
        var layers = await project.TryPublishAsync(TestContext.Current.CancellationToken, $"-p:ContainerizeLayersPath={publisher.Workspace.PathOf("layers")}");
        layers.ShouldSucceed().Warnings.Count(warning => warning.Code == Code).ShouldBe(1);
    }
}
