using Containerize.Composing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Composing;

public sealed class ComposePlaceTests
{
    /// <summary>With files that are there, where that of <c>r/src/shop</c> goes.</summary>
    [Theory]
    [InlineData("r/.git/HEAD r/All.slnx", "", "r")]
    [InlineData("r/.git/HEAD r/All.sln", "", "r")]
    [InlineData("r/.git/HEAD r/src/All.sln r/All.slnx", "", "r/src")]
    [InlineData("r/.git/HEAD r/All.slnx", "r/build", "r/build")]
    [InlineData("r/.git/HEAD r/All.slnf", "", "r")]
    [InlineData("r/.git/HEAD Other.sln", "", "r")]
    [InlineData("r/src/All.sln", "", "r/src")]
    [InlineData("Other.txt", "", "r/src/shop")]
    public void The_file_lies_beside_the_solution_or_at_the_root(string files, string built, string expected)
    {
        using var folder = new TemporaryFolder();
        foreach (var file in files.Split(' '))
        {
            folder.Write(file, string.Empty);
        }

        folder.Write("r/src/shop/shop.csproj", string.Empty);

        ComposePlace.Find(folder.At("r/src/shop"), built.Length == 0 ? null : folder.At(built), folder.Root).ShouldBe(folder.At(expected + "/compose.yaml"));
    }
}
