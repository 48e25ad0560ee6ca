using System.Text.Json.Nodes;
using Containerize.TestKit;
using Containerize.TestKit.Documentation;
using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>The command lines of docs/recipes.md do what the page says, as they stand there.</summary>
public sealed class RecipeLineTests(RecipeShop shop) : IClassFixture<RecipeShop>
{
    private static string Line(string heading, int number = 1) => RecipePage.Part(heading, "dotnet", number);

    [Fact]
    [Recipe("A tag from the version", "dotnet")]
    public async Task A_version_becomes_tags()
    {
        (await PublishAsync(Line("A tag from the version"), "-p:Version=1.2.3", "-p:ContainerRepository=versioned")).ShouldSucceed().Warnings.ShouldBeEmpty();

        shop.Publisher.Registry.Store.Tags("versioned").ShouldBe(["1.2.3", "1.2", "1", "latest"], ignoreOrder: true);
    }

    [Fact]
    [Recipe("A tag from git", "dotnet")]
    public async Task Gits_description_becomes_the_tag()
    {
        (await PublishAsync(Line("A tag from git"))).ShouldSucceed().Warnings.ShouldBeEmpty();

        shop.Publisher.Registry.Store.Tags("shop").ShouldContain(RecipeShop.Tag);
    }

    [Fact]
    [Recipe("The digest", "dotnet")]
    public async Task The_digest_is_on_standard_output()
    {
        var result = (await PublishAsync(Line("The digest"))).ShouldSucceed();

        var item = JsonNode.Parse(result.Text)!["Items"]!["ContainerizedImage"]!.AsArray().ShouldHaveSingleItem()!;
        var digest = shop.Publisher.Registry.Store.Manifest("shop", "latest")!.Digest;
        ((string)item["Digest"]!).ShouldBe(digest);
        ((string)item["Identity"]!).ShouldBe($"{shop.Publisher.Registry.Host}/shop:latest@{digest}");
    }

    [Fact]
    [Recipe("All lines at a terminal", "dotnet")]
    public async Task Everything_that_a_publish_says_is_there_layer_by_layer()
    {
        var result = (await PublishAsync(Line("All lines at a terminal"), "-p:ContainerRepository=told")).ShouldSucceed();

        result.Lines.ShouldContain(line => line.TrimStart().StartsWith("app ", StringComparison.Ordinal), result.Text);
    }

    [Fact]
    [Recipe("A cluster on this machine", "dotnet")]
    public async Task An_archive_for_a_cluster_carries_the_full_name()
    {
        (await shop.RunLineAsync(Line("A cluster on this machine"), more: shop.ToBase)).ShouldSucceed().Warnings.ShouldBeEmpty();

        var entry = LayoutImageSource.OfArchive(Path.Join(shop.Folder, "shop.tar")).Index["manifests"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)entry["annotations"]!["io.containerd.image.name"]!).ShouldBe("docker.io/library/shop:dev");
    }

    [Fact]
    [Recipe("AWS Lambda", "dotnet")]
    public async Task Lambdas_image_is_of_one_platform_and_gzip()
    {
        (await PublishAsync(Line("AWS Lambda"), "-p:ContainerImageTag=lambda")).ShouldSucceed().Warnings.ShouldBeEmpty();

        var image = await shop.Publisher.ImageAsync("shop", "lambda");
        shop.Publisher.Registry.Store.Manifest("shop", "lambda")!.Digest.ShouldBe(image.Digest, "no index");
        image.OwnLayers.ShouldAllBe(layer => layer.MediaType.EndsWith("+gzip", StringComparison.Ordinal));
    }

    [Fact]
    [Recipe("Scan before the push", "dotnet")]
    public async Task A_layout_for_scanners_is_the_image_that_is_pushed()
    {
        (await shop.RunLineAsync(Line("Scan before the push"), shop.Publisher.Workspace.Root, shop.ToBase)).ShouldSucceed().Warnings.ShouldBeEmpty();
        (await PublishAsync(Line("The digest"), "-p:ContainerRepository=scanned")).ShouldSucceed();

        var layout = LayoutImageSource.OfFolder(shop.Publisher.Workspace.PathOf("layout"));
        var scanned = await PulledImage.ReadAsync(layout, "latest", cancellationToken: TestContext.Current.CancellationToken);
        scanned.Digest.ShouldBe(shop.Publisher.Registry.Store.Manifest("scanned", "latest")!.Digest);
    }

    [Fact]
    [Recipe("Debugging", "dotnet")]
    public async Task What_a_debugger_wants_to_see_is_in_the_image()
    {
        (await PublishAsync(Line("Debugging"))).ShouldSucceed().Warnings.ShouldBeEmpty();

        var image = await shop.Publisher.ImageAsync("shop", "debug");
        image.Files.Keys.ShouldContain("app/Shop.pdb");
        var built = await File.ReadAllBytesAsync(Path.Join(shop.Folder, "bin/Debug/net10.0/Shop.dll"), TestContext.Current.CancellationToken);
        image.Files["app/Shop.dll"].Content.ShouldBe(built);
    }

    [Fact]
    [Recipe("A program that is one file", "csharp")]
    [Recipe("A program that is one file", "dotnet", 1)]
    [Recipe("A program that is one file", "dotnet", 2)]
    [Recipe("A program that is one file", "dotnet", 3)]
    public async Task A_program_of_one_file_is_published_planned_and_gets_a_Dockerfile()
    {
        const string heading = "A program that is one file";
        shop.Publisher.Workspace.Write("one/app.cs", RecipePage.Part(heading, "csharp"));
        var folder = shop.Publisher.Workspace.PathOf("one");

        (await shop.RunLineAsync(Line(heading), folder, shop.ToRegistry)).ShouldSucceed().Warnings.ShouldBeEmpty();
        (await shop.Publisher.ImageAsync("acme/shop")).Entrypoint.ShouldBe(["dotnet", "/app/app.dll"]);

        (await shop.RunLineAsync(Line(heading, 2), folder, shop.ToRegistry)).ShouldSucceed()
            .Text.ShouldContain($"would go to {shop.Publisher.Registry.Host}/acme/shop:latest");
        (await shop.RunLineAsync(Line(heading, 3), folder)).ShouldSucceed();
        shop.Publisher.Workspace.Read("one/Dockerfile").ShouldContain("RUN dotnet publish one/app.cs ");
    }

    private Task<DotnetResult> PublishAsync(string line, params string[] more) => shop.RunLineAsync(line, more: [.. shop.ToRegistry, .. more]);
}
