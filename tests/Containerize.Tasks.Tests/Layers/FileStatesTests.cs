using Containerize.Layers;
using Containerize.Storage;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Layers;

/// <summary>Layers with a file that each publish writes anew, as it was (a web.config), are known all the same.</summary>
public sealed class FileStatesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StatIndex index;

    public FileStatesTests() => index = new StatIndex(new ContentStore(folder.At("store")), TimeProvider.System);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_small_file_that_is_written_again_as_it_was_is_the_same()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Others are not asked.");
        var first = KeyOf("<configuration />");
        var second = KeyOf("<configuration />");
        var other = KeyOf("<configuration/> ");

        first.ShouldNotBeNull();
        second.ShouldBe(first);
        other.ShouldNotBeNull().ShouldNotBe(first);
    }

    [Fact]
    public void A_large_one_or_one_that_is_copied_is_told_by_what_the_file_system_says()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Others are not asked.");

        KeyOf(new string('x', 65 * 1024)).ShouldBeNull("it may be moving still");
        KeyOf("small", isWritten: false).ShouldBeNull();
    }

    [Fact]
    public void It_is_asked_once_and_anew_where_it_matters()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Others are not asked.");
        var states = new FileStates();
        var file = Write("before");
        var before = index.KeyOf([file], states);
        Write("after.");

        index.KeyOf([file], states).ShouldBe(before);
        index.KeyOf([file], new FileStates()).ShouldNotBeNull().ShouldNotBe(before);
    }

    [Fact]
    public void Where_it_is_gone_nothing_is_known()
        => index.KeyOf([new LayerFile("app/web.config", folder.At("web.config"), 1, Executable: false) { IsWritten = true }], new FileStates()).ShouldBeNull();

    private string? KeyOf(string content, bool isWritten = true) => index.KeyOf([Write(content) with { IsWritten = isWritten }], new FileStates());

    private LayerFile Write(string content)
    {
        folder.Write("web.config", content);
        return new LayerFile("app/web.config", folder.At("web.config"), content.Length, Executable: false) { IsWritten = true };
    }
}
