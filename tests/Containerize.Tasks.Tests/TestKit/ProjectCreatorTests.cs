using System.Xml.Linq;
using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.TestKit;

public sealed class ProjectCreatorTests : IDisposable
{
    private readonly TestWorkspace workspace = TestWorkspace.Create("spaces and é");

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void Verbs_write_what_they_say_in_the_order_they_were_said()
    {
        var library = workspace.Project("Lib/Lib.csproj");

        workspace.Project("App/App.csproj", "Microsoft.NET.Sdk.Web")
            .Sdk("Containerize.Sdk", "0.1.0")
            .Property("OutputType", "Exe")
            .Property("ContainerPort", "a&b", condition: "'$(X)' == ''")
            .ItemPackageReference("Some.Package", "1.2.3", privateAssets: "all")
            .ItemProjectReference(library)
            .ItemInclude("ContainerLabel", "a.b", metadata: new Dictionary<string, string> { ["Value"] = "c" })
            .Import("other.targets", condition: "Exists('other.targets')")
            .Property("Late", "yes")
            .Target("Hello", afterTargets: "Build", new XElement("Message", new XAttribute("Text", "hi")))
            .Save();

        XElement.Parse(workspace.Read("App/App.csproj")).ToString().ShouldBe(XElement.Parse($"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <Sdk Name="Containerize.Sdk" Version="0.1.0" />
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <ContainerPort Condition="'$(X)' == ''">a&amp;b</ContainerPort>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Some.Package" Version="1.2.3" PrivateAssets="all" />
                <ProjectReference Include="{Path.Join("..", "Lib", "Lib.csproj")}" />
                <ContainerLabel Include="a.b" Value="c" />
              </ItemGroup>
              <Import Project="other.targets" Condition="Exists('other.targets')" />
              <PropertyGroup>
                <Late>yes</Late>
              </PropertyGroup>
              <Target Name="Hello" AfterTargets="Build">
                <Message Text="hi" />
              </Target>
            </Project>
            """).ToString());
    }

    [Fact]
    public void A_workspace_is_gone_when_it_is_disposed()
    {
        var other = TestWorkspace.Create();
        other.Write("a/b.txt", "text");
        other.FilesBelow("a").ShouldBe(["b.txt"]);

        other.Dispose();

        Directory.Exists(other.Root).ShouldBeFalse();
    }

    [Fact]
    public async Task A_command_runs_with_a_home_of_its_own_and_without_the_variables_that_steer_builds()
    {
        workspace.Dotnet.Environment["SOURCE_DATE_EPOCH"] = "1";
        workspace.Project("p.proj", sdk: null)
            .Target("Show", afterTargets: null, new XElement("Message", new XAttribute("Importance", "high"), new XAttribute("Text", "HOME=$(HOME) CI=[$(CI)] DATE=$(SOURCE_DATE_EPOCH) PACKAGES=$(NUGET_PACKAGES)")))
            .Save();

        var result = await workspace.Dotnet.RunAsync(["msbuild", workspace.PathOf("p.proj"), "-t:Show", "-v:minimal"], TestContext.Current.CancellationToken);

        result.ShouldSucceed().Text.ShouldContain($"HOME={workspace.Home} CI=[] DATE=1 PACKAGES={PackedPackage.GlobalPackages}");
    }

    [Fact]
    public async Task Errors_and_warnings_of_a_build_are_read_with_their_codes()
    {
        workspace.Project("p.proj", sdk: null)
            .Target(
                "Fail",
                afterTargets: null,
                new XElement("Warning", new XAttribute("Code", "ABC1"), new XAttribute("Text", "not a code of ours")),
                new XElement("Warning", new XAttribute("Code", "CTZ1001"), new XAttribute("Text", "mind: this")),
                new XElement("Error", new XAttribute("Code", "CTZ9002"), new XAttribute("Text", "stop")))
            .Save();

        var result = await workspace.Dotnet.RunAsync(["msbuild", workspace.PathOf("p.proj"), "-t:Fail"], TestContext.Current.CancellationToken);

        result.Succeeded.ShouldBeFalse();
        result.Errors.Select(e => (e.Code, e.Text)).ShouldBe([("CTZ9002", "stop")]);
        result.Warnings.ShouldHaveSingleItem().Code.ShouldBe("CTZ1001");
        Should.Throw<InvalidOperationException>(result.ShouldSucceed).Message.ShouldContain("stop");
    }

    [Fact]
    public async Task A_command_that_does_not_end_is_ended()
    {
        workspace.Dotnet.Timeout = TimeSpan.FromSeconds(1);
        workspace.Project("p.proj", sdk: null)
            .Target("Wait", afterTargets: null, new XElement("Exec", new XAttribute("Command", OperatingSystem.IsWindows() ? "ping -n 60 127.0.0.1" : "sleep 60")))
            .Save();

        await Should.ThrowAsync<TimeoutException>(() => workspace.Dotnet.RunAsync(["msbuild", workspace.PathOf("p.proj"), "-t:Wait"], TestContext.Current.CancellationToken));
    }
}
