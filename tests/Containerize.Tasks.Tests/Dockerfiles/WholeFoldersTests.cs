using Containerize.Dockerfiles;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Dockerfiles;

public sealed class WholeFoldersTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Many_files_that_are_all_there_is_in_a_folder_are_the_folder()
    {
        string[] files = [.. Write("shared/data", WholeFolders.Many), .. Write("shared/other", 2)];

        var (folders, rest) = WholeFolders.Fold(files, folder.Root);

        folders.ShouldBe([folder.At("shared")]);
        rest.ShouldBeEmpty();
    }

    [Fact]
    public void A_folder_with_something_else_in_it_is_named_by_its_files_and_a_whole_one_below_it_is_not()
    {
        string[] whole = [.. Write("shared/data/deep", WholeFolders.Many)];
        string[] others = [.. Write("shared", 3)];
        folder.Write("shared/secret.txt", "not of the build");

        var (folders, rest) = WholeFolders.Fold([.. whole, .. others], folder.Root);

        folders.ShouldBe([folder.At("shared/data")]);
        rest.ShouldBe(others);
    }

    [Fact]
    public void A_few_files_are_named_one_by_one()
    {
        string[] files = [.. Write("shared", WholeFolders.Many - 1)];

        WholeFolders.Fold(files, folder.Root).Files.ShouldBe(files);
    }

    [Fact]
    public void Folders_whose_names_begin_alike_are_two()
    {
        string[] files = [.. Write("data", WholeFolders.Many), .. Write("data-more", 2)];

        var (folders, rest) = WholeFolders.Fold(files, folder.Root);

        folders.ShouldBe([folder.At("data")]);
        rest.Length.ShouldBe(2);
    }

    [Fact]
    public void The_context_itself_is_no_answer()
    {
        string[] files = [.. Write("data", WholeFolders.Many)];

        WholeFolders.Fold(files, folder.At("data")).Folders.ShouldBeEmpty();
    }

    private IEnumerable<string> Write(string place, int count) => Enumerable.Range(0, count).Select(number => folder.Write($"{place}/{number}.txt", "text"));
}
