using Containerize.Layering;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Layering;

public sealed class LayerPlannerTests
{
    [Fact]
    public void Layers_go_from_what_changes_rarely_to_what_changes_often()
    {
        PublishedFile[] files =
        [
            File("Shop.dll", new FileOrigin.App()),
            File("wwwroot/site.css", new FileOrigin.Content()),
            File("Domain.dll", new FileOrigin.Project()),
            File("wwwroot/lib/jquery.js", new FileOrigin.Vendor()),
            File("Beta.dll", new FileOrigin.Package("Beta", "1.0.0-beta.1")),
            File("Stable.dll", new FileOrigin.Package("Stable", "1.0.0")),
            File("Shop", new FileOrigin.Host()),
            File("libcoreclr.so", new FileOrigin.RuntimePack()),
        ];

        LayerPlanner.Plan(files, []).Layers.Select(layer => layer.Class.Name)
            .ShouldBe(["runtime", "host", "packages", "prerelease", "vendor", "projects", "assets", "app"]);
    }

    [Fact]
    public void Patterns_that_nothing_matches_are_told_with_their_layer()
    {
        var models = new LayerClass("models", 201, "files of your choice");

        LayerPlanner.FindIdlePatterns([File("models/a.onnx", new FileOrigin.App())], [new LayerRule(models, ["*.onnx", "modles/*"]), new LayerRule(LayerClass.Assets, ["data/*"])])
            .Select(idle => (idle.Class.Name, idle.Pattern)).ShouldBe([("models", "modles/*"), ("assets", "data/*")]);
    }

    [Fact]
    public void A_list_of_static_files_lies_with_them()
    {
        var list = File("Shop.staticwebassets.endpoints.json", new FileOrigin.App()) with { ListsAssets = true };
        PublishedFile[] files = [list, File("Shop.dll", new FileOrigin.App()), File("appsettings.json", new FileOrigin.Content())];

        LayerOf(LayerPlanner.Plan(files, [])).ShouldBe("assets");
        LayerOf(LayerPlanner.Plan(files, [], new LayeringChoice(LayeringMode.Single))).ShouldBe("app");
        LayerOf(LayerPlanner.Plan(files, [new LayerRule(LayerClass.App, ["*.endpoints.json"])])).ShouldBe("app");

        static string LayerOf(LayerPlan plan) => plan.Layers.Single(layer => layer.Files.Any(file => file.ListsAssets)).Class.Name;
    }

    [Fact]
    public void A_list_of_no_static_files_makes_no_layer_of_its_own()
        => LayerPlanner.Plan([File("Shop.dll", new FileOrigin.App()), File("Shop.staticwebassets.endpoints.json", new FileOrigin.App()) with { ListsAssets = true }], [])
            .Layers.ShouldHaveSingleItem().Class.ShouldBe(LayerClass.App);

    [Fact]
    public void A_class_without_files_makes_no_layer()
        => LayerPlanner.Plan([File("Shop.dll", new FileOrigin.App())], []).Layers.ShouldHaveSingleItem().Class.ShouldBe(LayerClass.App);

    [Theory]
    [InlineData("1.0.0", "packages")]
    [InlineData("1.0.0-beta", "prerelease")]
    [InlineData("1.0.0-rc.1+build.5", "prerelease")]
    [InlineData("1.0.0+build-5", "packages")]
    [InlineData("", "packages")]
    public void A_hyphen_before_any_build_metadata_makes_a_version_prerelease(string version, string expected)
        => ClassOf(File("A.dll", new FileOrigin.Package("A", version))).ShouldBe(expected);

    [Fact]
    public void What_changes_with_the_app_lies_with_the_app_wherever_it_came_from()
        => ClassOf(File("A.dll", new FileOrigin.Package("A", "1.0.0")) with { ChangesWithApp = true }).ShouldBe("app");

    [Fact]
    public void A_rule_of_the_users_goes_first_and_may_add_a_class()
    {
        var models = new LayerClass("models", LayerClass.Packages.Rank + 1, "mine");
        var plan = LayerPlanner.Plan(
            [File("models/a.bin", new FileOrigin.Content()), File("A.dll", new FileOrigin.Package("A", "1.0.0")), File("Shop.dll", new FileOrigin.App())],
            [new LayerRule(models, ["models/*"])]);

        plan.Layers.Select(layer => layer.Class.Name).ShouldBe(["packages", "models", "app"]);
    }

    [Fact]
    public void Files_of_a_layer_are_in_ordinal_order()
        => LayerPlanner.Plan([File("b", new FileOrigin.App()), File("B", new FileOrigin.App()), File("a", new FileOrigin.App())], [])
            .Layers[0].Files.Select(file => file.RelativePath).ShouldBe(["B", "a", "b"]);

    private static string ClassOf(PublishedFile file) => LayerPlanner.Plan([file], []).Layers.Single().Class.Name;

    private static PublishedFile File(string path, FileOrigin origin) => new(path, "/publish/" + path, 1, Executable: false, origin);
}
