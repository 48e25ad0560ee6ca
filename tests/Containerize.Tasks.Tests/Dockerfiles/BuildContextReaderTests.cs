using Containerize.Diagnostics;
using Containerize.Dockerfiles;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Dockerfiles;

public sealed class BuildContextReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    // What lies above the temporary folder is no part of these repositories.
    public BuildContextReaderTests() => Directory.CreateDirectory(folder.At("repo/.git"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_context_of_a_project_alone_is_its_folder()
    {
        var context = Read(Project("repo/src/Shop/Shop.csproj"));

        context.Folder.ShouldBe(folder.At("repo/src/Shop"));
        context.SourceFolders.ShouldBe([""]);
        context.BelowSourceRoot.ShouldBe("src/Shop");
    }

    [Fact]
    public void What_a_restore_looks_for_in_folders_above_widens_it()
    {
        folder.Write("repo/global.json", "{}");

        var context = Read(Project("repo/src/Shop/Shop.csproj"));

        context.Folder.ShouldBe(folder.At("repo"));
        context.SourceFolders.ShouldBe(["src/Shop"]);
        context.RestoreFiles[0].ShouldBe(["global.json"]);
        context.BelowSourceRoot.ShouldBe(string.Empty);
    }

    [Fact]
    public void A_package_source_is_a_folder_of_its_own()
    {
        folder.Write("repo/nuget.config", Config("feed"));
        folder.Write("repo/feed/A.1.0.0.nupkg", "a");

        var context = Read(Project("repo/src/Shop/Shop.csproj"));

        context.Feeds.ShouldBe(["feed"]);
    }

    [Fact]
    public void Of_a_package_source_with_the_project_in_it_only_the_packages_are_the_restores()
    {
        folder.Write("repo/src/Shop/nuget.config", Config("."));
        folder.Write("repo/src/Shop/A.1.0.0.nupkg", "a");

        var context = Read(Project("repo/src/Shop/Shop.csproj"));

        context.Folder.ShouldBe(folder.At("repo/src/Shop"));
        context.Feeds.ShouldBeEmpty();
        context.RestoreFiles[^1].ShouldBe(["A.1.0.0.nupkg"]);
    }

    [Fact]
    public void What_no_context_can_hold_is_an_error_that_names_it()
    {
        folder.Write("repo/nuget.config", Config("/nonexistent/feed"));

        var failure = Should.Throw<ContainerizeException>(() => Read(Project("repo/src/Shop/Shop.csproj")));

        failure.Code.ShouldBe(ErrorCodes.OutsideContext);
        failure.Message.ShouldContain(Path.GetFullPath("/nonexistent/feed"));
    }

    [Fact]
    public void A_context_of_ones_own_choice_must_hold_everything()
    {
        folder.Write("repo/global.json", "{}");

        var failure = Should.Throw<ContainerizeException>(() => Read(Project("repo/src/Shop/Shop.csproj"), folder.At("repo/src")));

        failure.Code.ShouldBe(ErrorCodes.OutsideContext);
        failure.Message.ShouldContain("global.json");
        failure.Message.ShouldContain("ContainerizeDockerfileContext");
    }

    [Fact]
    public void Files_in_the_users_own_folder_are_the_machines()
    {
        folder.Write("home/global.json", "{}");

        var context = Read(Project("home/Shop/Shop.csproj"), home: folder.At("home"));

        context.Folder.ShouldBe(folder.At("home/Shop"));
        context.RestoreFiles.SelectMany(files => files).ShouldNotContain("global.json");
    }

    [Fact]
    public void Many_files_from_a_folder_elsewhere_are_the_folder()
    {
        var project = Project("repo/src/Shop/Shop.csproj") with
        {
            Files = [.. Enumerable.Range(0, WholeFolders.Many).Select(number => new SourceFile(folder.Write($"repo/data/{number}.txt", "text"), "Content", $"data/{number}.txt"))],
        };

        var context = Read(project);

        context.Folder.ShouldBe(folder.At("repo"));
        context.LinkedFolders.ShouldBe(["data"]);
        context.SourceFiles.ShouldBeEmpty();
    }

    [Fact]
    public void A_folder_called_bin_is_an_output_only_beside_a_project()
    {
        folder.Write("repo/Shop/Other/Other.csproj", "<Project />");
        var project = Project("repo/Shop/Shop.csproj") with
        {
            Files =
            [
                new SourceFile(folder.Write("repo/Shop/tools/ffmpeg/bin/ffmpeg", "program"), "Content", "tools/ffmpeg/bin/ffmpeg"),
                new SourceFile(folder.Write("repo/Shop/wwwroot/obj/ship.json", "{}"), "Content", "wwwroot/obj/ship.json"),
                new SourceFile(folder.Write("repo/Shop/Other/bin/Release/appsettings.json", "{}"), "Content", "Other/bin/Release/appsettings.json"),
                new SourceFile(folder.Write("repo/Shop/Other/bin/Release/Other.dll", "library"), "Reference", null) { IsNamed = true },
            ],
        };

        Read(project).KeptFiles.ShouldBe(["Other/bin/Release/Other.dll", "tools/ffmpeg/bin/ffmpeg", "wwwroot/obj/ship.json"], ignoreOrder: true);
    }

    [Fact]
    public void Many_files_that_are_kept_are_their_folder()
    {
        var project = Project("repo/Shop/Shop.csproj") with
        {
            Files = [.. Enumerable.Range(0, WholeFolders.Many).Select(number => new SourceFile(folder.Write($"repo/Shop/tools/bin/{number}", "x"), "None", $"tools/bin/{number}"))],
        };

        Read(project).KeptFiles.ShouldBe(["tools"]);
    }

    [Fact]
    public void A_context_above_the_repository_says_what_is_outside_unless_it_was_chosen()
    {
        folder.Write("repo/nuget.config", Config("../feed"));
        folder.Write("feed/A.1.0.0.nupkg", "a");
        var project = Project("repo/src/Shop/Shop.csproj");

        Read(project).OutsideRepository.ShouldBe(folder.At("feed"));
        Read(project, folder.Root).OutsideRepository.ShouldBeNull();
    }

    private static BuildContext Read(SourceProject project, string? wanted = null, string home = "") => new BuildContextReader([project], [], home).Read(wanted, []);

    private static string Config(string source) => $"""<configuration><packageSources><add key="one" value="{source}" /></packageSources></configuration>""";

    private SourceProject Project(string path) => new()
    {
        Path = folder.Write(path, "<Project />"),
        Imports = [],
        Files = [],
        OutputFolders = [],
        OutputReferences = [],
        AssemblyName = "Shop",
        TargetFrameworks = ["net10.0"],
    };
}
