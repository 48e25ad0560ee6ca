using System.Xml.Linq;
using Containerize.TestKit;
using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>All that is wrong in what a project says of its image is told in one run, before a compiler has run.</summary>
public sealed class MistakesTests : PublisherTests
{
    /// <summary>What <see cref="WithEight"/> is told of, in the order of the codes.</summary>
    private static readonly string[] Eight = ["CTZ1101", "CTZ1103", "CTZ1103", "CTZ1105", "CTZ1105", "CTZ1107", "CTZ1111", "CTZ1116"];

    [RanInto("several mistakes in one project", "eight values, each told by a publish of its own; a bad tag of a native app after 78 seconds of compiling", "eight lines of one publish, before anything is compiled")]
    [Theory]
    [InlineData("publish")]
    [InlineData("publish", "-p:ContainerizePlan=true")]
    [InlineData("publish", "-t:PublishContainer")]
    [InlineData("publish", "-mt")]
    [InlineData("build", "-t:ContainerizePlan")]
    [InlineData("build", "-t:PublishContainer")]
    [InlineData("build", "-t:ContainerizeDockerfile")]
    public async Task Eight_mistakes_are_eight_lines_before_a_compiler_runs(string command, params string[] arguments)
    {
        var app = WithEight(Publisher.Workspace.Console().ByReference()).File("Broken.cs", "this does not compile").Save();

        var result = await Publisher.Workspace.Dotnet.RunAsync(
            [command, app.FullPath, "-p:ContainerImage=true", .. arguments], TestContext.Current.CancellationToken);

        result.ExitCode.ShouldNotBe(0, result.Text);
        result.Errors.Select(error => error.Code).ShouldBe(Eight, ignoreOrder: true, result.Text);
        result.Errors.ShouldAllBe(error => error.Line.Contains("App.csproj"), result.Text);
        Publisher.Workspace.FilesBelow("App/obj").ShouldNotContain(file => file.EndsWith(".dll", StringComparison.Ordinal));
        Publisher.Workspace.FilesBelow("App").ShouldNotContain(file => Path.GetFileName(file) == "Dockerfile");
    }

    [Fact]
    public async Task So_are_those_of_a_Dockerfile_that_a_publish_writes()
    {
        var app = WithEight(Publisher.Workspace.Console().ByReference())
            .Property("ContainerizeDockerfile", "true")
            .Property("ContainerizeDockerfileProfile", "docker")
            .Property("ContainerizeDockerfileVerify", "1")
            .ItemInclude("ContainerizeNuGetCredential", "my=feed")
            .File("Broken.cs", "this does not compile");

        var result = await app.TryPublishAsync(TestContext.Current.CancellationToken);

        result.Errors.Select(error => error.Code).ShouldBe([.. Eight[..6], "CTZ1111", "CTZ1111", "CTZ1111", .. Eight[6..]], ignoreOrder: true, result.Text);
    }

    [Fact]
    public async Task So_is_an_engine_that_there_is_none_of()
    {
        var app = Publisher.Workspace.Console().ByReference().Property("LocalRegistry", "Dokcer").File("Broken.cs", "this does not compile").Save();

        var result = await Publisher.Workspace.Dotnet.RunAsync(["publish", app.FullPath, "-p:ContainerImage=true"], TestContext.Current.CancellationToken);

        result.ExitCode.ShouldNotBe(0, result.Text);
        result.Errors.Select(error => error.Code).ShouldBe(["CTZ1111"], result.Text);
    }

    [Fact]
    public async Task Each_project_of_a_solution_tells_its_own()
    {
        var workspace = Publisher.Workspace;
        WithEight(workspace.Console().ByReference()).Save();
        var other = workspace.Project("Other/Other.csproj").Property("OutputType", "Exe").Property("TargetFramework", "net10.0").ByReference()
            .Property("ContainerImageTags", "good;b@d").File("Program.cs", "this does not compile").Save();
        workspace.Write("All.slnx", $"""<Solution><Project Path="App/App.csproj" /><Project Path="{Path.GetRelativePath(workspace.Root, other.FullPath)}" /></Solution>""");

        var result = await workspace.Dotnet.RunAsync(["publish", workspace.PathOf("All.slnx"), "-m:2", "-p:ContainerImage=true"], TestContext.Current.CancellationToken);

        result.Errors.Where(error => error.Line.Contains("Other.csproj")).Select(error => error.Code).ShouldBe(["CTZ1103"], ignoreOrder: true, result.Text);
        result.Errors.Where(error => error.Line.Contains("App.csproj")).Select(error => error.Code).ShouldBe(Eight, ignoreOrder: true, result.Text);
        result.Text.ShouldNotContain("CS1");
    }

    [Fact]
    public async Task Several_platforms_that_are_published_one_by_one_say_it_once()
    {
        var app = WithEight(Publisher.Workspace.Console().ByReference())
            .Property("RuntimeIdentifiers", "linux-x64;linux-arm64")
            .Property("RuntimeIdentifier", "linux-x64")
            .Property("ContainerRuntimeIdentifiers", "linux-x64;linux-arm64");

        var result = await app.TryPublishAsync(TestContext.Current.CancellationToken, "-p:ContainerImage=true");

        result.Errors.Select(error => error.Code).ShouldBe(Eight, ignoreOrder: true, result.Text);
    }

    [Fact]
    public async Task A_program_of_one_file_is_told_as_well_and_its_misspelt_property_too()
    {
        Publisher.Workspace.Write("shop/app.cs", $"""
            #:package Containerize.Sdk@{PackedPackage.Version}
            #:property ContainerImage=true
            #:property ContainerImageTags=a b;c d
            #:property ContainerUser=no such user
            #:property ContainerRegisty=ghcr.io
            this does not compile
            """);

        var result = await Publisher.Workspace.Dotnet.RunAsync(["publish", "shop/app.cs"], TestContext.Current.CancellationToken, Publisher.Workspace.Root);

        result.Errors.Select(error => error.Code).ShouldBe(["CTZ1103", "CTZ1103", "CTZ1116"], ignoreOrder: true, result.Text);
        result.Warnings.ShouldHaveSingleItem(result.Text).Text.ShouldContain("Did you mean ContainerRegistry?");
    }

    [RanInto("a name that is nearly right", "twelve names in one project, its Directory.Build.props, the environment and the command line", "twelve warnings CTZ1004 or CTZ1121, before anything is compiled")]
    [Fact]
    public async Task Twelve_misspelt_names_are_twelve_suggestions()
    {
        var workspace = Publisher.Workspace;
        workspace.Write("Directory.Build.props", """
            <Project>
              <PropertyGroup><ContainerRepositry>shop</ContainerRepositry></PropertyGroup>
              <ItemGroup><ContainerLable Include="team" Value="checkout" /></ItemGroup>
            </Project>
            """);
        var app = workspace.Console().ByReference()
            .Property("ContainerImageTgas", "1.0")
            .Property("ContainerFamilly", "alpine")
            .Property("ContainerizeCompresion", "zstd")
            .Property("ContainerPorts", "80")
            .Property("ContainerDevelopmentMode", "Fast")
            .Property("DockerfileContext", ".")
            .ItemInclude("ContainerEnvironmentVariables", "A", metadata: Metadata("Value", "b"))
            .ItemInclude("ContainerPort", "53", metadata: Metadata("Typ", "udp"))
            .ItemInclude("ContainerEnvironmentVariable", "MODE", metadata: Metadata("Vaule", "b"))
            .ItemInclude("ContainerDirectory", "/data", metadata: Metadata("Ownr", "app"))
            .File("Broken.cs", "this does not compile")
            .Save();

        workspace.Dotnet.Environment["ContainerUsr"] = "app";
        var result = await workspace.Dotnet.RunAsync(
            ["publish", app.FullPath, "-p:ContainerImage=true", "-p:ContainerReigstry=ghcr.io"], TestContext.Current.CancellationToken);

        string[] suggestions = ["ContainerRepository?", "ContainerLabel?", "ContainerImageTags?", "ContainerFamily?", "ContainerizeCompression?", "ContainerPort, which is an item?",
            "ContainerEnvironmentVariable?", "Type?", "Owner?", "ContainerRegistry?", "ContainerUser?"];
        var warnings = result.Warnings.Where(warning => warning.Code is "CTZ1004" or "CTZ1121").ToArray();
        foreach (var suggestion in suggestions)
        {
            warnings.ShouldContain(warning => warning.Text.Contains("Did you mean " + suggestion, StringComparison.Ordinal), 1, result.Text);
        }

        warnings.ShouldContain(warning => warning.Code == "CTZ1121" && warning.Text.Contains("(but Vaule)", StringComparison.Ordinal), 1, result.Text);
        warnings.Length.ShouldBe(12, result.Text);
        result.Errors.ShouldAllBe(error => error.Code.StartsWith("CS", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_project_references_is_built_and_not_told_of()
    {
        var tool = Publisher.Workspace.Project("Tool/Tool.csproj").Property("OutputType", "Exe").Property("TargetFramework", "net10.0").ByReference()
            .Property("ContainerImageTag", "not valid").File("Program.cs", "System.Console.WriteLine();").Save();
        var app = Publisher.Workspace.Console().ByReference().ItemProjectReference(tool);

        (await Publisher.PublishAsync(app)).ShouldSucceed().Warnings.ShouldBeEmpty();

        Publisher.Registry.Store.Tags("app").ShouldBe(["latest"]);
    }

    [Fact]
    public async Task What_targets_make_and_set_is_not_known_at_the_start_and_no_mistake()
    {
        Hooks.Write(Publisher.Workspace, "hooked");
        var app = Publisher.Workspace.Console().ByReference()
            .Property("ContainerImageTag", "$(MinVerVersion)-alpine")
            .Property("ContainerVersionTags", "true")
            .ItemInclude("ContainerContent", "obj/made.txt", metadata: Metadata("TargetPath", "made.txt"))
            .ItemInclude("ContainerEntrypoint", "/app/App")
            .Target("Make", "CoreCompile", new XElement("WriteLinesToFile", new XAttribute("File", "obj/made.txt"), new XAttribute("Lines", "made")));

        (await Publisher.PublishAsync(app)).ShouldSucceed().Warnings.ShouldBeEmpty();

        (await Publisher.ImageAsync("hooked", Hooks.Version)).Files.ShouldContainKey("app/made.txt");
    }

    [Fact]
    public async Task A_wrong_value_that_a_target_would_replace_is_told_and_an_empty_one_is_not()
    {
        Hooks.Write(Publisher.Workspace, "hooked");
        var app = Publisher.Workspace.Console().ByReference().Property("ContainerRepository", "Not/Valid").Property("ContainerImageTag", " ");

        var result = await Publisher.PublishAsync(app);

        result.Errors.ShouldHaveSingleItem(result.Text).Code.ShouldBe("CTZ1102");
        (await Publisher.PublishAsync(app, "-p:ContainerRepository=")).ShouldSucceed();
    }

    [Fact]
    public async Task A_build_minds_none_of_it()
    {
        var app = WithEight(Publisher.Workspace.Console().ByReference()).Property("ContainerImage", "true");

        (await app.TryBuildAsync(TestContext.Current.CancellationToken)).ShouldSucceed().Warnings.ShouldBeEmpty();
    }

    private static Dictionary<string, string> Metadata(string name, string value) => new(StringComparer.Ordinal) { [name] = value };

    private static ProjectCreator WithEight(ProjectCreator project) => project
        .Property("ContainerRegistry", "https://ghcr.io")
        .Property("ContainerImageTags", "1.0;b@d;not ok")
        .Property("ContainerUser", "no such user")
        .Property("ContainerGenerateLabels", "no")
        .ItemInclude("ContainerPort", "http")
        .ItemInclude("ContainerPort", "70000")
        .ItemInclude("ContainerLabel", "team=checkout");
}
