using Containerize.TestKit.Images;
using Shouldly;

namespace Containerize.TestKit.Projects;

/// <summary>Targets as teams write them into Directory.Build.targets: a version made by a target, a tag and a label made of it, a file after Publish.</summary>
public static class Hooks
{
    public const string Version = "7.7.7";

    private const string Team = "checkout";
    private const string Written = "written after Publish";

    /// <param name="repository">What one of the targets calls the image.</param>
    public static void Write(TestWorkspace workspace, string repository) => workspace.Write("Directory.Build.targets", $"""
        <Project>
          <Target Name="MakeVersion" BeforeTargets="ContainerizeImage">
            <PropertyGroup>
              <Version>{Version}</Version>
              <PackageVersion>{Version}</PackageVersion>
            </PropertyGroup>
          </Target>
          <Target Name="Tag" BeforeTargets="ContainerizeImage" AfterTargets="MakeVersion">
            <PropertyGroup>
              <ContainerImageTag>$(Version)</ContainerImageTag>
              <ContainerRepository>{repository}</ContainerRepository>
            </PropertyGroup>
          </Target>
          <Target Name="Label" BeforeTargets="ContainerizeImage">
            <ItemGroup>
              <ContainerLabel Include="com.example.team" Value="{Team}" />
            </ItemGroup>
          </Target>
          <Target Name="WriteMore" AfterTargets="Publish">
            <WriteLinesToFile File="$(PublishDir)post/publish.txt" Lines="{Written}" Overwrite="true" />
          </Target>
        </Project>
        """);

    /// <summary>Everything that the targets set and wrote is in the image.</summary>
    public static void ShouldBeIn(PulledImage image)
    {
        image.Label("org.opencontainers.image.version").ShouldBe(Version);
        image.Label("com.example.team").ShouldBe(Team);
        image.Files["app/post/publish.txt"].Text.ShouldContain(Written);
    }
}
