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

    /// <summary>Of the .NET SDK, Visual Studio's container tools, Aspire, Azure Functions, Container Apps and CI services.</summary>
    [Theory]
    [InlineData("ContainerDevelopmentMode")]
    [InlineData("ContainerFamily")]
    [InlineData("ContainerWorkingDirectory")]
    [InlineData("ContainerRuntimeIdentifier")]
    [InlineData("ContainerPublishInParallel")]
    [InlineData("ContainerGenerateLabelsImageSource")]
    [InlineData("LocalRegistry")]
    [InlineData("ContainerName")]
    [InlineData("ContainerAppName")]
    [InlineData("ContainerAppsEnvironment")]
    [InlineData("ContainerAppsJobName")]
    [InlineData("ContainerLaunchMode")]
    [InlineData("ContainerDebugType")]
    [InlineData("ContainerVSDebuggerPath")]
    [InlineData("ContainerBuildArguments")]
    [InlineData("ContainerRuntime")]
    [InlineData("ContainerHost")]
    [InlineData("DockerfileContext")]
    [InlineData("DockerfileFastModeStage")]
    [InlineData("DockerDefaultTargetOS")]
    [InlineData("DockerComposeProjectPath")]
    [InlineData("AspireContainerTag")]
    [InlineData("AzureFunctionsVersion")]
    [InlineData("Containers")]
    public void What_other_packages_call_theirs_is_no_matter(string name)
    {
        Doubts(name).ShouldBeEmpty();
        var written = new WrittenNames(new ProjectTexts());
        written.AddFile(Write($"<Project><PropertyGroup><{name}>x</{name}></PropertyGroup><ItemGroup><_Other Include=\"a\" Vaule=\"b\" /></ItemGroup></Project>"));
        written.FindDoubts(Known).ShouldBeEmpty();
    }

    [RanInto("a name that is nearly right", "metadata such as Typ=\"udp\" or File=\"models/*\": no effect, or an error that does not say why", "CTZ1004 says which was meant")]
    [Theory]
    [InlineData("<ContainerPort Include=\"53\" Typ=\"udp\" />", "a ContainerPort item has no metadata Typ, and it has no effect. Did you mean Type?")]
    [InlineData("<ContainerPort Include=\"53\"><Tpye>udp</Tpye></ContainerPort>", "metadata Tpye")]
    [InlineData("<ContainerPort Tpye=\"udp\" Include=\"53\" />", "metadata Tpye")]
    [InlineData("<ContainerLayer Include=\"models\" File=\"models/*\" />", "Did you mean Files?")]
    [InlineData("<ContainerContent Include=\"a\" TargtPath=\"/a\" />", "Did you mean TargetPath?")]
    [InlineData("<ContainerDirectory Include=\"/a\" owner=\"app\" Moed=\"0700\" />", "Did you mean Mode?")]
    [InlineData("<ContainerEnvironmentVariable Include=\"A\" Value=\"$B\" Expnad=\"false\" />", "Did you mean Expand?")]
    [InlineData("<ContainerAppCommandArgs Include=\"a\" Vaule=\"*.md\" />", "Did you mean Value?")]
    public void Metadata_that_are_nearly_ours_say_which(string item, string told) => OfItem(item).ShouldHaveSingleItem().ShouldContain(told);

    [Theory]
    [InlineData("<ContainerPort Include=\"53\" Type=\"udp\" Note=\"DNS\" />")]
    [InlineData("<ContainerPort Include=\"53\" TYPE=\"udp\" Condition=\"'a' == 'b'\" />")]
    [InlineData("<ContainerPort Include=\"@(My)\" Typ=\"x\" Type=\"%(My.Typ)\" />")]
    [InlineData("<ContainerEnvironmentVariable Include=\"A\" Vaule=\"b\" />")]
    [InlineData("<ContainerizeNuGetCredential Include=\"feed\" Vaule=\"b\" />")]
    [InlineData("<Content Include=\"a\" Typ=\"b\" />")]
    public void Metadata_that_mean_nothing_like_it_or_are_told_otherwise_are_no_matter(string item) => OfItem(item).ShouldBeEmpty();

    [Fact]
    public void The_metadata_that_are_known_are_the_documented_ones()
    {
        var page = File.ReadAllText(Path.Join(Repository.Docs, "properties.md"));

        PublicNames.Items.Except(ItemMetadata.Known.Keys, StringComparer.Ordinal).ShouldBe(["ContainerizeBuildInput", "ContainerizedImage", "ContainerVolume"], ignoreOrder: true);
        ItemMetadata.Known.Keys.Except(PublicNames.Items, StringComparer.Ordinal).ShouldBeEmpty();
        ItemMetadata.Known.Values.SelectMany(names => names).Distinct(StringComparer.Ordinal)
            .Where(name => !page.Contains($"`{name}`", StringComparison.Ordinal) && !page.Contains($" {name}=\"", StringComparison.Ordinal) && name is not ("Files" or "After"))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Variables_of_the_environment_are_properties_unless_they_are_in_capitals()
    {
        var written = new WrittenNames(new ProjectTexts());
        written.AddVariables(["ContainerRegisty", "CONTAINER_REGISTRY", "CONTAINERREGISTY", "containerregisty", "ContainerUser", "PATH"]);

        written.FindDoubts(Known).ShouldHaveSingleItem().ShouldContain("no property ContainerRegisty,");
    }

    [Fact]
    public void Directives_of_a_program_of_one_file_are_properties()
    {
        workspace.Write("app.cs", "#:property ContainerRegisty=ghcr.io\n#:property ContainerUser=$(ContainerUsr)\nList<ContainerThing> list = [];\n");
        var written = new WrittenNames(new ProjectTexts());
        written.AddProperties(["ContainerUsr"]);
        written.AddFile(workspace.PathOf("app.cs.csproj"));

        written.FindDoubts(Known).ShouldHaveSingleItem().ShouldContain("Did you mean ContainerRegistry?");
    }

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

    private string[] OfItem(string item)
    {
        var written = new WrittenNames(new ProjectTexts());
        written.AddFile(Write($"<Project><ItemGroup>{item}</ItemGroup></Project>"));
        return [.. written.FindDoubts(Known)];
    }

    private string Write(string content)
    {
        workspace.Write("some.props", content);
        return workspace.PathOf("some.props");
    }
}
