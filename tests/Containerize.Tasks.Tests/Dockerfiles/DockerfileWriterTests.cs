using System.Reflection;
using Containerize.Dockerfiles;
using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Dockerfiles;

public sealed class DockerfileWriterTests
{
    /// <summary>Also what other people's readers of Dockerfiles are shown, in the lab.</summary>
    private static readonly string Examples = Path.Join(PackedPackage.RepositoryRoot, "tests", "Containerize.TestKit", "Dockerfiles");

    [Theory]
    [InlineData(nameof(DockerfileProfile.Portable))]
    [InlineData(nameof(DockerfileProfile.BuildKit))]
    public void Every_instruction_has_its_text(string profile)
        => DockerfileWriter.Write(Everything(Enum.Parse<DockerfileProfile>(profile)), CustomRegions.Read("# >>> custom: final\nRUN true\n# <<< custom: final"))
            .ShouldBe(File.ReadAllText(Path.Join(Examples, $"{profile}.Dockerfile")));

    [Fact]
    public void The_examples_have_every_instruction()
        => Everything(DockerfileProfile.Portable).Stages.SelectMany(stage => stage.Instructions).Select(instruction => instruction.GetType()).Distinct()
            .ShouldBe(typeof(Instruction).GetNestedTypes(BindingFlags.NonPublic).Where(type => type.IsAssignableTo(typeof(Instruction))), ignoreOrder: true);

    [Theory]
    [InlineData("a.txt", "/app/", "COPY a.txt /app/")]
    [InlineData("my app/a.txt", "/app/", """COPY ["my app/a.txt", "/app/"]""")]
    [InlineData("a.txt", "/my app/", """COPY ["a.txt", "/my app/"]""")]
    [InlineData("--chown=x", "/app/", """COPY ["--chown=x", "/app/"]""")]
    [InlineData("it's $5", "/app/", """COPY ["it\\'s \\$5", "/app/"]""")]
    [InlineData("[a]*.txt", "/[a]*/", "COPY [[]a][*].txt /[a]*/")]
    [InlineData("Grüße.txt", "/$x/", @"COPY Grüße.txt /\$x/")]
    public void A_path_to_copy_means_itself(string source, string destination, string line)
        => Line(new Instruction.Copy([source], destination)).ShouldBe(line);

    [Theory]
    [InlineData("/data", """VOLUME ["/data"]""")]
    [InlineData("/my data/$x", """VOLUME ["/my data/\\$x"]""")]
    public void A_volume_is_one_path_even_with_spaces(string path, string line) => Line(new Instruction.Volume(path)).ShouldBe(line);

    [Theory]
    [InlineData("/my app", "WORKDIR /my app")]
    [InlineData("/it's", @"WORKDIR /it\'s")]
    public void A_working_directory_may_have_spaces_and_quotes(string path, string line) => Line(new Instruction.WorkingDirectory(path)).ShouldBe(line);

    [Theory]
    [InlineData(null, "ARG X")]
    [InlineData("", "ARG X=\"\"")]
    [InlineData("a b", "ARG X=\"a b\"")]
    public void An_argument_without_a_value_differs_from_an_empty_one(string? value, string line) => Line(new Instruction.Arg("X", value)).ShouldBe(line);

    [Fact]
    public void Commands_of_one_layer_stand_below_each_other_after_their_mounts()
        => Written(new Instruction.Run(["a", "b"]) { Mounts = [new Mount.Secret("nuget")] })
            .ShouldEndWith("RUN --mount=type=secret,id=nuget \\\n    a && \\\n    b\n");

    [Fact]
    public void A_command_fails_with_those_before_it_whatever_it_is()
    {
        Written(new Instruction.Run(["a", "b || true"])).ShouldEndWith("RUN a && \\\n    { b || true; }\n");
        Written(new Instruction.Run(["b || true"])).ShouldEndWith("RUN b || true\n");
    }

    /// <summary>Directives count in the first lines only.</summary>
    [Fact]
    public void A_frontend_is_asked_for_where_one_is_named_and_checks_are_errors_for_BuildKit()
    {
        Written(DockerfileProfile.BuildKit).ShouldStartWith("# check=error=true\n\nFROM");
        Written(DockerfileProfile.Portable).ShouldStartWith("\nFROM");
        Written(DockerfileProfile.Plain).ShouldStartWith("\nFROM");
        DockerfileWriter.Write(new Dockerfile(DockerfileProfile.BuildKit, ["Ours."], [], []) { Syntax = "docker/dockerfile:1" }, CustomRegions.None)
            .ShouldBe("# syntax=docker/dockerfile:1\n# check=error=true\n# Ours.\n");
    }

    [Fact]
    public void A_region_that_the_user_has_not_filled_is_there_to_be_filled()
        => Written(new Instruction.Region("build")).ShouldEndWith("# >>> custom: build\n# <<< custom: build\n");

    [Fact]
    public void Lines_end_with_LF_and_with_nothing_before_it()
    {
        var lines = DockerfileWriter.Write(Everything(DockerfileProfile.BuildKit), CustomRegions.None).Split('\n');

        lines.ShouldAllBe(line => line == line.TrimEnd());
        lines[^1].ShouldBeEmpty();
    }

    private static string Line(Instruction instruction) => Written(instruction).TrimEnd('\n').Split('\n')[^1];

    private static string Written(params Instruction[] instructions) => Written(DockerfileProfile.Portable, instructions);

    private static string Written(DockerfileProfile profile, params Instruction[] instructions)
        => DockerfileWriter.Write(new Dockerfile(profile, [], [], [new Stage("final", "scratch", instructions)]), CustomRegions.None);

    private static Dockerfile Everything(DockerfileProfile profile) => new(
        profile,
        ["Generated.", "", "Keep your lines between the marks."],
        [new Instruction.Arg("TAG", "10.0"), new Instruction.Arg("CONFIGURATION")],
        [
            new Stage(
                "build",
                "mcr.microsoft.com/dotnet/sdk:$TAG",
                [
                    new Instruction.Arg("TARGETARCH"),
                    new Instruction.WorkingDirectory("/src"),
                    new Instruction.Copy(["Directory.Build.props", "NuGet.config"], "./"),
                    new Instruction.Copy(["src/My Shop/"], "src/My Shop/"),
                    new Instruction.Comment("What changes often comes last."),
                    new Instruction.Run(["dotnet restore", "dotnet publish --no-restore -a $TARGETARCH -o /app"])
                    {
                        Mounts = [new Mount.Cache("/root/.nuget/packages"), new Mount.Secret("nuget")],
                    },
                ],
                "$BUILDPLATFORM"),
            new Stage(
                "final",
                "mcr.microsoft.com/dotnet/aspnet:$TAG",
                [
                    new Instruction.WorkingDirectory("/app"),
                    new Instruction.Env("GREETING", "Grüße, \"$USER\" \\"),
                    new Instruction.Env("EMPTY", ""),
                    new Instruction.Label("org.opencontainers.image.title", "My Shop"),
                    new Instruction.Arg("VERSION", "1.0.0"),
                    new Instruction.LabelOfArgument("org.opencontainers.image.version", "VERSION"),
                    new Instruction.Expose("8080/tcp"),
                    new Instruction.Volume("/my data"),
                    new Instruction.StopSignal("SIGTERM"),
                    new Instruction.HealthCheck(["probe", "is it well"]) { Options = ["--interval=30s"] },
                    new Instruction.Copy(["/app/"], "./", "build"),
                    new Instruction.Region("final"),
                    new Instruction.User("$APP_UID"),
                    new Instruction.Entrypoint(["dotnet", "Shop.dll"]),
                    new Instruction.Cmd(["--greet", "say \"hello\""]),
                ]),
        ]);
}
