using Containerize.Tasks;
using Containerize.TestKit;
using Containerize.TestKit.Projects;
using Containerize.Tests.Docs;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Tasks;

/// <summary>Names that are nearly ours, as people write them.</summary>
public sealed class WrittenNamesTests : IDisposable
{
    private static readonly KnownNames Known = KnownNames.Read(Path.Join(Repository.Root, "src", "Containerize.Sdk", "build"));

    private readonly TestWorkspace workspace = TestWorkspace.Create();

    [RanInto("a name that is nearly right", "-p:ContainerRegisty=…, -p:ContainerizeCompresion=zstd, -p:ContainerImages=true", "CTZ1004 says which was meant; before, exit code 0 and an image elsewhere, or none")]
    [Theory]
    [InlineData("ContainerRegisty", "ContainerRegistry?")]
    [InlineData("ContainerReigstry", "ContainerRegistry?")]
    [InlineData("containerimages", "ContainerImage?")]
    [InlineData("ContainreImage", "ContainerImage?")]
    [InlineData("ContainerizeCompresion", "ContainerizeCompression?")]
    [InlineData("ContainerizeDockerFilePaths", "ContainerizeDockerfilePath?")]
    [InlineData("ContainerPorts", "ContainerPort, which is an item?")]
    public void A_property_that_is_nearly_one_of_ours_says_which(string name, string meant)
    {
        var doubt = Doubts(name).ShouldHaveSingleItem();

        doubt.ShouldContain(name);
        doubt.ShouldEndWith($"Did you mean {meant}");
    }

    [Theory]
    [InlineData("ContainerImage")]
    [InlineData("CONTAINERREGISTRY")]
    [InlineData("ContainerImageTags")]
    [InlineData("ContainerTag")]
    [InlineData("ContainerRegistryPassword")]
    [InlineData("Configuration")]
    [InlineData("_IsPublishing")]
    public void What_is_ours_or_nothing_like_it_is_no_matter(string name) => Doubts(name).ShouldBeEmpty();

    [Fact]
    public void An_item_on_the_command_line_is_told_from_a_property()
        => Doubts("ContainerPort").ShouldHaveSingleItem().ShouldStartWith("ContainerPort is an item, and has no effect as a property.");

    [RanInto("a name that is nearly right", "an item ContainerEnvironmentVariables", "CTZ1004 says which was meant")]
    [Fact]
    public void A_project_is_read_for_its_properties_and_items()
    {
        var written = new WrittenNames(new ProjectTexts());
        written.AddFile(Write("""
            <Project>
              <PropertyGroup><ContainerFamilly>alpine</ContainerFamilly><ContainerUser>root</ContainerUser></PropertyGroup>
              <Target Name="T"><ItemGroup><ContainerEnvironmentVariables Include="A" Value="b" /><ContainerPort Include="80" /></ItemGroup></Target>
            </Project>
            """));

        written.FindDoubts(Known).ShouldBe(
            [
                "there is no property ContainerFamilly, and it has no effect. Did you mean ContainerFamily?",
                "there is no item ContainerEnvironmentVariables, and it has no effect. Did you mean ContainerEnvironmentVariable?",
            ]);
    }

    [Fact]
    public void What_a_project_reads_is_its_own()
    {
        var written = new WrittenNames(new ProjectTexts());
        written.AddProperties(["ContainerPort", "ContainerTags"]);
        written.AddFile(Write("""
            <Project>
              <PropertyGroup><ContainerImageTags>$(ContainerTags)</ContainerImageTags></PropertyGroup>
              <ItemGroup><ContainerPort Include="$(ContainerPort)" /></ItemGroup>
            </Project>
            """));

        written.FindDoubts(Known).ShouldBeEmpty();
    }

    [Fact]
    public void A_file_that_is_missing_or_no_project_says_nothing()
    {
        var written = new WrittenNames(new ProjectTexts());
        written.AddFile(workspace.PathOf("app.csproj"));
        written.AddFile(Write("Console.WriteLine();"));

        written.FindDoubts(Known).ShouldBeEmpty();
    }

    [Fact]
    public void The_targets_are_the_list_of_what_is_known()
    {
        Known.Properties.IsSupersetOf(PublicNames.Properties.Except(["ContainerizeSdkVersion"], StringComparer.Ordinal)).ShouldBeTrue();
        Known.Items.IsSupersetOf(PublicNames.Items).ShouldBeTrue();
    }

    public void Dispose() => workspace.Dispose();

    private static string[] Doubts(string property)
    {
        var written = new WrittenNames(new ProjectTexts());
        written.AddProperties([property]);
        return [.. written.FindDoubts(Known)];
    }

    private string Write(string content)
    {
        workspace.Write("some.props", content);
        return workspace.PathOf("some.props");
    }
}
