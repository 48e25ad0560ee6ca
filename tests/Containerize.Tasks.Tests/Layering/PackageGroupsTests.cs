using Containerize.Layering;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Layering;

public sealed class PackageGroupsTests
{
    private static readonly LayeringChoice Fine = new(LayeringMode.Fine, 3);

    [Fact]
    public void There_are_never_more_layers_than_allowed_and_the_largest_package_is_alone()
    {
        var layers = Layers(File("Big", 9_000_000), File("A", 400_000), File("B", 300_000), File("C", 200_000), File("D", 100_000));

        layers.Count.ShouldBe(3);
        layers.ShouldContain(layer => layer.Length == 1 && layer[0] == "Big.dll");
    }

    [Fact]
    public void Few_packages_stay_in_one_layer_where_nobody_asked_for_more()
    {
        PublishedFile[] files = [File("A", 1_000_000), File("B", 1_000_000), File("C", 2_194_303)];

        LayerPlanner.Plan(files, []).Layers.ShouldHaveSingleItem();
        LayerPlanner.Plan([.. files, File("D", 1)], []).Layers.Count.ShouldBe(4);
    }

    /// <summary>Unlike sizes, as those of real apps.</summary>
    [Fact]
    public void A_bumped_package_sends_a_tenth_of_the_packages_on_average()
    {
        var files = Many();
        var layers = LayerPlanner.Plan(files, []).Layers;
        var all = files.Sum(file => file.Size);

        layers.Count.ShouldBe(LayeringChoice.UsualPackageLayers);
        files.Average(file => layers.Single(layer => layer.Files.Contains(file)).Size).ShouldBeLessThan(all / 10);
    }

    [Fact]
    public void Three_fifths_of_the_layers_hold_one_large_family_each()
        => Standard(Many()).OrderByDescending(layer => layer.Length).Skip(8).Select(layer => layer.Length)
            .ShouldBe(Enumerable.Repeat(1, LayeringChoice.UsualPackageLayers * 3 / 5));

    [Fact]
    public void A_family_of_middling_size_that_comes_or_goes_changes_no_other_layer_than_its_own()
    {
        var before = Standard(Many());
        var after = Standard([.. Many(), File("Newcomer", 250_000)]);

        var changed = after.ExceptBy(before.Select(Join), Join).ShouldHaveSingleItem();
        changed.ShouldContain("Newcomer.dll");
        before.ExceptBy(after.Select(Join), Join).ShouldHaveSingleItem().ShouldBe(changed.Where(file => file != "Newcomer.dll"));

        static string Join(string[] layer) => string.Join(' ', layer);
    }

    [Fact]
    public void Native_libraries_and_satellites_lie_with_their_package()
    {
        PublishedFile[] files =
        [
            .. Many(),
            File("Skia", 300_000) with { RelativePath = "runtimes/linux-x64/native/libskia.so" },
            File("Skia", 300_000) with { RelativePath = "de/Skia.resources.dll" },
            File("Skia", 300_000),
        ];

        Standard(files).Single(layer => layer.Contains("Skia.dll")).ShouldBe(["Skia.dll", "de/Skia.resources.dll", "runtimes/linux-x64/native/libskia.so"]);
    }

    [Fact]
    public void However_large_they_are_there_are_fewer_layers_than_an_engine_can_stack()
        => LayerPlanner.Plan([.. Enumerable.Range(1, 400).Select(i => File($"Package{i}", 50_000_000))], []).Layers.Count.ShouldBeLessThan(72);

    [Fact]
    public void A_family_stays_together()
    {
        var layers = Layers(File("Serilog", 500_000), File("Serilog.Sinks.File", 300_000), File("Npgsql", 400_000), File("Markdig", 100_000));

        layers.ShouldContain(layer => layer.Contains("Serilog.dll") && layer.Contains("Serilog.Sinks.File.dll"));
    }

    [Theory]
    [InlineData("Serilog.Sinks.File", "Serilog")]
    [InlineData("Npgsql", "Npgsql")]
    [InlineData("Microsoft.Extensions.Logging", "Microsoft.Extensions")]
    [InlineData("System.Text.Json", "System.Text")]
    [InlineData("system.text.json", "system.text")]
    [InlineData("Microsoft", "Microsoft")]
    public void A_familys_name_is_as_short_as_it_can_be(string package, string family) => PackageGroups.FamilyOf(package).ShouldBe(family);

    [Fact]
    public void A_package_that_grows_a_little_moves_nobody()
    {
        PublishedFile[] before = [File("A", 900_000), File("B", 500_000), File("C", 400_000), File("D", 180_000), File("E", 90_000)];
        PublishedFile[] after = [File("A", 930_000), File("B", 510_000), File("C", 390_000), File("D", 185_000), File("E", 91_000)];

        Layers(after).ShouldBe(Layers(before));
    }

    [Fact]
    public void The_order_of_the_files_does_not_matter()
    {
        PublishedFile[] files = [File("A", 1000), File("B", 1000), File("C", 1000), File("D", 1000)];

        Layers([.. files.Reverse()]).ShouldBe(Layers(files));
    }

    [Fact]
    public void A_layer_says_whose_packages_it_holds()
        => LayerPlanner.Plan([File("Npgsql", 1)], [], Fine).Layers.Single().Class.Meaning.ShouldBe("NuGet packages of Npgsql");

    [Fact]
    public void Only_stable_packages_are_dealt_out()
    {
        PublishedFile[] files =
        [
            File("A", 1000), File("B", 1000), File("C", 1000), File("D", 1000),
            new("P.dll", "/p/P.dll", 1, false, new FileOrigin.Package("P", "1.0.0-rc.1")),
            new("Shop.dll", "/p/Shop.dll", 1, false, new FileOrigin.App()),
        ];

        LayerPlanner.Plan(files, [], Fine).Layers.Select(layer => layer.Class.Name).ShouldBe(["packages", "packages", "packages", "prerelease", "app"]);
    }

    [Fact]
    public void A_file_that_a_rule_puts_among_the_packages_needs_no_package()
    {
        PublishedFile[] files = [File("A", 1000), new("model.bin", "/p/model.bin", 1, false, new FileOrigin.Content())];

        var plan = LayerPlanner.Plan(files, [new LayerRule(LayerClass.Packages, ["model.bin"])], Fine);

        plan.Layers.SelectMany(layer => layer.Files).Count().ShouldBe(2);
    }

    [Fact]
    public void Single_makes_one_layer_of_all_but_the_users_own()
    {
        PublishedFile[] files = [File("A", 1000), new("Shop.dll", "/p/Shop.dll", 1, false, new FileOrigin.App()), new("model.bin", "/p/model.bin", 1, false, new FileOrigin.Content())];
        var models = new LayerClass("models", LayerClass.Packages.Rank + 1, "mine");

        LayerPlanner.Plan(files, [new LayerRule(models, ["model.bin"])], new LayeringChoice(LayeringMode.Single)).Layers
            .Select(layer => (layer.Class.Name, layer.Files.Count)).ShouldBe([("models", 1), ("app", 2)]);
    }

    private static PublishedFile[] Many() => [.. Enumerable.Range(1, 40).Select(i => File($"Package{i}", 20_000 * i))];

    private static List<string[]> Standard(PublishedFile[] files)
        => [.. LayerPlanner.Plan(files, []).Layers.Select(layer => layer.Files.Select(file => file.RelativePath).ToArray())];

    private static List<string[]> Layers(params PublishedFile[] files)
        => [.. LayerPlanner.Plan(files, [], Fine).Layers.Select(layer => layer.Files.Select(file => file.RelativePath).ToArray())];

    private static PublishedFile File(string package, long size)
        => new(package + ".dll", $"/publish/{package}.dll", size, Executable: false, new FileOrigin.Package(package, "1.0.0"));
}
