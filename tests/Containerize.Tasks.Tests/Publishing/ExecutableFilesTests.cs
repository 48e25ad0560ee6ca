using System.Text;
using Containerize.Describing;
using Containerize.Destinations;
using Containerize.Layering;
using Containerize.Oci;
using Containerize.TestKit;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Publishing;

public sealed class ExecutableFilesTests : IDisposable
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Runnable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly TemporaryFolder folder = new();
    private readonly RecordingLog log = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("run.sh", "#!/bin/sh\n", true)]
    [InlineData("tool", "\u007fELF....", true)]
    [InlineData("tool.py", "#!/usr/bin/env python3\n", true)]
    [InlineData("readme", "hello", false)]
    [InlineData("empty", "", false)]
    [InlineData("libx.so", "\u007fELF....", false)]
    [InlineData("libx.so.1", "\u007fELF....", false)]
    [InlineData("Shop.dll", "MZ", false)]
    public void Programs_are_told_by_what_is_in_them(string name, string content, bool expected)
    {
        folder.Write("publish/" + name, Encoding.Latin1.GetBytes(content));

        Programs().ShouldBe(expected ? [name] : []);
    }

    [RanInto("names that look like data", "an assembly called Acme.Db, My.Config or App.Json", "its program can be executed, whatever its ending")]
    [Theory]
    [InlineData("Acme.Db")]
    [InlineData("My.Config")]
    [InlineData("App.Json")]
    [InlineData("Site.Js")]
    [InlineData("Some.So")]
    public void The_program_of_an_assembly_is_one_whatever_its_name_ends_in(string assembly)
    {
        folder.Write("publish/" + assembly, "\u007fELF and so on");
        folder.Write($"publish/{assembly}.dll", "MZ");

        Programs().ShouldBe([assembly]);
    }

    [RanInto("names that look like data", "a single file or native program called Acme.Db, and a command that names some file of the app", "what the image starts can be executed")]
    [Theory]
    [InlineData("/app/Acme.Db")]
    [InlineData("./Acme.Db")]
    [InlineData("/app/bin/../Acme.Db")]
    public void What_a_container_is_told_to_start_is_a_program(string command)
    {
        folder.Write("publish/Acme.Db", "no matter what");
        folder.Write("publish/Other.Db", "data");

        Programs(definition => definition with { CommandLine = new CommandLine { AppCommand = [command, "/app/Other.Db"] } }).ShouldBe(["Acme.Db"]);
        Programs(definition => definition with { CommandLine = new CommandLine { Entrypoint = [command] } }).ShouldBe(["Acme.Db"]);
        Programs(definition => definition with { HealthCheck = new HealthCheck([command]) }).ShouldBe(["Acme.Db"]);
    }

    [Theory]
    [InlineData("Acme.Db")]
    [InlineData("/opt/Acme.Db")]
    [InlineData("/app/../Acme.Db")]
    [InlineData("/application/Acme.Db")]
    public void A_command_that_lies_elsewhere_says_nothing_of_a_file(string command)
    {
        folder.Write("publish/Acme.Db", "data");

        Programs(definition => definition with { CommandLine = new CommandLine { AppCommand = [command] } }).ShouldBeEmpty();
    }

    [RanInto("scripts", "a script without #!, or called build.js, that git has as executable", "executable in the image where the file system has such a mode")]
    [Theory]
    [InlineData("content/build.js")]
    [InlineData("content/run")]
    [InlineData("migrate.py")]
    public void A_file_of_the_project_that_everybody_may_run_is_a_program(string path)
    {
        SkipOnWindows();
        Mark("publish/" + path, Runnable);
        folder.Write("publish/content/plain.js", "console.log()");

        Programs().ShouldBe([path]);
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, true)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute, true)]
    [InlineData(Readable | UnixFileMode.UserExecute, false)]
    public void What_counts_is_git_s_mode_under_any_mask_and_not_the_one_that_NuGet_sets(UnixFileMode mode, bool expected)
    {
        SkipOnWindows();
        Mark("publish/content/run", mode);

        Programs().Count.ShouldBe(expected ? 1 : 0);
    }

    [Fact]
    public void Modes_of_files_from_packages_do_not_count()
    {
        SkipOnWindows();
        Mark("publish/package.txt", Runnable);

        Programs().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Shop.csproj")]
    [InlineData("publish/Shop.deps.json")]
    public void Where_the_file_system_calls_every_file_a_program_no_mode_counts(string witness)
    {
        SkipOnWindows();
        Mark("publish/content/run", Runnable);
        Mark(witness, Runnable);

        Programs().ShouldBeEmpty();
    }

    [RanInto("scripts", "a script with Windows line ends or a byte order mark, which Linux does not start", "a warning that says how to save it")]
    [Theory]
    [InlineData("#!/bin/sh\r\necho\r\n")]
    [InlineData("\uFEFF#!/bin/sh\necho\n")]
    public void A_script_that_no_Linux_starts_is_a_warning(string content)
    {
        folder.Write("publish/run.sh", content);
        folder.Write("publish/good.sh", "#!/bin/sh\necho\r\n");

        Programs().ShouldBe(["good.sh", "run.sh"]);

        log.Lines.ShouldHaveSingleItem().ShouldStartWith("CTZ5008: Reading the publish output: run.sh begins with #!");
    }

    private static void SkipOnWindows() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no mode for programs");

    private void Mark(string path, UnixFileMode mode)
    {
        folder.Write(path, "content");
#pragma warning disable CA1416 // Skipped there.
        File.SetUnixFileMode(folder.At(path), mode);
#pragma warning restore CA1416
    }

    private IReadOnlyList<string> Programs(Func<ImageDefinition, ImageDefinition>? change = null)
    {
        var definition = new ImageDefinition
        {
            ProjectName = "Shop",
            ProjectDirectory = folder.Root,
            ProjectFile = folder.At("Shop.csproj"),
            PublishDirectory = folder.At("publish"),
            IntermediateDirectory = folder.At("obj"),
            BaseImage = null,
            Platform = new Platform("linux", "amd64"),
            Targets = [new ImageTarget(new ImagePlace.Engine(Named: null) { ArchiveInstead = folder.At("shop.tar") }, null, "shop", ["latest"])],
            WorkingDirectory = "/app",
            CommandLine = new CommandLine(),
            Provenance = new Origins(),
        };
        return [.. PublishDirectory.Read(change is null ? definition : change(definition), log).Where(file => file.Executable).Select(file => file.RelativePath)];
    }

    private sealed class Origins : IFileProvenance
    {
        public FileOrigin OriginOf(string relativePath) => relativePath switch
        {
            "package.txt" => new FileOrigin.Package("P", "1.0.0"),
            _ when relativePath.StartsWith("content/", StringComparison.Ordinal) => new FileOrigin.Content(),
            _ => new FileOrigin.App(),
        };

        public bool ChangesWithApp(string relativePath) => false;
    }
}
