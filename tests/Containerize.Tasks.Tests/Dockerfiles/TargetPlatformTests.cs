using Containerize.Dockerfiles;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Dockerfiles;

public sealed class TargetPlatformTests
{
    private const string Sdk = "\"$(dotnet build App/App.csproj --no-restore -getProperty:NETCoreSdkPortableRuntimeIdentifier)\"";

    [Theory]
    [InlineData(nameof(DockerfileProfile.Portable))]
    [InlineData(nameof(DockerfileProfile.BuildKit))]
    public void BuildKit_says_which_platform_it_builds_for(string profile)
    {
        var recipe = SomeBuild.Recipe(Enum.Parse<DockerfileProfile>(profile)) with { IsForTargetPlatform = true };

        var text = Write(recipe);

        text.ShouldContain("FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS restore\n");
        text.Split("ARG TARGETARCH\n").Length.ShouldBe(3);
        text.Split("-a $TARGETARCH ").Length.ShouldBe(2);
    }

    /// <summary>Without BuildKit all stages are of the platform that the image is for.</summary>
    [Fact]
    public void In_a_plain_file_restore_and_publish_are_for_the_platform_that_they_run_on()
    {
        var text = Write(SomeBuild.Recipe(DockerfileProfile.Plain) with { IsForTargetPlatform = true });

        text.ShouldContain("FROM mcr.microsoft.com/dotnet/sdk:10.0 AS restore\n");
        text.ShouldContain($"dotnet restore App/App.csproj \\\n      -p:Configuration=Release \\\n      -r {Sdk}\n");
        text.ShouldContain($"      -c Release \\\n      -r {Sdk} \\\n");
        text.ShouldNotContain("TARGETARCH");
    }

    [Fact]
    public void In_a_plain_file_libraries_are_chosen_for_the_platform_that_the_publish_runs_on()
    {
        var text = Write(SomeBuild.Recipe(DockerfileProfile.Plain) with { ChoosesByPlatform = true });

        text.ShouldContain("      \"-p:ContainerizeTargetArchitecture=$(uname -m)\" \\\n");
        text.ShouldNotContain("TARGETARCH", Case.Sensitive);
        Write(SomeBuild.Recipe(DockerfileProfile.Portable) with { ChoosesByPlatform = true }).ShouldContain("      -p:ContainerizeTargetArchitecture=$TARGETARCH \\\n");
    }

    [Fact]
    public void A_plain_file_keeps_its_promise_and_the_other_rules()
    {
        var recipe = SomeBuild.Recipe(DockerfileProfile.Plain) with { IsForTargetPlatform = true, ChoosesByPlatform = true, Preparation = [["true"]] };

        DockerfileRules.Check(Compose(recipe)).Select(finding => finding.Rule).ShouldBe(["DL3002"], "who runs the app is said by the image's description");
    }

    private static string Write(BuildRecipe recipe) => DockerfileWriter.Write(Compose(recipe), CustomRegions.None);

    private static Dockerfile Compose(BuildRecipe recipe) => new MultiStageDockerfile(recipe).Compose([], "mcr.microsoft.com/dotnet/runtime:10.0", []);
}
