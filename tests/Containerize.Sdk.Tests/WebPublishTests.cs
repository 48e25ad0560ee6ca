using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>A web app with static assets, and another door and destination for the same image.</summary>
public sealed class WebPublish : IAsyncLifetime
{
    public Publisher Publisher { get; private set; } = null!;

    public DotnetResult Result { get; private set; } = null!;

    public PulledImage Image { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Publisher = await Publisher.StartAsync();
        Result = (await Publisher.PublishAsync(Publisher.Workspace.Web(withAssets: true).ByReference())).ShouldSucceed();
        Image = await Publisher.ImageAsync();
    }

    public ValueTask DisposeAsync() => Publisher.DisposeAsync();
}

public sealed class WebPublishTests(WebPublish publish) : IClassFixture<WebPublish>
{
    [Fact]
    public void The_image_is_made_after_web_config_is_written()
    {
        publish.Image.Files["app/web.config"].Text.ShouldContain("AspNetCoreModuleV2");
    }

    [Fact]
    public void Every_published_file_is_in_the_image_once()
    {
        var published = publish.Publisher.Workspace.FilesBelow("App/bin/Release/net10.0/publish");

        publish.Image.OwnLayers.SelectMany(l => l.Files).Order(StringComparer.Ordinal).ShouldBe(published.Select(f => "app/" + f));
        published.ShouldContain("wwwroot/css/site.css");
        published.ShouldContain("App.staticwebassets.endpoints.json");
    }

    [Fact]
    public void Static_files_and_content_have_a_layer_of_their_own_below_the_app()
    {
        publish.Image.OwnLayers.Select(l => l.Class).ShouldBe(["host", "assets", "app"]);
        publish.Image.LayerOf("assets")!.Files.ShouldContain("app/wwwroot/index.html");
        publish.Image.LayerOf("assets")!.Files.ShouldContain("app/appsettings.json");
        publish.Image.LayerOf("assets")!.Files.ShouldContain("app/App.staticwebassets.endpoints.json");
        publish.Image.LayerOf("app")!.Files.ShouldNotContain(path => path.StartsWith("app/wwwroot", StringComparison.Ordinal));
    }

    [Fact]
    public void It_stands_on_aspnet_and_exposes_the_port_that_the_base_listens_on()
    {
        publish.Image.Label("org.opencontainers.image.base.name").ShouldBe($"{publish.Publisher.Registry.Host}/dotnet/aspnet:10.0");
        publish.Image.Run["ExposedPorts"]!.AsObject().Select(p => p.Key).ShouldBe(["8080/tcp"]);
    }
}
