using System.Diagnostics;
using Containerize.Generating;
using Containerize.Layering;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Dockerfiles;

/// <summary>The shell of this machine is asked what it finds: the files that a publish would take for the pattern.</summary>
public sealed class FileSearchTests : IDisposable
{
    private static readonly string[] Files =
    [
        "app.js", "app.json", "data/one.db", "data/more/two.db", "data/more/a b.db", "pages/[id].html", "pages/i.html", "pages/*.html", "pages/it's.html", "-n", "été/naïve.txt",
        "node_modules/kit/index.js",
    ];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("*")]
    [InlineData("*.js")]
    [InlineData("data/*")]
    [InlineData("data/*.db")]
    [InlineData("data/????.db")]
    [InlineData("data/one.db")]
    [InlineData("data")]
    [InlineData("pages/[id].html")]
    [InlineData("pages/*.html")]
    [InlineData("pages/it's.html")]
    [InlineData("-?")]
    [InlineData("été/*")]
    [InlineData("*", "data/*", "*.html")]
    [InlineData("data/*", "data/more/*")]
    [InlineData("pages/*", "pages/[id].html")]
    public void Files_move_with_their_folders(string pattern, params string[] earlier)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The commands are for the shell of an image.");
        foreach (var file in Files)
        {
            folder.Write($"layers/app/w d/{file}", file);
        }

        Run(Search("w d").Move("app", pattern, earlier, below: string.Empty, folder.At("layers/own layer")));

        string[] moved = [.. Files.Where(file => LayerRule.Matches(pattern, file) && !earlier.Any(other => LayerRule.Matches(other, file)))];
        folder.Files().ShouldBe(moved.Select(file => $"layers/own layer/{file}").Concat(Files.Except(moved).Select(file => $"layers/app/w d/{file}")), ignoreOrder: true);
        folder.Files().ShouldAllBe(file => file.EndsWith(File.ReadAllText(folder.At(file)), StringComparison.Ordinal));
    }

    [Fact]
    public void What_lies_in_a_folder_moves_without_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The commands are for the shell of an image.");
        folder.Write("layers/app/srv/data/more/two.db", "2");
        File.CreateSymbolicLink(folder.At("layers/app/srv/data/last.db"), "more/two.db");

        Run(Search("srv").Move("app", "data/*", [], below: "data", folder.At("layers/data")));

        folder.Files().ShouldBe(["layers/data/last.db", "layers/data/more/two.db"]);
        new FileInfo(folder.At("layers/data/last.db")).LinkTarget.ShouldBe("more/two.db");
    }

    [Theory]
    [InlineData("*", "packages assets app")]
    [InlineData("*.js", "packages assets app")]
    [InlineData("node*", "packages app")]
    [InlineData("node_modules/kit/*", "packages")]
    [InlineData("node_modules", "packages app")]
    [InlineData("public/*", "assets")]
    [InlineData("publications/*", "assets app")]
    [InlineData("server.js", "app")]
    public void Only_layers_are_searched_that_can_have_such_a_file(string pattern, string layers)
        => string.Join(' ', new[] { "packages", "assets", "app" }.Where(layer => Search("app").Reaches(layer, pattern))).ShouldBe(layers);

    [Theory]
    [InlineData("data/*.db")]
    [InlineData("a?c*")]
    [InlineData("plain.txt")]
    public void What_stands_for_a_pattern_is_meant_by_it(string pattern) => LayerRule.Matches(pattern, FileSearch.FillIn(pattern)).ShouldBeTrue();

    [Theory]
    [InlineData("*", true)]
    [InlineData("?*", true)]
    [InlineData("*a*", false)]
    [InlineData("*.*", false)]
    [InlineData("*/*", false)]
    [InlineData("???", false)]
    public void What_stands_for_all_files_of_a_layer_is_meant_where_all_are(string pattern, bool isMeant)
        => Enumerable.Range(0, 3).Select(FileSearch.NameNobody).ShouldAllBe(path => LayerRule.Matches(pattern, path) == isMeant);

    private FileSearch Search(string place) => new(folder.At("layers/"), place, new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        ["packages"] = ["node_modules", "client/node_modules"],
        ["assets"] = ["public"],
    });

    private static void Run(string command)
    {
        using var shell = Process.Start("sh", ["-c", $"{FileSearch.Definition} && {command}"]);
        shell.WaitForExit();
        shell.ExitCode.ShouldBe(0, command);
    }
}
