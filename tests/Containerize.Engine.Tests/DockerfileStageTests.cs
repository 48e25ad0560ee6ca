using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Building;
using Containerize.Tests.Engine.Lab;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>What a user may add to the generated stages: tests, and values that the build is given.</summary>
public sealed class DockerfileStageTests
{
    private static readonly string[] Entrypoint = ["dotnet", "/app/App.dll"];

    [LabFact]
    public async Task The_tests_are_a_stage_of_their_own_that_fails_the_build_when_they_fail()
    {
        using var workspace = TestWorkspace.Create().WithPackageInside();
        var app = workspace.Console().Sdk(PackedPackage.Name, PackedPackage.Version)
            .Property("ContainerizeTestProject", "../App.Tests/App.Tests.csproj")
            .File("Answer.cs", "public static class Answer { public static int Is => 42; }")
            .Save();
        workspace.Console("App.Tests")
            .ItemPackageReference("xunit.v3.mtp-v2", "4.0.2")
            .ItemProjectReference(app)
            .File("Program.cs", "public class AnswerTests { [Xunit.Fact] public void The_answer_is_right() => Xunit.Assert.Equal(42, Answer.Is); }")
            .Save();
        workspace.Write("global.json", """{ "test": { "runner": "Microsoft.Testing.Platform" } }""");
        var dockerfile = await GeneratedDockerfile.GenerateAsync(app);

        (await dockerfile.BuildAsync(ImageBuilder.Docker, "--target", "test")).Succeeded.ShouldBeTrue();
        var compiled = await dockerfile.BuildAsync(ImageBuilder.Docker, "--target", "test-build");
        (await compiled.Builder.Engine.RunAsync("run", "--rm", "--network=host", compiled.Tag, "--results-directory", "/results")).ShouldContain("succeeded: 1");
        app.File("Answer.cs", "public static class Answer { public static int Is => 41; }");
        var failed = await ImageBuilder.Docker.BuildAsync(workspace.Root, dockerfile.Path, "--target", "test");

        failed.Succeeded.ShouldBeFalse();
        failed.Text.ShouldContain("The_answer_is_right");
        // Nobody waits for tests who does not ask for them.
        (await dockerfile.BuildAsync(ImageBuilder.Docker)).Text.ShouldNotContain("The_answer_is_right");
    }

    [LabTheory]
    [InlineData("docker")]
    [InlineData("buildah")]
    public async Task A_build_argument_reaches_restore_and_publish_with_its_spaces(string builder)
    {
        using var workspace = TestWorkspace.Create().WithPackageInside();
        var app = workspace.Console().Sdk(PackedPackage.Name, PackedPackage.Version)
            .ItemInclude("ContainerizeBuildArgument", "Greeting", metadata: new Dictionary<string, string>(StringComparer.Ordinal) { ["Value"] = "hello there" })
            .ItemInclude("AssemblyMetadata", "Greeting", metadata: new Dictionary<string, string>(StringComparer.Ordinal) { ["Value"] = "$(Greeting)" })
            .File("Program.cs", """
                using System.Reflection;
                System.Console.WriteLine(Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().First(value => value.Key == "Greeting").Value);
                """);
        var dockerfile = await GeneratedDockerfile.GenerateAsync(app);

        (await (await dockerfile.BuildAsync(ImageBuilder.Named(builder))).RunAsync(Entrypoint)).Trim().ShouldBe("hello there");
        (await (await dockerfile.BuildAsync(ImageBuilder.Named(builder), "--build-arg", "Greeting=good morning")).RunAsync(Entrypoint)).Trim().ShouldBe("good morning");
    }
}
