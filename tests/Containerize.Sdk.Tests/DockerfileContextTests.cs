using System.Xml.Linq;
using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>A build reads more than a project's items and what lies in its folder: all of it is in the build context, and nothing else.</summary>
public sealed class DockerfileContextTests : IDisposable
{
    private readonly TestWorkspace workspace = TestWorkspace.Create().WithPackageInside();

    public DockerfileContextTests() => Directory.CreateDirectory(workspace.PathOf(".git"));

    public void Dispose() => workspace.Dispose();

    [Fact]
    public async Task Files_that_only_properties_and_metadata_name_are_in_it()
    {
        workspace.Write("keys/company.snk", "key");
        workspace.Write("art/app.ico", "icon");
        workspace.Write("schemas/order.json", "{}");
        workspace.Write("notes/unread.txt", "x");
        var project = Console()
            .Property("AssemblyOriginatorKeyFile", "../keys/company.snk")
            .Property("ApplicationIcon", "$(MSBuildThisFileDirectory)..\\art\\app.ico")
            .Property("Notes", "there is ../notes, a folder")
            .ItemInclude("None", "Program.cs", metadata: Metadata("Schema", "../schemas/order.json"));

        var ignored = await GenerateAsync(project);

        ignored.ShouldContain("!keys/company.snk");
        ignored.ShouldContain("!art/app.ico");
        ignored.ShouldContain("!schemas/order.json");
        ignored.ShouldNotContain(line => line.Contains("notes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_targets_of_the_project_read_is_in_it_with_the_projects_that_they_run()
    {
        workspace.Write("build/version.sh", "echo 1.0");
        workspace.Write("build/words list.txt", "a");
        workspace.Write("build/source.cs", "class X;");
        workspace.Write("tasks/Ours.dll", "no assembly");
        workspace.Write("out/written.txt", "by a build");
        workspace.Write("Gen/Gen.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
        workspace.Write("Gen/Gen.cs", "class Gen;");
        var project = Console()
            .Target("Before", afterTargets: "Nothing", body: new XElement(
                "Exec", new XAttribute("Command", "sh ../build/version.sh \"../build/words list.txt\"; dotnet run --project ../Gen/Gen.csproj")))
            .Target("Copies", afterTargets: "Nothing", body: new XElement(
                "Copy", new XAttribute("SourceFiles", "$(MSBuildThisFileDirectory)../build/source.cs"), new XAttribute("DestinationFiles", "../out/written.txt")));
        workspace.Write("App/more.targets", "<Project><UsingTask TaskName=\"Ours\" AssemblyFile=\"..\\tasks\\Ours.dll\" /></Project>");
        project.Import("more.targets");

        var ignored = await GenerateAsync(project);

        ignored.ShouldContain("!build/version.sh");
        ignored.ShouldContain("!build/words list.txt");
        ignored.ShouldContain("!build/source.cs");
        ignored.ShouldContain("!tasks/Ours.dll");
        ignored.ShouldContain("!Gen");
        ignored.ShouldNotContain(line => line.Contains("written", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tasks_name_files_by_where_they_run_by_patterns_and_by_folders()
    {
        string[] files =
        [
            "data/words.txt", "data/settings.xml", "tools/run.sh", "tools/unused.sh", "sql/one.sql", "sql/notes.md", "schemas/deep/order.json", "schemas/bin/x.json",
        ];
        foreach (var file in files)
        {
            workspace.Write(file, "x");
        }

        var project = Console().Target(
            "Reads",
            "Nothing",
            new XElement("ReadLinesFromFile", new XAttribute("File", "../data/words.txt")),
            new XElement("XmlPeek", new XAttribute("XmlInputPath", "..\\data\\settings.xml"), new XAttribute("Query", "/a")),
            new XElement("Exec", new XAttribute("Command", "sh run.sh"), new XAttribute("WorkingDirectory", "$(MSBuildProjectDirectory)/../tools")),
            new XElement("ItemGroup", new XElement("Script", new XAttribute("Include", "../sql/**/*.sql"))),
            new XElement("Exec", new XAttribute("Command", "generate --from=../schemas --above .. --here .")),
            new XElement("WriteLinesToFile", new XAttribute("File", "../tools/unused.sh")));

        var ignored = await GenerateAsync(project);

        string[] named = ["!data/settings.xml", "!data/words.txt", "!schemas/deep/order.json", "!sql/one.sql", "!tools/run.sh"];
        ignored.Where(line => files.Any(file => line.StartsWith($"!{file.Split('/')[0]}", StringComparison.Ordinal))).ShouldBe(named);
    }

    [Fact]
    public async Task A_text_that_the_evaluation_reads_is_there_for_the_restore()
    {
        workspace.Write("version.txt", "1.2.3");
        var project = Console().Property("Version", "$([System.IO.File]::ReadAllText($([MSBuild]::NormalizePath('$(MSBuildThisFileDirectory)', '..', 'version.txt'))).Trim())");

        await GenerateAsync(project);

        var dockerfile = workspace.Read("App/Dockerfile");
        dockerfile.IndexOf("version.txt", StringComparison.Ordinal).ShouldBeInRange(0, dockerfile.IndexOf("dotnet restore", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Folders_called_bin_and_obj_that_people_made_are_in_it()
    {
        var project = Console()
            .File("tools/ffmpeg/bin/ffmpeg", "program")
            .ItemInclude("None", "tools/ffmpeg/bin/**", metadata: Metadata("CopyToPublishDirectory", "PreserveNewest"))
            .File("keys/obj/our.snk", "key")
            .Property("AssemblyOriginatorKeyFile", "keys/obj/our.snk");

        var ignored = await GenerateAsync(project);

        ignored.ShouldContain("!App/tools/ffmpeg/bin/ffmpeg");
        ignored.ShouldContain("!App/keys/obj/our.snk");
    }

    [Fact]
    public async Task What_git_ignores_no_clone_has()
    {
        Directory.Delete(workspace.PathOf(".git"));
        await InitializeGitAsync();
        workspace.Write(".gitignore", "made/\n");
        workspace.Write("made/settings.json", "{}");
        workspace.Write("kept/settings.json", "{}");
        var project = Console().Property("One", "../made/settings.json").Property("Other", "../kept/settings.json");

        var ignored = await GenerateAsync(project);

        ignored.ShouldContain("!kept/settings.json");
        ignored.ShouldNotContain(line => line.Contains("made", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_the_machines_and_what_is_the_images_stays_outside()
    {
        var project = Console()
            .Property("Certificates", "/etc/passwd")
            .Property("ContainerWorkingDirectory", "/etc")
            .ItemInclude("ContainerEnvironmentVariable", "USERS", metadata: Metadata("Value", "/etc/passwd"));

        var ignored = await GenerateAsync(project);

        ignored.ShouldNotContain(line => line.Contains("passwd", StringComparison.Ordinal));
    }

    private ProjectCreator Console() => workspace.Console().BySdk();

    private static Dictionary<string, string> Metadata(string name, string value) => new(StringComparer.Ordinal) { [name] = value };

    private async Task<string[]> GenerateAsync(ProjectCreator project)
    {
        (await project.TryBuildAsync(TestContext.Current.CancellationToken, "-t:ContainerizeDockerfile", "-p:NuGetAudit=false")).ShouldSucceed();
        return workspace.Read("App/Dockerfile.dockerignore").Split('\n');
    }

    private async Task InitializeGitAsync()
    {
        using var git = System.Diagnostics.Process.Start("git", ["init", "--quiet", workspace.Root]);
        await git.WaitForExitAsync(TestContext.Current.CancellationToken);
        git.ExitCode.ShouldBe(0);
    }
}
