using Containerize.Diagnostics;
using Containerize.Layering;
using Containerize.Tasks;
using Microsoft.Build.Utilities;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Tasks;

/// <summary>What a project adds to its image is read as what it publishes is.</summary>
public sealed class ContentReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("mkfifo \"$1/pipe\"", "pipe", "/srv/", "CTZ5009")]
    [InlineData("mkdir \"$1/data\"; mkfifo \"$1/data/pipe\"", "data", "/srv/data", "CTZ5009")]
    [InlineData("mkdir \"$1/data\"; touch \"$1/data/.wh.x\"", "data", "/srv/data", "CTZ5009")]
    [InlineData("touch \"$1/plain\"", "plain", "/srv/.wh.plain", "CTZ5009")]
    [InlineData("mkdir \"$1/data\"; printf x > \"$1/data/$(printf 'caf\\351')\"", "data", "/srv/data", "CTZ5009")]
    [InlineData("mkdir \"$1/data\"; ln -s nowhere \"$1/data/link\"", "data", "/srv/data", "CTZ5005")]
    [InlineData("ln -s link \"$1/link\"", "link", "/srv/", "CTZ5005")]
    public void What_no_layer_can_hold_is_an_error_that_names_the_item(string make, string include, string target, string code)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems have no such files.");
        Directory.CreateDirectory(folder.At("Shop"));
        folder.RunShell(make, "Shop");

        var error = Should.Throw<ContainerizeException>(() => Read(include, target));

        error.Code.Id.ShouldBe(code);
        error.Message.ShouldStartWith($"Reading the ContainerContent item '{include}': ");
        folder.RunShell("rm -r \"$1\"/*", "Shop");
    }

    [Fact]
    public void A_link_to_a_file_elsewhere_is_that_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Windows makes links for administrators only.");
        folder.Write("elsewhere/motd", "good morning");
        folder.Write("Shop/near", "x");
        File.CreateSymbolicLink(folder.At("Shop/link"), folder.At("elsewhere/motd"));

        var file = Read("link", "/etc/motd").ShouldHaveSingleItem();

        file.RelativePath.ShouldBe("/etc/motd");
        file.Source.ShouldBe(folder.At("elsewhere/motd"));
        file.Size.ShouldBe("good morning".Length);
    }

    private IReadOnlyList<PublishedFile> Read(string include, string target)
    {
        var item = new TaskItem(include);
        item.SetMetadata("TargetPath", target);
        item.SetMetadata(ImageItems.KindMetadata, nameof(ItemKind.Content));
        return new ContentReader(new ImageItems([item], new ProjectPaths(folder.At("Shop/Shop.csproj"))), "/app", []).ReadFiles();
    }
}
