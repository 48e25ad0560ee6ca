using System.Text.Json.Nodes;
using Containerize.TestKit;
using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Containerize.TestKit.Registry;
using Containerize.TestKit.Registry.Faults;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>One publish to several places (ContainerDestination).</summary>
public sealed class DestinationTests : PublisherTests
{
    private const string ItemType = "ContainerDestination";

    [RanInto("one image for two registries", "a publish for each, or skopeo afterwards: docker/build-push-action's users name several images in one go", "ContainerDestination items, one digest")]
    [Fact]
    [Sets("ContainerDestination", "ContainerizedImage")]
    public async Task All_get_the_same_image_and_each_is_told()
    {
        await using var other = await InProcessRegistry.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        var app = Publisher.Workspace.Console().ByReference()
            .ItemPackageReference("Newtonsoft.Json", "13.0.3")
            .ItemInclude(ItemType, $"{other.Host}/acme/copy")
            .ItemInclude(ItemType, "mirror", metadata: Metadata(("Repository", "acme/mirror"), ("Tags", "nightly;1.2")))
            .ItemInclude(ItemType, "file", metadata: Metadata(("Archive", "out/")))
            .ItemInclude(ItemType, "layout", metadata: Metadata(("Layout", "layout")))
            .Save();
        Publisher.Workspace.Write("Directory.Build.targets", """
            <Project>
              <Target Name="Tell" AfterTargets="ContainerizeImage"><Message Importance="high" Text="told: %(ContainerizedImage.Identity)" /></Target>
            </Project>
            """);

        var result = (await Publisher.PublishAsync(app, "-p:ContainerImageTag=1.0")).ShouldSucceed();

        var first = await Publisher.ImageAsync("app", "1.0");
        (await other.PullAsync("acme/copy", "1.0")).ShouldBeSound();
        other.Store.Manifest("acme/copy", "1.0")!.Digest.ShouldBe(first.Digest);
        Publisher.Registry.Store.Tags("acme/mirror").ShouldBe(["nightly", "1.2"], ignoreOrder: true);
        Publisher.Registry.Store.Manifest("acme/mirror", "1.2")!.Digest.ShouldBe(first.Digest);
        File.Exists(Path.Join(app.DirectoryPath, "out/app.tar")).ShouldBeTrue();
        File.ReadAllText(Path.Join(app.DirectoryPath, "layout/index.json")).ShouldContain(first.Digest);
        result.Text.ShouldContain($"told: {other.Host}/acme/copy:1.0@{first.Digest}");
        result.Text.Split('\n').Count(line => line.TrimStart().StartsWith("packages ", StringComparison.Ordinal)).ShouldBe(1);

        var json = JsonNode.Parse(await File.ReadAllTextAsync(Directory.GetFiles(app.DirectoryPath, "image.json", SearchOption.AllDirectories).Single(), TestContext.Current.CancellationToken))!;
        json["destinations"]!.AsArray().Select(place => (string)place!["destination"]!).ShouldBe(["registry", "registry", "registry", "archive", "layout"]);

        (await Publisher.PublishAsync(app, "-p:ContainerImageTag=1.0")).ShouldSucceed().Text.Split("(unchanged)").Length.ShouldBe(5);
    }

    [Fact]
    public async Task One_that_fails_is_one_error_and_the_others_are_whole()
    {
        await using var other = await InProcessRegistry.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        other.Faults.On("PUT", "/v2/*/manifests/*").Respond(403);
        var app = Publisher.Workspace.Console().ByReference()
            .ItemInclude(ItemType, $"{other.Host}/acme/copy")
            .ItemInclude(ItemType, "file", metadata: Metadata(("Archive", "app.tar")));

        var result = await Publisher.PublishAsync(app);

        result.ExitCode.ShouldNotBe(0);
        var error = result.Errors.ShouldHaveSingleItem(result.Text);
        error.Code.ShouldBe("CTZ3005");
        error.Text.ShouldContain(other.Host);
        await Publisher.ImageAsync();
        File.Exists(Path.Join(app.DirectoryPath, "app.tar")).ShouldBeTrue();
        other.Store.Tags("acme/copy").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("here", "", "", "CTZ1127")]
    [InlineData("here", "Tags", "1.0+1", "CTZ1103")]
    [InlineData("localhost:5000/Acme", "", "", "CTZ1127")]
    [InlineData("here", "Engine", "dokcer", "CTZ1111")]
    public async Task A_wrong_item_is_one_error_and_nothing_is_pushed(string identity, string name, string value, string code)
    {
        var app = Publisher.Workspace.Console().ByReference()
            .ItemInclude(ItemType, identity, metadata: name.Length > 0 ? Metadata((name, value)) : null)
            .ItemInclude(ItemType, "file", metadata: Metadata(("Archive", "app.tar")));
        var goes = code == "CTZ1111" || name == "Tags" ? Publisher.ImageArguments : Publisher.ImageArguments.Where(argument => !argument.StartsWith("-p:ContainerRegistry=", StringComparison.Ordinal));

        var result = await app.TryPublishAsync(TestContext.Current.CancellationToken, [.. goes]);

        var error = result.Errors.ShouldHaveSingleItem(result.Text);
        error.Code.ShouldBe(code);
        error.Text.ShouldContain(identity);
        File.Exists(Path.Join(app.DirectoryPath, "app.tar")).ShouldBeFalse();
    }

    [RanInto("a value that is read too early", "ContainerDestination items made of a version that a target sets later", "CTZ1007, and nothing is pushed anywhere")]
    [Theory]
    [InlineData("HOST/acme/copy:$(Version)", "")]
    [InlineData("HOST/acme/copy", "$(Version)")]
    [InlineData("HOST/acme/$(AssemblyName):v$(Version)", "")]
    public async Task An_item_made_of_a_version_that_came_later_is_one_error(string identity, string tags)
    {
        Publisher.Workspace.Write("Directory.Build.targets", """
            <Project>
              <Target Name="Number" BeforeTargets="PrepareForBuild"><PropertyGroup><Version>3.4.5</Version></PropertyGroup></Target>
            </Project>
            """);
        var app = Publisher.Workspace.Console().ByReference().Property("Version", "1.0.0").Property("AssemblyName", "app")
            .ItemInclude(ItemType, identity.Replace("HOST", Publisher.Registry.Host, StringComparison.Ordinal), metadata: tags.Length > 0 ? Metadata(("Tags", tags)) : null);

        var result = await Publisher.PublishAsync(app);

        var error = result.Errors.ShouldHaveSingleItem(result.Text);
        error.Code.ShouldBe("CTZ1007");
        error.Text.ShouldContain("3.4.5");
        Publisher.Registry.Requests.All.ShouldNotContain(request => request.Method == "PUT");
    }

    [Fact]
    public async Task Without_a_place_in_the_properties_the_items_are_all_there_is()
    {
        var app = Publisher.Workspace.Console().ByReference().ItemInclude(ItemType, "file", metadata: Metadata(("Archive", "app.tar")));

        (await app.TryPublishAsync(TestContext.Current.CancellationToken, "-p:ContainerImage=true", $"-p:ContainerizeBaseRegistry={Publisher.Registry.Host}"))
            .ShouldSucceed().Text.ShouldContain($"app -> {Path.Join(app.DirectoryPath, "app.tar")}", Case.Insensitive);

        Publisher.Registry.Store.Tags("app").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_plan_names_all_and_touches_none()
    {
        await using var other = await InProcessRegistry.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        var app = Publisher.Workspace.Console().ByReference().ItemInclude(ItemType, $"{other.Host}/acme/copy");

        var result = (await Publisher.PublishAsync(app, "-p:ContainerizePlan=true")).ShouldSucceed();

        result.Text.ShouldContain($"also to {other.Host}/acme/copy:latest");
        Publisher.Registry.Store.Tags("app").ShouldBeEmpty();
        other.Store.Tags("acme/copy").ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_projects_may_not_share_a_destination()
    {
        var items = new[] { "One", "Two" }.Select(name => Publisher.Workspace.Console(name).ByReference()
            .ItemInclude(ItemType, $"{Publisher.Registry.Host}/acme/same").Save()).ToArray();
        Publisher.Workspace.Write("All.slnx", $"<Solution>{string.Concat(items.Select(item => $"<Project Path=\"{Path.GetRelativePath(Publisher.Workspace.Root, item.FullPath)}\" />"))}</Solution>");

        var result = await Publisher.Workspace.Dotnet.RunAsync(["publish", Publisher.Workspace.PathOf("All.slnx"), .. Publisher.ImageArguments], TestContext.Current.CancellationToken);

        result.Errors.Select(error => error.Code).Distinct().ShouldBe(["CTZ1118"], result.Text);
        Publisher.Registry.Store.Tags("acme/same").ShouldBeEmpty();
    }

    private static Dictionary<string, string> Metadata(params (string Name, string Value)[] metadata)
        => metadata.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
}
