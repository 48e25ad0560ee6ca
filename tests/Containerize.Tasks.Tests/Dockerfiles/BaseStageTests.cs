using Containerize.Dockerfiles;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Dockerfiles;

/// <summary>What containers run in, as a stage for editors.</summary>
public sealed class BaseStageTests
{
    private const string Image = "mcr.microsoft.com/dotnet/aspnet:10.0";

    private static readonly Instruction[] Description =
    [
        new Instruction.WorkingDirectory("/app"),
        new Instruction.Env("GREETING", "hello"),
        new Instruction.Expose("8080/tcp"),
        new Instruction.User("$APP_UID"),
        new Instruction.Entrypoint(["dotnet", "/app/App.dll"]),
    ];

    private static readonly BuildRecipe Recipe = SomeBuild.Recipe(DockerfileProfile.Portable) with
    {
        ExtraRuns = [new ExtraRun("install early", RunStage.Final, IsLate: false), new ExtraRun("install late", RunStage.Final, IsLate: true)],
    };

    [Fact]
    public void It_comes_first_and_has_folder_ports_and_user_upon_what_is_installed()
    {
        var stages = Compose(hasStage: true).Stages;

        stages.Select(stage => stage.Name).ShouldBe(["base", "restore", "publish", "final"]);
        stages[0].Image.ShouldBe(Image);
        Lines(stages[0]).ShouldBe(["RUN install early", "WORKDIR /app", "EXPOSE 8080/tcp", "USER $APP_UID"]);
    }

    /// <summary>Or a command of the user's that needs root would fail with the stage, and succeed without it.</summary>
    [Fact]
    public void The_last_stage_runs_commands_as_the_base_image_does_and_the_app_as_its_user()
    {
        var final = Compose(hasStage: true).Stages[^1];

        final.Image.ShouldBe("base");
        Lines(final).ShouldBe(
        [
            "USER root", "COPY --from=publish /layers/app/ /", "RUN install late", "ENV GREETING=hello", "USER $APP_UID", "ENTRYPOINT [\"dotnet\", \"/app/App.dll\"]",
        ]);
    }

    [Theory]
    [InlineData("1654", "USER 1654")]
    [InlineData("$APP_UID", null)]
    public void A_base_image_with_a_user_of_its_own_keeps_it(string baseUser, string? line)
        => Lines(Compose(hasStage: true, baseUser).Stages[^1]).TakeWhile(text => !text.StartsWith("COPY", StringComparison.Ordinal)).ShouldBe(line is null ? [] : [line]);

    [Fact]
    public void Without_it_the_last_stage_stands_on_the_base_image_and_says_the_same()
    {
        var without = Compose(hasStage: false).Stages;

        without.Select(stage => stage.Name).ShouldBe(["restore", "publish", "final"]);
        without[^1].Image.ShouldBe(Image);
        var with = Compose(hasStage: true).Stages;
        Lines(with[0]).Concat(Lines(with[^1])).Distinct(StringComparer.Ordinal).Except(["USER root"], StringComparer.Ordinal).ShouldBe(Lines(without[^1]), ignoreOrder: true);
    }

    [Fact]
    public void It_keeps_the_rules() => DockerfileRules.Check(Compose(hasStage: true)).ShouldBeEmpty();

    private static Dockerfile Compose(bool hasStage, string? baseUser = null)
        => new MultiStageDockerfile(Recipe with { HasBaseStage = hasStage }).Compose([], Image, Description, baseUser);

    private static string[] Lines(Stage stage)
        => [.. DockerfileWriter.Write(new Dockerfile(DockerfileProfile.Portable, [], [], [stage]), CustomRegions.None).Split('\n').Where(line => line.Length > 0 && line[0] != '#' && !line.StartsWith("FROM", StringComparison.Ordinal))];
}
