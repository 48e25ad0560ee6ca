using Containerize.Describing;
using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Oci;
using Containerize.Registries;
using Containerize.Registries.Credentials;
using Containerize.TestKit.Images;
using Containerize.TestKit.Registry;
using Containerize.TestKit.Registry.Auth;
using Containerize.TestKit.Registry.Faults;
using Containerize.TestKit.Registry.Seeding;
using Containerize.Tests.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Registries;

/// <summary>Base images through mirrors: whoever has it gives it, the registry itself at last, and the image never shows which it was.</summary>
public sealed class MirrorTests : IAsyncLifetime
{
    /// <summary>A registry that nobody can ask.</summary>
    private const string Original = "original.invalid";

    private PublishBench bench = null!;
    private InProcessRegistry mirror = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        bench = await PublishBench.StartAsync();
        mirror = await InProcessRegistry.StartAsync(cancellationToken: Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await mirror.DisposeAsync();
        await bench.DisposeAsync();
    }

    [Fact]
    public async Task The_base_comes_from_the_mirror_and_keeps_its_name()
    {
        mirror.PushBase("mcr/dotnet/aspnet", "10.0");
        bench.Mirrors = $"{Original}={mirror.Host}/mcr";

        var result = await bench.PublishAsync(definition => FromOriginal(definition) with { GeneratedLabels = new() { BaseName = true } });

        var image = await bench.Registry.PullAsync(PublishBench.Repository);
        image.ShouldBeSound();
        image.Label("org.opencontainers.image.base.name").ShouldBe($"{Original}/dotnet/aspnet:10.0");
        result.Images[0].Base.ShouldNotBeNull().Registry.ShouldBe(Original);
        result.Layers.Where(layer => layer.Class == "base").ShouldAllBe(layer => layer.Outcome == BlobOutcome.Uploaded);
        mirror.Requests.All.ShouldAllBe(request => request.Method == "GET" || request.Method == "HEAD");
    }

    [Fact]
    public async Task A_mirror_that_is_down_lacks_it_or_refuses_is_passed_over()
    {
        await using var lacking = await InProcessRegistry.StartAsync(cancellationToken: Cancellation);
        await using var refusing = await InProcessRegistry.StartAsync(new() { Auth = new BasicAuth(new Login("a", "b")) }, Cancellation);
        await using var broken = await InProcessRegistry.StartAsync(cancellationToken: Cancellation);
        broken.Faults.On("*", "/v2/*").Respond(500);
        mirror.PushBase("dotnet/aspnet", "10.0");
        var down = await DownAsync();
        bench.Mirrors = string.Join(';', new[] { down, lacking.Host, refusing.Host, broken.Host, mirror.Host }.Select(host => $"{Original}={host}"));

        await bench.PublishAsync(FromOriginal);

        (await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
        foreach (var host in new[] { down, lacking.Host, refusing.Host, broken.Host })
        {
            bench.Log.Lines.Count(line => line.Contains($"The mirror {host}/dotnet/aspnet is passed over", StringComparison.Ordinal)).ShouldBe(1);
        }

        lacking.Requests.All.ShouldHaveSingleItem().Method.ShouldBe("HEAD");
    }

    [Fact]
    public async Task The_registry_itself_is_asked_last()
    {
        bench.Mirrors = $"{bench.Registry.Host}={mirror.Host}";

        await bench.PublishAsync();

        (await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
        mirror.Requests.All.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_layer_that_the_mirror_has_lost_comes_from_the_registry_itself()
    {
        await using var original = await InProcessRegistry.StartAsync(cancellationToken: Cancellation);
        original.PushBase("dotnet/aspnet", "10.0");
        mirror.PushBase("dotnet/aspnet", "10.0");
        var layer = await LayerAsync(original);
        mirror.Faults.On("GET", $"/v2/dotnet/aspnet/blobs/{layer}").Respond(404);
        bench.Mirrors = $"{original.Host}={mirror.Host}";

        await bench.PublishAsync(definition => From(definition, original.Host));

        (await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
        original.Requests.All.ShouldContain(request => request.Path.EndsWith(layer, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mirror_that_gives_other_content_is_not_believed()
    {
        await using var original = await InProcessRegistry.StartAsync(cancellationToken: Cancellation);
        original.PushBase("dotnet/aspnet", "10.0");
        mirror.PushBase("dotnet/aspnet", "10.0");
        mirror.Faults.On("GET", "/v2/dotnet/aspnet/manifests/*").Respond(200, body: "{}");
        bench.Mirrors = $"{original.Host}={mirror.Host}";

        await bench.PublishAsync(definition => From(definition, original.Host));

        (await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
        bench.Log.Lines.ShouldContain(line => line.Contains("is passed over", StringComparison.Ordinal) && line.Contains("sent content with the digest", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_layer_of_other_content_is_found_out_before_it_is_taken()
    {
        mirror.PushBase("dotnet/aspnet", "10.0");
        mirror.Faults.On("GET", $"/v2/dotnet/aspnet/blobs/{await LayerAsync(mirror)}").Respond(200, body: "not the layer");
        bench.Mirrors = $"{Original}={mirror.Host}";

        var error = await Should.ThrowAsync<ContainerizeException>(() => bench.PublishAsync(FromOriginal));

        error.Code.ShouldBe(ErrorCodes.DigestMismatch);
        error.Message.ShouldContain(mirror.Host);
    }

    [Fact]
    public async Task Where_nobody_has_it_the_error_is_the_registrys_and_names_the_mirrors()
    {
        bench.Mirrors = $"{Original}={mirror.Host}";

        var error = await Should.ThrowAsync<ContainerizeException>(() => bench.PublishAsync(FromOriginal));

        error.Code.ShouldBe(ErrorCodes.RegistryUnreachable);
        error.Message.ShouldContain($"cannot reach {Original}");
        error.Message.ShouldContain($"Asked before, in vain: {mirror.Host}.");
        error.Message.ShouldNotContain('\n');
    }

    [Fact]
    public async Task The_mirrors_login_is_the_mirrors_own()
    {
        await using var closed = await InProcessRegistry.StartAsync(new() { Auth = new BasicAuth(new Login("mirror", "right")) }, Cancellation);
        closed.PushBase("dotnet/aspnet", "10.0");
        bench.Environment["DOTNET_CONTAINER_PULL_REGISTRY_UNAME"] = "original";
        bench.Environment["DOTNET_CONTAINER_PULL_REGISTRY_PWORD"] = "secret";
        using var logins = new TemporaryFolder();
        bench.Environment["REGISTRY_AUTH_FILE"] = logins.Write("auth.json", $$"""
            {"auths":{
              "{{closed.Host}}":{"username":"mirror","password":"right"},
              "{{Original}}":{"username":"original","password":"secret"}
            } }
            """);
        bench.Mirrors = $"{Original}={closed.Host}";

        await bench.PublishAsync(FromOriginal);

        var original = "Basic " + Convert.ToBase64String("original:secret"u8);
        closed.Requests.All.ShouldContain(request => request.SentAuthorization);
        closed.Requests.All.ShouldAllBe(request => !request.SentAuthorization || request.Headers["Authorization"] != original);
    }

    [Theory]
    [InlineData("DOTNET_CONTAINER_PULL_REGISTRY")]
    [InlineData("DOTNET_CONTAINER_REGISTRY")]
    [InlineData("SDK_CONTAINER_REGISTRY")]
    public async Task What_is_meant_for_the_base_images_registry_never_goes_to_a_mirror(string variable)
    {
        var source = new CredentialSource(TestHosts.Of((variable + "_UNAME", "me"), (variable + "_PWORD", "secret")), destination: null, new RecordingLog());

        (await source.FindAsync("docker.io", "x", RegistryAccess.Pull, Cancellation)).Found.ShouldNotBeNull();
        (await source.FindAsync("mirror.example", "x", RegistryAccess.PullFromMirror, Cancellation)).Found.ShouldBeNull();
    }

    [Fact]
    public async Task A_mirror_in_the_target_registry_is_mounted_from()
    {
        bench.Registry.PushBase("hub/dotnet/aspnet", "10.0");
        bench.Mirrors = $"{Original}={bench.Registry.Host}/hub";

        var result = await bench.PublishAsync(FromOriginal);

        result.Layers.Where(layer => layer.Class == "base").ShouldAllBe(layer => layer.Outcome == BlobOutcome.Mounted);
        bench.Registry.Requests.All.ShouldContain(request => request.PathAndQuery.Contains("from=hub%2Fdotnet%2Faspnet", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_original_in_the_target_registry_is_mounted_from_though_a_mirror_gave_the_manifest()
    {
        mirror.PushBase("dotnet/aspnet", "10.0");
        bench.Mirrors = $"{bench.Registry.Host}={mirror.Host}";

        var result = await bench.PublishAsync();

        result.Layers.Where(layer => layer.Class == "base").ShouldAllBe(layer => layer.Outcome == BlobOutcome.Mounted);
    }

    [Fact]
    public async Task Nothing_is_pushed_to_a_mirror()
    {
        bench.Mirrors = $"{bench.Registry.Host}={mirror.Host}";

        await bench.PublishAsync();
        bench.Write("Shop.dll", "the app, changed");
        await bench.PublishAsync();

        mirror.Requests.All.ShouldAllBe(request => !request.Path.Contains(PublishBench.Repository, StringComparison.Ordinal));
    }

    private static async Task<string> DownAsync()
    {
        var gone = await InProcessRegistry.StartAsync(cancellationToken: Cancellation);
        await gone.DisposeAsync();
        return gone.Host;
    }

    private static async Task<string> LayerAsync(InProcessRegistry registry)
        => (await PulledImage.ReadAsync(new RegistryImageSource(registry.CreateClient(), "dotnet/aspnet"), "10.0", cancellationToken: Cancellation)).Layers[0].Digest;

    private static ImageDefinition FromOriginal(ImageDefinition definition) => From(definition, Original);

    private static ImageDefinition From(ImageDefinition definition, string registry)
        => definition with { BaseImage = new ImageReference { Registry = registry, Repository = "dotnet/aspnet", Tag = "10.0" } };
}
