using Containerize.Layering;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Layering;

/// <summary>A very large layer goes in several: what changes one file leaves the other layers alone.</summary>
public sealed class LargeFilesTests
{
    private const long Megabyte = 1024 * 1024;

    [Fact]
    public void Below_the_limit_a_layer_stays_whole()
        => Layers([.. Models(12, 10 * Megabyte)]).ShouldHaveSingleItem().IsPiece.ShouldBeFalse();

    [Fact]
    public void Above_it_large_files_are_dealt_out_and_small_ones_stay_together()
    {
        PublishedFile[] files = [.. Models(24, 40 * Megabyte), .. Enumerable.Range(0, 100).Select(i => File($"text/{i}", 20_000))];

        var layers = Layers(files);

        layers.Count.ShouldBeInRange(8, 17);
        layers.ShouldAllBe(layer => layer.IsPiece && layer.Class.Name == "assets");
        layers.SelectMany(layer => layer.Files).Select(file => file.RelativePath).Order(StringComparer.Ordinal)
            .ShouldBe(files.Select(file => file.RelativePath).Order(StringComparer.Ordinal));
        layers[^1].Files.Count.ShouldBe(100);
        layers.Select(layer => layer.Class.Meaning).ShouldBeUnique();
    }

    [Fact]
    public void A_file_more_or_less_changes_one_layer()
    {
        var before = Layers([.. Models(24, 40 * Megabyte)]).Select(Names).ToArray();
        var after = Layers([.. Models(25, 40 * Megabyte)]).Select(Names).ToArray();

        after.Except(before, StringComparer.Ordinal).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_layer_that_the_user_named_stays_whole()
        => LayerPlanner.Plan([.. Models(24, 40 * Megabyte)], [new LayerRule(new LayerClass("models", LayerClass.Packages.Rank + 1, "mine"), ["*"])])
            .Layers.ShouldHaveSingleItem().Class.Name.ShouldBe("models");

    [Fact]
    public void Who_asks_for_a_single_layer_gets_one()
        => LayerPlanner.Plan([.. Models(24, 40 * Megabyte)], [], new LayeringChoice(LayeringMode.Single)).Layers.ShouldHaveSingleItem();

    private static IReadOnlyList<PlannedLayer> Layers(PublishedFile[] files) => LayerPlanner.Plan(files, []).Layers;

    private static string Names(PlannedLayer layer) => string.Join(',', layer.Files.Select(file => file.RelativePath));

    private static IEnumerable<PublishedFile> Models(int count, long size) => Enumerable.Range(0, count).Select(i => File($"models/{i}.bin", size));

    private static PublishedFile File(string path, long size) => new(path, "/publish/" + path, size, Executable: false, new FileOrigin.Content());
}
