using Containerize.Describing;
using Containerize.Diagnostics;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Publishing;

/// <summary>What is cleared from a publish folder before a publish writes into it, and what is told of afterwards.</summary>
public sealed class PublishFolderTests : IDisposable
{
    private static readonly DateTime Old = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly TemporaryFolder folder = new();
    private readonly RecordingLog log = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_the_last_publish_wrote_and_this_one_does_not_bring_is_removed()
    {
        Publish(wrote: ["web.config", "wwwroot/app.1.js"], coming: []);

        Clear([]).ShouldBeEmpty();

        Files().ShouldBeEmpty();
    }

    [Fact]
    public void A_recorded_file_that_somebody_has_written_to_since_is_nobodys_any_more()
    {
        Publish(wrote: ["notes.txt"], coming: []);
        folder.Write("out/notes.txt", "written by hand");

        Clear([]).ShouldBe(["notes.txt"]);

        Files().ShouldBe(["notes.txt"]);
        Finish([], ["notes.txt"]).ShouldBe([folder.At("out/notes.txt")]);
        log.Lines.ShouldHaveSingleItem().ShouldContain("notes.txt was there before this publish");
    }

    [Fact]
    public void In_the_builds_own_folder_it_is_put_aside_and_what_comes_again_is_not_told_of()
    {
        folder.Write("out/by-hand.bin", "1");
        folder.Write("out/by-a-target.txt", "1");

        Clear([], isBuilds: true).ShouldBe(["by-a-target.txt", "by-hand.bin"], ignoreOrder: true);

        Files().ShouldBeEmpty();
        File.Exists(folder.At("aside/by-hand.bin")).ShouldBeTrue();
        folder.Write("out/by-a-target.txt", "1");
        Finish([], ["by-a-target.txt", "by-hand.bin"], isBuilds: true).ShouldBeEmpty();
        log.Lines.ShouldHaveSingleItem().ShouldContain(" by-hand.bin was there");
    }

    [Theory]
    [InlineData("printf x > \"$1/$(printf 'caf\\351')\"")]
    [InlineData("ln -s nowhere \"$1/$(printf '\\377')\"")]
    [InlineData("mkdir \"$1/inner\"; mkfifo \"$1/inner/$(printf 'p\\351')\"")]
    public void A_name_that_is_not_UTF_8_is_an_error_before_and_after_the_publish(string make)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems have no such names.");
        folder.Write("out/app.dll", "1");
        folder.RunShell(make, "out");

        Should.Throw<ContainerizeException>(() => Finish([], [])).Code.ShouldBe(ErrorCodes.FileUnfit);
        Should.Throw<ContainerizeException>(() => Clear([])).Code.ShouldBe(ErrorCodes.FileUnfit);

        // .NET cannot name it, so it cannot remove it either.
        folder.RunShell("rm -r \"$1\"/*", "out");
    }

    [Theory]
    [InlineData("first", "second", 1, true)] // the project went back a version: the source is older than what lies there
    [InlineData("first", "other", 0, true)] // all versions of the package have one time
    [InlineData("first", "first", 1, false)]
    [InlineData("first", "first", 0, false)]
    public void A_file_of_another_version_of_its_package_is_copied_again(string there, string source, int newerByHours, bool goes)
    {
        Publish(wrote: [], coming: [Coming("lib.dat", "A/2.0")]);
        Write("out/lib.dat", there, Old.AddHours(newerByHours));
        Write("packages/lib.dat", source, Old);

        Clear([Coming("lib.dat", "A/1.0")]).ShouldBeEmpty();

        Files().ShouldBe(goes ? [] : ["lib.dat"]);
    }

    [Fact]
    public void A_file_of_the_projects_own_that_a_target_has_rewritten_stays()
    {
        Write("out/appsettings.json", "transformed", Old.AddHours(1));
        Write("packages/appsettings.json", "as written", Old);

        Clear([Coming("appsettings.json", package: null)]).ShouldBeEmpty();

        Files().ShouldBe(["appsettings.json"]);
    }

    [Fact]
    public void A_record_that_is_torn_counts_as_none()
    {
        Publish(wrote: ["web.config"], coming: []);
        File.WriteAllText(folder.At("record"), "containerize publish 1\nfile x y web.config\n");

        Clear([]).ShouldBe(["web.config"]);
    }

    [Fact]
    public void What_concerns_others_is_left_alone()
    {
        folder.Write("out/wwwroot/a.js", "1");

        Folder().Clear([], isBuilds: true, path => !path.StartsWith("wwwroot/", StringComparison.Ordinal)).ShouldBeEmpty();

        Files().ShouldBe(["wwwroot/a.js"]);
    }

    private PublishFolder Folder() => new(folder.At("out"), folder.At("record"), folder.At("aside"));

    private IReadOnlyList<string> Clear(ComingFile[] coming, bool isBuilds = false) => Folder().Clear(coming, isBuilds, _ => true);

    private IReadOnlyList<string> Finish(ComingFile[] coming, string[] unexplained, bool isBuilds = false) => Folder().Finish(coming, unexplained, isBuilds, log);

    private void Publish(string[] wrote, ComingFile[] coming)
    {
        Directory.CreateDirectory(folder.At("out"));
        foreach (var path in wrote)
        {
            folder.Write("out/" + path, path);
        }

        Finish(coming, []).ShouldBeEmpty();
    }

    private ComingFile Coming(string path, string? package)
        => new(path) { Source = folder.At("packages/" + path), OnlyIfNewer = true, Package = package };

    private void Write(string path, string content, DateTime time)
    {
        folder.Write(path, content);
        File.SetLastWriteTimeUtc(folder.At(path), time);
    }

    private string[] Files() => [.. Directory.EnumerateFiles(folder.At("out"), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder.At("out"), file).Replace('\\', '/'))];
}
