using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Containerize.TestKit;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

public sealed class LayoutTests
{
    [Fact]
    [Sets("ContainerLayoutOutputPath")]
    public async Task A_layout_in_the_folder_of_a_web_app_is_no_content_of_the_app()
    {
        await using var publisher = await Publisher.StartAsync("w é");
        var project = publisher.Workspace.Web().ByReference().Property("ContainerLayoutOutputPath", "out/images");
        string[] arguments = ["-p:ContainerImage=true", $"-p:ContainerizeBaseRegistry={publisher.Registry.Host}"];
        (await project.TryPublishAsync(TestContext.Current.CancellationToken, arguments)).ShouldSucceed();
        var layout = LayoutImageSource.OfFolder(publisher.Workspace.PathOf("App/out/images"));
        var first = await PulledImage.ReadAsync(layout, "latest", cancellationToken: TestContext.Current.CancellationToken);

        var again = await project.TryPublishAsync(TestContext.Current.CancellationToken, arguments);

        again.ShouldSucceed().Text.ShouldContain("unchanged; image layout with");
        first.Files.Keys.ShouldContain("app/appsettings.json");
        first.Files.Keys.ShouldNotContain(path => path.Contains("index.json", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_projects_folder_itself_is_refused_before_anything_is_written()
    {
        await using var publisher = await Publisher.StartAsync();
        var project = publisher.Workspace.Console().ByReference();

        var result = await publisher.PublishAsync(project, "-p:ContainerLayoutOutputPath=.");

        result.Succeeded.ShouldBeFalse(result.Text);
        result.Errors.ShouldHaveSingleItem(result.Text).Code.ShouldBe("CTZ4005");
        File.Exists(publisher.Workspace.PathOf("App/oci-layout")).ShouldBeFalse();
    }
}
