using Containerize.TestKit;
using Containerize.TestKit.Documentation;
using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Containerize.TestKit.Registry;
using Containerize.TestKit.Registry.Seeding;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>
/// The blocks of docs/recipes.md do in a project what the page says, as they stand there. Several share a publish, as they may share a project.
/// </summary>
public sealed class RecipeBlockTests : PublisherTests
{
    [Fact]
    [Recipe("Another port", "xml")]
    [Recipe("A folder to write to", "xml")]
    [Recipe("Files beside the app", "xml", 1)]
    [Recipe("Files beside the app", "xml", 2)]
    [Recipe("An authority of your own", "xml", 1)]
    [Recipe("An authority of your own", "xml", 2)]
    [Recipe("A time zone", "xml")]
    [Recipe("A health check without curl", "csharp")]
    [Recipe("A health check without curl", "xml")]
    public async Task What_a_container_is_given_is_in_the_image()
    {
        Publisher.Workspace.Write("templates/mail/welcome.html", "hello");
        var project = RecipeShop.SaveWith(
            RecipeShop.Create(Publisher.Workspace).ByReference()
                .File("Program.cs", RecipePage.Part("A health check without curl", "csharp"))
                .File("appsettings.json", "{}").File("appsettings.Development.json", "{}")
                .File("motd.txt", "good morning").File("acme-ca.crt", "authority"),
            RecipePage.Part("Another port", "xml"),
            RecipePage.Part("A folder to write to", "xml"),
            RecipePage.Part("Files beside the app", "xml", 1),
            RecipePage.Part("Files beside the app", "xml", 2),
            RecipePage.Part("An authority of your own", "xml", 1),
            RecipePage.Part("An authority of your own", "xml", 2),
            RecipePage.Part("A time zone", "xml"),
            RecipePage.Part("A health check without curl", "xml"));

        var image = await PublishAsync(project, "shop");

        image.Run["ExposedPorts"]!.AsObject().Select(port => port.Key).ShouldBe(["9090/tcp"]);
        image.Run["Volumes"]!.AsObject().Select(volume => volume.Key).ShouldBe(["/data"]);
        image.OwnLayers.SelectMany(layer => layer.Items).Single(item => item.Path.TrimEnd('/') == "data").Uid.ShouldBe(1654);
        image.Files["app/templates/mail/welcome.html"].Text.ShouldBe("hello");
        image.Files.Keys.ShouldNotContain(path => path.EndsWith(".pdb", StringComparison.Ordinal) || path.Contains("Development", StringComparison.Ordinal));
        image.Files.Keys.ShouldContain("app/appsettings.json");
        image.Files["etc/motd"].Text.ShouldBe("good morning");
        image.Files[image.Environment("SSL_CERT_FILE")![1..]].Text.ShouldBe("authority");
        image.Files["usr/local/share/ca-certificates/acme-ca.crt"].Text.ShouldBe("authority");
        image.Environment("TZ").ShouldBe("Asia/Tokyo");
        image.Run["Healthcheck"]!.ToJsonString().ShouldBe(
            """{"Test":["CMD","dotnet","/app/Shop.dll","--health"],"Interval":30000000000,"StartPeriod":10000000000}""");
    }

    [Fact]
    [Recipe("A tag from the version", "xml")]
    [Recipe("Two registries", "xml")]
    [Recipe("Another user", "xml")]
    [Recipe("Cultures", "xml")]
    public async Task An_app_without_cultures_goes_to_two_registries_under_its_version_as_root()
    {
        await using var second = await InProcessRegistry.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        var project = RecipeShop.SaveWith(
            RecipeShop.Create(Publisher.Workspace).ByReference().Property("ContainerFamily", "noble-chiseled"),
            RecipePage.Part("A tag from the version", "xml"),
            RecipePage.Part("Two registries", "xml")
                .Replace("ghcr.io", Publisher.Registry.Host, StringComparison.Ordinal)
                .Replace("docker.io", second.Host, StringComparison.Ordinal),
            RecipePage.Part("Another user", "xml"),
            RecipePage.Part("Cultures", "xml"));

        await PublishAsync(project, null, "-p:Version=3.2.1");

        var image = await Publisher.ImageAsync("acme/shop", "3.2.1");
        second.Store.Manifest("acme/shop", "3.2.1")!.Digest.ShouldBe(image.Digest);
        Publisher.Registry.Store.Tags("acme/shop").ShouldBe(["3.2.1"]);
        image.User.ShouldBe("root");
        image.Label("org.opencontainers.image.base.name").ShouldBe($"{Publisher.Registry.Host}/dotnet/aspnet:10.0-noble-chiseled");
    }

    [Fact]
    [Recipe("Aspire and azd", "xml")]
    [Recipe("One solution, some images", "xml")]
    public async Task Every_app_of_a_solution_gets_an_image_but_the_one_that_opts_out()
    {
        Publisher.Workspace.Write("Directory.Build.props", $"<Project>{RecipePage.Part("Aspire and azd", "xml")}</Project>");
        RecipeShop.Create(Publisher.Workspace).Save();
        RecipeShop.SaveWith(RecipeShop.Create(Publisher.Workspace, "src/Tool/Tool.csproj"), RecipePage.Part("One solution, some images", "xml"));
        Publisher.Workspace.Write("All.slnx", """<Solution><Project Path="src/Shop/Shop.csproj" /><Project Path="src/Tool/Tool.csproj" /></Solution>""");

        var result = await Publisher.Workspace.Dotnet.RunAsync(
            ["publish", Publisher.Workspace.PathOf("All.slnx"), "-t:PublishContainer", .. Publisher.ImageArguments.Skip(1)],
            TestContext.Current.CancellationToken);

        result.ShouldSucceed();
        (await Publisher.ImageAsync("shop")).OwnLayers.Select(layer => layer.Class).ShouldContain("app");
        Publisher.Registry.Store.Repositories.ShouldNotContain("tool");
    }

    [Fact]
    [Recipe("AWS Lambda", "xml")]
    public async Task On_Amazons_base_the_command_is_the_handler()
    {
        Publisher.Registry.PushBase("lambda/dotnet", "10");
        var project = RecipeShop.SaveWith(Publisher.Workspace.Console("Shop").ByReference(), RecipePage.Part("AWS Lambda", "xml"));

        var image = await PublishAsync(project, "shop", $"-p:ContainerizeRegistryMirror=public.ecr.aws={Publisher.Registry.Host}");

        image.Label("org.opencontainers.image.base.name").ShouldBe("public.ecr.aws/lambda/dotnet:10");
        image.Files.Keys.ShouldContain("var/task/Shop.dll");
        image.WorkingDirectory.ShouldBe("/var/task");
        image.Entrypoint.ShouldBeEmpty("it is the base's");
        image.Command.ShouldBe(["Shop"]);
    }

    /// <param name="repository">Null: to where the project says, and no image is read.</param>
    private async Task<PulledImage> PublishAsync(ProjectCreator project, string? repository, params string[] arguments)
    {
        var goes = Publisher.ImageArguments
            .Where(argument => repository is not null || !argument.StartsWith("-p:ContainerRegistry=", StringComparison.Ordinal));
        var result = await Publisher.Workspace.Dotnet.RunAsync(["publish", project.FullPath, .. goes, .. arguments], TestContext.Current.CancellationToken);
        result.ShouldSucceed().Warnings.ShouldBeEmpty();
        // Not everything in it is root's.
        return await Publisher.Registry.PullAsync(repository ?? "acme/shop", repository is null ? "3.2.1" : "latest");
    }
}
