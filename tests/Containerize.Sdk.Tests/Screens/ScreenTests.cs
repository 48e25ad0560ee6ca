using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk.Screens;

/// <summary>All scenes, at a terminal and in a log.</summary>
public sealed class PlayedScenes : IAsyncLifetime
{
    internal IReadOnlyDictionary<string, string>[] Shown { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        if (OperatingSystem.IsLinux())
        {
            Shown = await Task.WhenAll(Stage.PlayAsync(new TerminalView()), Stage.PlayAsync(new LogView()));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>
/// What people see is what docs/screens.md and the README show, but for numbers. CONTAINERIZE_UPDATE_DOCS=1 writes the former anew; the change is then
/// for a reviewer to see.
/// </summary>
public sealed class ScreenTests(PlayedScenes played) : IClassFixture<PlayedScenes>
{
    private const int Terminal = 0;
    private const int Log = 1;

    public static TheoryData<string> Scenes => [.. Scene.All];

    [Theory]
    [MemberData(nameof(Scenes))]
    public void A_terminal_shows_what_the_page_says(string scene) => Compare(scene, Terminal);

    [Theory]
    [MemberData(nameof(Scenes))]
    public void A_log_has_what_the_page_says(string scene) => Compare(scene, Log);

    [Theory]
    [InlineData(Scene.First, Terminal)]
    [InlineData(Scene.First, Log)]
    public void The_README_shows_the_same_as_the_page(string scene, int view)
        => File.ReadAllText(Path.Join(PackedPackage.RepositoryRoot, "README.md")).ReplaceLineEndings("\n").ShouldContain(ScreensPage.ReadBlock(scene, view));

    private void Compare(string scene, int view)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A terminal is made by script of util-linux.");
        var shown = played.Shown[view][scene];

        ScreensPage.Update(scene, view, shown);

        string.Join('\n', Mask.Lines(shown)).ShouldBe(string.Join('\n', Mask.Lines(ScreensPage.ReadBlock(scene, view))), $"The whole of it:\n{shown}");
    }
}
