using Containerize.Tasks;
using Containerize.TestKit;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Tasks;

/// <summary>Two projects of one build that would write one image.</summary>
public sealed class ClaimImageNamesTests : IDisposable
{
    private readonly Guid build = Guid.NewGuid();
    private readonly RecordingEngine engine = new();

    public void Dispose()
    {
        foreach (var kept in engine.Kept.OfType<IDisposable>())
        {
            kept.Dispose();
        }

        Directory.Exists(Folder(build)).ShouldBeFalse();
    }

    [Fact]
    public void The_second_project_is_an_error_that_names_both_and_the_way_out()
    {
        Claim("/src/Web/Web.csproj", "r.example/acme/shop:1", "r.example/acme/shop:latest").ShouldBeEmpty();

        var error = Claim("/src/Api/Api.csproj", "r.example/acme/shop:latest").ShouldHaveSingleItem();

        error.Code.ShouldBe("CTZ1118");
        error.Message.ShouldNotBeNull().ShouldContain("/src/Api/Api.csproj and /src/Web/Web.csproj");
        error.Message.ShouldContain("r.example/acme/shop:latest");
        error.Message.ShouldContain("ContainerRepositoryPrefix");
    }

    [Fact]
    public void One_project_may_come_twice_and_others_have_other_names()
    {
        Claim("/src/Web/Web.csproj", "r.example/web:1").ShouldBeEmpty();
        Claim("/src/Web/Web.csproj", "r.example/web:1").ShouldBeEmpty();
        Claim("/src/Api/Api.csproj", "r.example/api:1", "r.example/web:2").ShouldBeEmpty();
    }

    [Fact]
    public void Another_build_at_the_same_time_may_have_the_name()
    {
        Claim("/src/Web/Web.csproj", "shop:latest").ShouldBeEmpty();
        var another = Guid.NewGuid();

        Claim("/src/Api/Api.csproj", another.ToString(), [], "shop:latest").ShouldBeEmpty();

        Directory.Delete(Folder(another), recursive: true);
    }

    [Fact]
    public void What_a_solution_tells_of_the_others_is_known_before_they_come()
    {
        var other = new TaskItem("shop:latest");
        other.SetMetadata("ProjectPath", "/src/Web/Web.csproj");

        Claim("/src/Web/Web.csproj", build.ToString(), [other], "shop:latest").ShouldBeEmpty();
        Claim("/src/Api/Api.csproj", string.Empty, [other], "shop:latest").ShouldHaveSingleItem().Code.ShouldBe("CTZ1118");
    }

    [Fact]
    public void Without_a_name_for_the_build_nothing_is_claimed()
    {
        Claim("/src/Web/Web.csproj", string.Empty, [], "shop:latest").ShouldBeEmpty();
        Claim("/src/Api/Api.csproj", string.Empty, [], "shop:latest").ShouldBeEmpty();
    }

    [Fact]
    public void Of_many_at_once_one_gets_the_name()
    {
        for (var round = 0; round < 50; round++)
        {
            var errors = Enumerable.Range(0, 16).AsParallel().Select(i => Run($"/src/P{i}/P{i}.csproj", new RecordingEngine(), build.ToString(), [], $"shop:{round}").Count).Sum();

            errors.ShouldBe(15, $"round {round}");
        }

        Directory.Delete(Folder(build), recursive: true);
    }

    [Theory]
    [InlineData("ArchivePath", "/out/all.tar", "the archive /out/all.tar")]
    [InlineData("ArchivePath", "/out/", "the archive /out/acme-shop.tar")]
    [InlineData("LayoutPath", "/out", "the tag 1 of the image layout /out|the tag 2 of the image layout /out")]
    [InlineData("Registry", "index.docker.io", "docker.io/acme/shop:1|docker.io/acme/shop:2")]
    [InlineData("Registry", "", "acme/shop:1|acme/shop:2")]
    [InlineData("RepositoryPrefix", "team/", "team/acme/shop:1|team/acme/shop:2")]
    [InlineData("Registry", "https://not.valid", "")]
    public void An_image_is_named_for_what_it_would_take_the_place_of(string property, string value, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "paths are written as on Unix");
        using var task = Names((property, value));

        task.Execute().ShouldBeTrue();

        string.Join('|', task.Names).ShouldBe(expected);
    }

    [Fact]
    public void The_other_projects_of_a_solution_are_those_that_it_builds_as_it_builds_them()
    {
        using var folder = new TemporaryFolder();
        var (web, api, skipped) = (folder.Write("Web/Web.csproj", ""), folder.Write("Api/Api.csproj", ""), folder.Write("Old/Old.csproj", ""));
        using var task = new ListSolutionProjects
        {
            BuildEngine = engine,
            ProjectFile = web,
            Solution = $"""
            <SolutionConfiguration>
              <ProjectConfiguration Project="1" AbsolutePath="{web}" BuildProjectInSolution="True">Release|AnyCPU</ProjectConfiguration>
              <ProjectConfiguration Project="2" AbsolutePath="{api}" BuildProjectInSolution="True">Debug|x64</ProjectConfiguration>
              <ProjectConfiguration Project="3" AbsolutePath="{skipped}" BuildProjectInSolution="False">Debug|x64</ProjectConfiguration>
              <ProjectConfiguration Project="4" AbsolutePath="{folder.At("Gone/Gone.csproj")}" BuildProjectInSolution="True">Debug|x64</ProjectConfiguration>
            </SolutionConfiguration>
            """,
        };

        task.Execute().ShouldBeTrue();

        var other = task.Projects.ShouldHaveSingleItem();
        other.ItemSpec.ShouldBe(api);
        other.GetMetadata("AdditionalProperties").ShouldBe("Configuration=Debug;Platform=x64");
    }

    [Theory]
    [InlineData("Shop", true, "publish")]
    [InlineData("Shop", true, "publish", "-p:A=b", "-o", "out")]
    [InlineData(".", true, "publish", "Shop/Shop.csproj")]
    [InlineData(".", true, "publish", "Shop")]
    [InlineData(".", true, "publish", "-c", "Release", "Shop/")]
    [InlineData(".", false, "publish", "All.slnx")]
    [InlineData(".", false, "publish")]
    [InlineData("Shop", false, "publish", "../All.slnx")]
    [InlineData("Two", false, "publish")]
    [InlineData("Two", false, "publish", "-o", ".")]
    [InlineData(".", false, "/nodemode:1", "/nologo")]
    [InlineData("", false, "publish", "Shop/Shop.csproj")]
    public void A_build_of_one_project_is_told_by_how_it_was_started(string startedIn, bool isEntry, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        folder.Write("All.slnx", "");
        folder.Write("Two/Shop.csproj", "");
        folder.Write("Two/All.proj", "");
        var project = folder.Write("Shop/Shop.csproj", "");

        EntryProject.Is(startedIn == "Two" ? folder.At("Two/Shop.csproj") : project, ["/sdk/dotnet.dll", .. arguments], startedIn.Length == 0 ? string.Empty : Path.GetFullPath(startedIn, folder.Root)).ShouldBe(isEntry);
    }

    private static string Folder(Guid id) => Path.Join(Path.GetTempPath(), $"containerize-{id:N}");

    private IReadOnlyList<BuildErrorEventArgs> Claim(string project, params string[] names) => Claim(project, build.ToString(), [], names);

    private IReadOnlyList<BuildErrorEventArgs> Claim(string project, string id, ITaskItem[] others, params string[] names) => Run(project, engine, id, others, names);

    private static IReadOnlyList<BuildErrorEventArgs> Run(string project, RecordingEngine engine, string id, ITaskItem[] others, params string[] names)
    {
        engine.Errors.Clear();
        using var task = new ClaimImageNames { BuildEngine = engine, ProjectFile = project, Names = names, SolutionNames = others, BuildId = id };
        task.Execute();
        return [.. engine.Errors];
    }

    private ReadImageNames Names(params (string Name, string Value)[] properties)
    {
        var item = new TaskItem("image");
        (string Name, string Value)[] all = [("AssemblyName", "Shop"), ("Repository", "acme/shop"), ("ImageTags", "1;2"), ("OutputDirectory", "bin"), .. properties];
        foreach (var (name, value) in all)
        {
            item.SetMetadata(name, value);
        }

        return new ReadImageNames { BuildEngine = engine, ProjectFile = "/src/Shop/Shop.csproj", Image = item };
    }
}
