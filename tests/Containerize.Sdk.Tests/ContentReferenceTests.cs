using System.Xml.Linq;
using Containerize.TestKit;
using Containerize.TestKit.Projects;
using Containerize.TestKit.Registry.Seeding;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>A container project that another project references is in that one's image.</summary>
public sealed class ContentReferenceTests : IAsyncLifetime
{
    private Publisher publisher = null!;

    public async ValueTask InitializeAsync() => publisher = await Publisher.StartAsync();

    public ValueTask DisposeAsync() => publisher.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_site_and_files_are_in_the_image_of_the_app(bool byReference)
    {
        var app = publisher.Workspace.Web().ItemProjectReference(Site()).ItemProjectReference(Models());
        app = byReference ? app.ByReference() : app.BySdk();

        (await publisher.PublishAsync(app)).ShouldSucceed().Warnings.ShouldBeEmpty();

        var image = await publisher.ImageAsync("app");
        image.Files["app/wwwroot/index.html"].Text.ShouldBe("<h1>hello</h1>");
        image.Files["app/wwwroot/css/site.css"].Text.ShouldBe("a {}");
        image.Files["models/small.bin"].Text.ShouldBe("1");
        image.Files["models/deep/large.bin"].Text.ShouldBe("2");
        image.Files["app/one.bin"].Text.ShouldBe("1");
        image.OwnLayers.Select(layer => layer.Class).ShouldBe(["host", "assets", "content", "app"]);
        image.Files.Keys.ShouldNotContain(path => path.EndsWith("Site.dll", StringComparison.Ordinal) || path.EndsWith("Models.dll", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Through_a_library_too_and_without_a_build()
    {
        var library = publisher.Workspace.Library().ItemProjectReference(Models()).Save();
        var app = publisher.Workspace.Console().ByReference().ItemProjectReference(library);
        (await publisher.PublishAsync(app)).ShouldSucceed();
        var first = await publisher.ImageAsync("app");

        (await publisher.PublishAsync(app, "--no-build")).ShouldSucceed().Warnings.ShouldBeEmpty();

        (await publisher.ImageAsync("app")).Digest.ShouldBe(first.Digest);
        first.Files["models/deep/large.bin"].Text.ShouldBe("2");
    }

    [Fact]
    public async Task What_a_target_of_it_makes_is_made_before()
    {
        var made = Project("Made/Made.proj")
            .Target("Make", "BeforeBuild", new XElement("WriteLinesToFile", new XAttribute("File", "made.txt"), new XAttribute("Lines", "made"), new XAttribute("Overwrite", "true")))
            .ItemInclude("ContainerContent", "made.txt", metadata: new Dictionary<string, string>(StringComparer.Ordinal) { ["TargetPath"] = "/data/" });

        (await publisher.PublishAsync(publisher.Workspace.Console().ByReference().ItemProjectReference(made.Save()))).ShouldSucceed();

        (await publisher.ImageAsync("app")).Files["data/made.txt"].Text.Trim().ShouldBe("made");
    }

    [Fact]
    public async Task A_container_project_that_references_another_has_its_files()
    {
        var outer = Project("Outer/Outer.proj").Property("ContainerBaseImage", "scratch").Property("ContainerUser", "1000").ItemProjectReference(Models());

        (await publisher.PublishAsync(outer)).ShouldSucceed().Warnings.ShouldBeEmpty();

        (await publisher.ImageAsync("outer")).Files.Keys.ShouldBe(["app/one.bin", "models/deep/large.bin", "models/small.bin"], ignoreOrder: true);
    }

    [Fact]
    public async Task An_app_of_another_language_is_no_part_of_an_image()
    {
        var front = Project("Front/Front.proj").File("package.json", "{}").File("package-lock.json", "{}").File("server.js", "x").Save();

        var result = await publisher.PublishAsync(publisher.Workspace.Console().ByReference().ItemProjectReference(front));

        result.Succeeded.ShouldBeFalse();
        result.Errors.ShouldHaveSingleItem().Code.ShouldBe("CTZ1125");
        result.Errors[0].Text.ShouldContain("(node)");
        publisher.Registry.Store.Repositories.ShouldNotContain("app");
    }

    [Theory]
    [InlineData("ReferenceOutputAssembly")]
    [InlineData("Private")]
    public async Task A_reference_for_the_order_of_the_build_brings_nothing(string metadata)
    {
        var front = Project("Front/Front.proj").File("package.json", "{}").File("package-lock.json", "{}").File("server.js", "x").Save();
        var without = new Dictionary<string, string>(StringComparer.Ordinal) { [metadata] = "false" };
        var app = publisher.Workspace.Console().ByReference()
            .ItemInclude("ProjectReference", front.FullPath, metadata: without).ItemInclude("ProjectReference", Models().FullPath, metadata: without);

        (await publisher.PublishAsync(app)).ShouldSucceed().Warnings.ShouldBeEmpty();

        (await publisher.ImageAsync("app")).Files.Keys.ShouldNotContain(path => path.EndsWith(".bin", StringComparison.Ordinal) || path.EndsWith("server.js", StringComparison.Ordinal));
    }

    private ProjectCreator Site() => Project("Site/Site.proj").File("index.html", "<h1>hello</h1>").File("css/site.css", "a {}").Save();

    private ProjectCreator Models()
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["TargetPath"] = "/models/" };
        return Project("Models/Models.proj").File("weights/small.bin", "1").File("weights/deep/large.bin", "2").File("one.bin", "1")
            .ItemInclude("ContainerContent", "weights/**/*.bin", metadata: metadata).ItemInclude("ContainerContent", "one.bin").Save();
    }

    private ProjectCreator Project(string path) => ProjectCreator.Create(publisher.Workspace, path, $"{PackedPackage.Name}/{PackedPackage.Version}");
}
