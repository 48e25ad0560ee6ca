using Containerize.Explaining;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Explaining;

public sealed class RepeatCommandTests
{
    [Fact]
    public void It_has_what_decides_on_the_image_and_nothing_else()
        => RepeatCommand.Format("Shop.csproj", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ContainerImage"] = "true",
            ["ContainerizePlan"] = "true",
            ["ContainerizeReport"] = "true",
            ["ContainerRegistry"] = "registry.example:5000",
            ["ContainerImageTags"] = "1.0;latest",
            ["ContainerUser"] = "it's me",
            ["RuntimeIdentifier"] = "linux-x64",
            ["Configuration"] = "Release",
            ["_IsPublishing"] = "true",
            ["ContainerSigningToken"] = "hunter2",
            ["NuGetInteractive"] = "false",
            ["Version"] = "",
        }, revision: "abc123").ShouldBe("git checkout abc123\n"
            + "dotnet publish Shop.csproj -p:ContainerImage=true -p:ContainerImageTags=1.0%3Blatest -p:ContainerRegistry=registry.example:5000 "
            + "-p:ContainerUser='it'\\''s me' -p:RuntimeIdentifier=linux-x64");

    [Fact]
    public void Another_configuration_is_named()
        => RepeatCommand.Format("Shop.csproj", new Dictionary<string, string>(StringComparer.Ordinal) { ["Configuration"] = "Debug" }, revision: null)
            .ShouldBe("dotnet publish Shop.csproj -c Debug -p:ContainerImage=true");
}
