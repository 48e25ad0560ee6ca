using System.Net;
using Containerize.TestKit.Projects;
using Containerize.TestKit.Registry;
using Containerize.TestKit.Registry.Auth;
using Containerize.Tests.Engine.Lab;
using Containerize.Tests.Engine.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>docker-registry as platform teams run it: behind nginx, with parts switched off, restarted at the wrong moment.</summary>
public sealed class RealRegistryTests(HelloWeb web)
{
    [LabFact]
    public async Task Behind_a_limit_on_request_bodies_the_image_goes_in_chunks_and_runs()
    {
        await using var registry = await OwnRegistry.StartAsync();
        await using var nginx = await Nginx.StartAsync($"client_max_body_size 1m; {Nginx.PassTo(registry.Address)}");
        var repository = TheLab.NewName("limited");

        Publication? publication = null;
        var requests = await registry.Log.DuringAsync(async () => publication = await web.PublishAsync(HelloWeb.To(repository, nginx.Address)));

        publication!.Image.LayerBytesSent.ShouldBeGreaterThan(5_000_000);
        (await registry.Content.PullAsync(repository)).Digest.ShouldBe(publication.Image.Digest);
        // A megabyte at most in each.
        var chunks = publication.Image.OwnLayers.Where(layer => layer.CompressedSize > 1_048_576).Sum(layer => layer.CompressedSize / 1_048_576);
        chunks.ShouldBeGreaterThan(1);
        requests.Count(request => request.Method == "PATCH").ShouldBeGreaterThan((int)chunks);
        await using var container = await WebContainer.StartAsync($"{registry.Address}/{repository}:latest");
        using var answer = await container.GetAsync("/healthz", TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [LabTheory]
    [InlineData(5_000_000, false)]
    [InlineData(5_000_000, true)]
    [InlineData(1_000_000, false)]
    public async Task Behind_a_proxy_that_resets_every_long_upload_the_push_completes(int limit, bool atOnce)
    {
        await using var registry = await OwnRegistry.StartAsync();
        await using var proxy = new ResettingProxy(registry.Address, limit, atOnce);
        using var app = await BigApp.CreateAsync(megabytes: 30);
        var repository = TheLab.NewName("reset");

        var publication = await app.Sample.PublishAsync([.. HelloWeb.To(repository, registry.Address), $"-p:ContainerRegistry={proxy.Address}"]);

        proxy.Resets.ShouldBeGreaterThan(0);
        publication.Result.Text.ShouldNotContain(" min left");
        (await registry.Content.PullAsync(repository)).Digest.ShouldBe(publication.Image.Digest);
    }

    [LabFact]
    public async Task Behind_nginx_that_drops_every_long_upload_without_an_answer_the_push_completes()
    {
        await using var registry = await OwnRegistry.StartAsync();
        await using var nginx = await Nginx.StartAsync($"client_max_body_size 5m; error_page 413 = @drop; location @drop {{ return 444; }} {Nginx.PassTo(registry.Address)}");
        using var app = await BigApp.CreateAsync(megabytes: 30);
        var repository = TheLab.NewName("dropped");

        var publication = await app.Sample.PublishAsync([.. HelloWeb.To(repository, registry.Address), $"-p:ContainerRegistry={nginx.Address}"]);

        (await registry.Content.PullAsync(repository)).Digest.ShouldBe(publication.Image.Digest);
    }

    [LabFact]
    public async Task A_registry_that_does_not_know_of_the_TLS_before_it_gets_the_image_through_it()
    {
        using var ca = new PrivateCa();
        await using var registry = await OwnRegistry.StartAsync();
        var passing = Nginx.PassTo(registry.Address).Replace("proxy_set_header X-Forwarded-Proto $scheme;", string.Empty, StringComparison.Ordinal);
        await using var nginx = await Nginx.StartAsync(
            $"ssl_certificate {ca.ServerCertificate}; ssl_certificate_key {ca.ServerKey}; client_max_body_size 0; {passing}", listen: "ssl");
        var repository = TheLab.NewName("forgetful");
        var trusted = web.Sample.Workspace.PathOf($".home/.config/containers/certs.d/{nginx.Address}");
        Directory.CreateDirectory(trusted);
        File.Copy(ca.Certificate, Path.Join(trusted, "ca.crt"));

        var publication = await web.PublishAsync([.. HelloWeb.To(repository, registry.Address), $"-p:ContainerRegistry={nginx.Address}"]);

        (await registry.Content.PullAsync(repository)).Digest.ShouldBe(publication.Image.Digest);
    }

    [LabFact]
    public async Task A_front_that_sends_everyone_to_another_port_is_followed()
    {
        await using var registry = await OwnRegistry.StartAsync();
        await using var nginx = await Nginx.StartAsync($"location / {{ return 307 http://{registry.Address}$request_uri; }}");
        var repository = TheLab.NewName("redirected");

        var publication = await web.PublishAsync(HelloWeb.To(repository, nginx.Address));

        (await registry.Content.PullAsync(repository)).Digest.ShouldBe(publication.Image.Digest);
    }

    [LabFact]
    public async Task A_certificate_of_a_private_authority_is_trusted_where_certs_d_says_so_and_nowhere_else()
    {
        using var ca = new PrivateCa();
        await using var registry = await OwnRegistry.StartAsync();
        await using var nginx = await Nginx.StartAsync(
            $"ssl_certificate {ca.ServerCertificate}; ssl_certificate_key {ca.ServerKey}; client_max_body_size 0; {Nginx.PassTo(registry.Address)}", listen: "ssl");
        var repository = TheLab.NewName("private-ca");
        string[] arguments = [.. HelloWeb.To(repository, registry.Address), $"-p:ContainerRegistry={nginx.Address}"];

        var refused = await web.PublishAsync(arguments);
        var trusted = web.Sample.Workspace.PathOf($".home/.config/containers/certs.d/{nginx.Address}");
        Directory.CreateDirectory(trusted);
        File.Copy(ca.Certificate, Path.Join(trusted, "ca.crt"));
        var publication = await web.PublishAsync(arguments);

        refused.Result.Errors.Select(error => error.Code).ShouldBe(["CTZ3003"], refused.Result.Text);
        (await registry.Content.PullAsync(repository)).Digest.ShouldBe(publication.Image.Digest);
    }

    [LabFact]
    public async Task A_registry_where_nothing_can_be_deleted_is_all_the_same_to_us()
    {
        await using var registry = await OwnRegistry.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["REGISTRY_STORAGE_DELETE_ENABLED"] = "false" });
        var repository = TheLab.NewName("no-delete");

        var first = await web.PublishAsync(HelloWeb.To(repository, registry.Address));
        var second = await web.PublishAsync(HelloWeb.To(repository, registry.Address));

        second.Image.Unchanged.ShouldBeTrue();
        second.Image.Digest.ShouldBe(first.Image.Digest);
    }

    [LabFact]
    public async Task Behind_a_token_service_a_push_outlives_its_tokens()
    {
        using var folder = TestWorkspace.Create();
        // docker-registry forgives a minute on its own clock; what counts here is that the client asks for new tokens in time.
        await using var tokens = await TokenServer.StartAsync(new Login("me", "correct horse"), TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        await using var registry = await OwnRegistry.StartAsync(await tokens.RegistrySettingsAsync(folder.Root));
        using var app = await BigApp.CreateAsync(megabytes: 200);
        var repository = TheLab.NewName("tokens");
        var login = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["DOTNET_CONTAINER_REGISTRY_UNAME"] = "me",
            ["DOTNET_CONTAINER_REGISTRY_PWORD"] = "correct horse",
        };

        var refused = await app.Sample.PublishAsync(HelloWeb.To(repository, registry.Address));
        var publication = await app.Sample.PublishAsync(HelloWeb.To(repository, registry.Address), login);

        refused.Result.Errors.Select(error => error.Code).ShouldBe(["CTZ3004"], refused.Result.Text);
        publication.Image.Unchanged.ShouldBeFalse();
        publication.Result.Text.ShouldNotContain("correct horse");
        tokens.Granted.ShouldBeGreaterThan(2);
        (await app.Sample.PublishAsync(HelloWeb.To(repository, registry.Address), login)).Image.Unchanged.ShouldBeTrue();
    }

    [LabFact]
    public async Task A_registry_that_is_killed_in_the_middle_of_a_push_and_comes_back_gets_the_whole_image()
    {
        await using var registry = await OwnRegistry.StartAsync();
        using var app = await BigApp.CreateAsync(megabytes: 300);
        var repository = TheLab.NewName("killed");

        var publishing = app.Sample.PublishAsync(HelloWeb.To(repository, registry.Address));
        await Patience.UntilAsync("the upload to be half done", async () =>
        {
            if (publishing.IsCompleted)
            {
                throw new InvalidOperationException($"The push was over before the registry was killed:{System.Environment.NewLine}{(await publishing).Result.Text}");
            }

            return BytesUnder(registry.UploadsOf(repository)) > 20_000_000 ? "yes" : null;
        });
        await registry.KillAsync();
        publishing.IsCompleted.ShouldBeFalse();
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        await registry.StartAgainAsync();
        var publication = await publishing;

        (await registry.Content.PullAsync(repository)).Digest.ShouldBe(publication.Image.Digest);
        (await app.Sample.PublishAsync(HelloWeb.To(repository, registry.Address))).Image.Unchanged.ShouldBeTrue();
    }

    private static long BytesUnder(string folder) => Directory.Exists(folder)
        ? new DirectoryInfo(folder).EnumerateFiles("data", SearchOption.AllDirectories).Sum(file => file.Length)
        : 0;
}
