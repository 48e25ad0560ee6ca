using Containerize.Dockerfiles;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Dockerfiles;

/// <summary>What a recipe says stands in the stages, where it belongs.</summary>
public sealed class MultiStageDockerfileTests
{
    [Fact]
    public void A_workload_is_installed_with_the_sources_of_the_restore_and_before_any_project()
    {
        var text = Write(Recipe with { Workloads = ["wasm-tools", "wasm-tools-net9"] });

        var install = text.IndexOf("    dotnet workload install wasm-tools wasm-tools-net9\n", StringComparison.Ordinal);
        install.ShouldBeGreaterThan(text.IndexOf("COPY nuget.config ./\n", StringComparison.Ordinal));
        install.ShouldBeLessThan(text.IndexOf("COPY Directory.Build.props ./\n", StringComparison.Ordinal));
        text.ShouldNotContain("dotnet workload restore");
    }

    [Fact]
    public void Without_workloads_none_is_installed() => Write(Recipe).ShouldNotContain("workload");

    [Theory]
    [InlineData(false, "dotnet test App.Tests/App.Tests.csproj ")]
    [InlineData(true, "dotnet test --project App.Tests/App.Tests.csproj ")]
    public void Tests_run_as_their_runner_takes_a_project(bool byPlatform, string command)
        => Joined(Recipe with { TestsByPlatform = byPlatform }).ShouldContain(command);

    /// <summary>Whoever wants what tests report has them run in a container, where he can get at it.</summary>
    [Fact]
    public void Tests_can_be_run_apart_from_the_build_and_are_compiled_once_for_both()
    {
        var text = Joined(Recipe);

        var build = text[text.IndexOf("FROM publish AS test-build\n", StringComparison.Ordinal)..text.IndexOf("FROM test-build AS test\n", StringComparison.Ordinal)];
        build.ShouldContain(" && dotnet build App.Tests/App.Tests.csproj --no-restore -c Release ");
        build.ShouldNotContain("RUN dotnet test");
        build.TrimEnd().ShouldEndWith("""ENTRYPOINT ["dotnet", "test", "App.Tests/App.Tests.csproj", "--no-build", "-c", "Release"]""");
        text.ShouldContain("FROM test-build AS test\n\n# Fails if a test does.\nRUN dotnet test App.Tests/App.Tests.csproj --no-build -c Release\n");
    }

    [Fact]
    public void Below_a_folder_that_global_json_lies_in_they_run_there()
    {
        var text = Joined(Recipe with { Context = Context with { WorkFolder = "App", TestProject = "App/Tests/Tests.csproj" } });

        text.ShouldContain("WORKDIR /source/App\nENTRYPOINT [\"dotnet\", \"test\", \"Tests/Tests.csproj\", ");
        text.ShouldContain("RUN dotnet test Tests/Tests.csproj --no-build ");
    }

    [Fact]
    public void Tests_are_built_as_the_publish_was_so_that_nothing_is_compiled_again()
    {
        var text = Joined(Recipe with
        {
            MakesVersions = true,
            BuildArguments = [new BuildArgument("Edition", "free", IsForPublishOnly: false), new BuildArgument("BuildNumber", "0", IsForPublishOnly: true)],
        });

        var publish = text.Split('\n').Single(line => line.Contains("dotnet publish ", StringComparison.Ordinal));
        var test = text[text.IndexOf("AS test", StringComparison.Ordinal)..text.IndexOf("AS final", StringComparison.Ordinal)];
        foreach (var shared in new[]
        {
            " -c Release ", "\"-p:Edition=$Edition\"", "\"-p:BuildNumber=$BuildNumber\"", "\"-p:SourceRevisionId=$SourceRevisionId\"",
            "\"-p:ContainerizeRepositoryUrl=$ContainerizeRepositoryUrl\"", "\"-p:ContainerizeVersions=$ContainerizeVersions\"", "-p:ContainerizeSourceRoot=/source/",
        })
        {
            publish.ShouldContain(shared);
            test.ShouldContain(shared);
        }

        foreach (var argument in new[] { "ARG Edition=free", "ARG BuildNumber=0", "ARG SourceRevisionId=\"\"", "ARG ContainerizeVersions=\"\"" })
        {
            test.ShouldContain(argument + "\n");
        }

        test.ShouldContain("dotnet restore App.Tests/App.Tests.csproj -p:Configuration=Release \"-p:Edition=$Edition\" &&");
    }

    [Fact]
    public void A_label_takes_the_value_of_an_argument_that_the_stage_has()
    {
        Instruction[] description = [new Instruction.Arg("ContainerVersion", "1.0.0"), new Instruction.LabelOfArgument("org.example.version", "ContainerVersion")];

        var model = new MultiStageDockerfile(Recipe).Compose([], "runtime:10.0", description);

        DockerfileWriter.Write(model, CustomRegions.None).ShouldEndWith("ARG ContainerVersion=1.0.0\nLABEL org.example.version=$ContainerVersion\n");
        DockerfileRules.Check(model).ShouldNotContain(finding => finding.What.Contains("ContainerVersion", StringComparison.Ordinal));
        DockerfileRules.Check(new MultiStageDockerfile(Recipe).Compose([], "runtime:10.0", description[1..]))
            .ShouldContain(finding => finding.What.Contains("ContainerVersion", StringComparison.Ordinal));
    }

    private static readonly BuildContext Context = new()
    {
        Folder = "/work",
        RestoreFiles = [["nuget.config"], ["Directory.Build.props"], []],
        Feeds = [],
        Projects = [["App/App.csproj"]],
        SourceFolders = ["App"],
        SourceFiles = [],
        TestFolders = ["App.Tests"],
        TestProject = "App.Tests/App.Tests.csproj",
        OutputFolders = [],
        KeptFiles = [],
        Secrets = [],
        WorkFolder = string.Empty,
        BelowSourceRoot = string.Empty,
        SourceRootBelow = string.Empty,
    };

    private static readonly BuildRecipe Recipe = new() { Context = Context, SdkImage = "sdk:10.0", Configuration = "Release", Layers = [] };

    private static string Write(BuildRecipe recipe)
        => DockerfileWriter.Write(new MultiStageDockerfile(recipe).Compose([], "runtime:10.0", []), CustomRegions.None);

    /// <summary>An instruction a line.</summary>
    private static string Joined(BuildRecipe recipe)
        => string.Join(' ', Write(recipe).Split(" \\\n").Select((part, i) => i == 0 ? part : part.TrimStart()));
}
