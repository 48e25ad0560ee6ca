using Containerize.Explaining;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Explaining;

public sealed class FindingsTests
{
    private static readonly string Long = new('x', 5000);

    [Fact]
    public async Task A_file_that_a_higher_layer_replaces_is_pulled_nevertheless()
        => (await FindAsync("hidden", [("a", "12345"), ("b", "1")], [("a", "2")]))
            .ShouldBe(["Layer 2 replaces or removes 1 file of lower layers, which are pulled nevertheless: 5, 0/a"]);

    [Fact]
    public async Task So_is_one_that_it_removes_and_all_that_was_below_a_folder()
        => (await FindAsync("hidden", [("d/a", "1"), ("d/e/b", "22"), ("e", "333")], [(".wh.d", "")], [("x/.wh..wh..opq", ""), (".wh.e", "")]))
            .ShouldBe([
                "Layer 2 replaces or removes 2 files of lower layers, which are pulled nevertheless: 3, 0/d/a 0/d/e/b",
                "Layer 3 replaces or removes 1 file of lower layers, which are pulled nevertheless: 3, 0/e",
            ]);

    [Fact]
    public async Task An_opaque_folder_hides_what_lower_layers_have_in_it_and_nothing_of_its_own_layer()
        => (await FindAsync("hidden", [("d/a", "1"), ("e", "2")], [("d/b", "3"), ("d/.wh..wh..opq", "")]))
            .ShouldBe(["Layer 2 replaces or removes 1 file of lower layers, which are pulled nevertheless: 1, 0/d/a"]);

    [Fact]
    public async Task A_file_in_a_folders_place_hides_the_folder_and_the_other_way_round()
        => (await FindAsync("hidden", [("d/a", "1")], [("d", "22")], [("d/c", "333")]))
            .ShouldBe([
                "Layer 2 replaces or removes 1 file of lower layers, which are pulled nevertheless: 1, 0/d/a",
                "Layer 3 replaces or removes 1 file of lower layers, which are pulled nevertheless: 2, 1/d",
            ]);

    [Fact]
    public async Task Files_of_the_same_content_are_found_and_those_of_the_same_length_are_not()
        => (await FindAsync("duplicate", [("a", Long), ("b", Long.Replace("x", "y", StringComparison.Ordinal))], [("c", Long), ("d", Long)]))
            .ShouldBe(["3 files with the same content: 10000, 0/a 1/c 1/d"]);

    [Fact]
    public async Task What_nobody_sees_is_no_duplicate()
        => (await FindAsync("duplicate", [("a", Long), ("b", Long)], [(".wh.a", "")])).ShouldBeEmpty();

    [Theory]
    [InlineData("app/.env", "secret")]
    [InlineData("root/.ssh/id_rsa", "secret")]
    [InlineData("srv/.git/config", "versions")]
    [InlineData("var/lib/apt/lists/deb_main_Packages", "cache")]
    [InlineData("src/Shop.csproj", "sources")]
    [InlineData("app/Shop.pdb", "symbols")]
    public async Task A_name_that_has_no_business_in_an_image_is_told(string path, string kind)
        => (await FindAsync(kind, [(path, "1"), ("app/Shop.dll", "2")])).ShouldHaveSingleItem().ShouldEndWith($": 1, 0/{path}");

    [Theory]
    [InlineData(0b100_111_101_101, "setuid")]
    [InlineData(0b110_110_110, "writable")]
    public void So_are_permissions_that_go_far(int mode, string kind)
        => Findings.Find([new ExplainedLayer(string.Empty, string.Empty) { Files = [new ExplainedFile("usr/bin/su", 10) { Mode = mode }] }]).ShouldHaveSingleItem().Kind.ShouldBe(kind);

    [Fact]
    public void Of_a_layer_that_was_not_read_nothing_is_found()
        => Findings.Find([new ExplainedLayer("base", string.Empty)]).ShouldBeEmpty();

    [Fact]
    public void A_path_of_very_many_parts_is_no_reason_to_fall_over()
        => Findings.Find([new ExplainedLayer(string.Empty, string.Empty) { Files = [new ExplainedFile(string.Join('/', Enumerable.Repeat("a", 100_000)), 1)] },
            new ExplainedLayer(string.Empty, string.Empty) { Files = [], Removed = ["a"] }]).ShouldHaveSingleItem().Kind.ShouldBe("hidden");

    /// <returns>Title, bytes, and each file with its layer.</returns>
    private static async Task<string[]> FindAsync(string kind, params (string Path, string? Content)[][] layers)
    {
        var read = await Task.WhenAll(layers.Select(layer => ReadLayer.ExplainAsync(layer)));
        return [.. Findings.Find(read).Where(finding => finding.Kind == kind)
            .Select(finding => $"{finding.Title}: {finding.Size}, {string.Join(' ', finding.Files.Select(file => $"{file.Layer}/{read[file.Layer].Files![file.Index].Path}"))}")];
    }
}
