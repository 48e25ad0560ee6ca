using System.Diagnostics;
using Containerize.TestKit;
using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>
/// What the publish step of a generated Dockerfile makes of projects whose versions come of git: here it runs in a folder that has none, told what the head of
/// the file has docker be told.
/// </summary>
public sealed class VersionsFromGitTests
{
    private const string InAContainer = "DOTNET_RUNNING_IN_CONTAINER";

    /// <summary>Of the library as well, which does not see our package, and is of another folder of versions.</summary>
    private static readonly string[] Assemblies = ["App.dll", "Shared.dll"];

    /// <summary>Through both doors, since MSBuild reads the files of an additive SDK in another order.</summary>
    [RanInto("a version that a package makes of git, in a Dockerfile", "no git in the build context: MinVer warns and says 0.0.0-alpha.0, Nerdbank.GitVersioning and GitVersion fail", "the versions are told as a build argument")]
    [Theory]
    [Sets("ContainerizeVersions")]
    [InlineData("MinVer", "8.0.0", "")]
    [InlineData("Nerdbank.GitVersioning", "3.10.94", "ThisAssembly.GitCommitId")]
    [InlineData("GitVersion.MsBuild", "6.8.2", "GitVersionInformation.Sha")]
    [InlineData("", "", "")]
    [InlineData("MinVer", "8.0.0", "", "sdk")]
    [InlineData("Nerdbank.GitVersioning", "3.10.94", "ThisAssembly.GitCommitId", "sdk")]
    [InlineData("GitVersion.MsBuild", "6.8.2", "GitVersionInformation.Sha", "sdk")]
    public async Task A_builder_that_is_told_compiles_what_a_clone_compiles(string package, string version, string code, string door = "reference")
    {
        using var workspace = await CloneAsync(package, version, code, door);
        (await RunAsync(workspace, "publish", "repository/App", "-c", "Release", "-o", "direct")).ShouldSucceed();
        var arguments = (await RunAsync(
            workspace, "build", "repository/App", "-t:ContainerizeBuildArguments", "--getProperty:ContainerizeBuildArguments")).ShouldSucceed().Text;
        // A shell puts it into a command as it is.
        arguments.Trim().ShouldStartWith("--build-arg SourceRevisionId=");
        arguments.Trim().ShouldNotContain('\n');
        arguments.Contains(" --build-arg ContainerVersion=1.2.", StringComparison.Ordinal).ShouldBe(package.Length > 0, arguments);
        arguments.Contains(" --build-arg ContainerizeVersions=", StringComparison.Ordinal).ShouldBe(package.Length > 0, arguments);
        Copy(workspace.PathOf("repository"), workspace.PathOf("context"));

        (await BuildAsync(workspace, arguments)).ShouldSucceed().Warnings.ShouldBeEmpty();

        foreach (var assembly in Assemblies)
        {
            FileVersionInfo.GetVersionInfo(Layered(workspace, assembly)).ProductVersion
                .ShouldBe(FileVersionInfo.GetVersionInfo(workspace.PathOf($"direct/{assembly}")).ProductVersion);
            (await File.ReadAllBytesAsync(Layered(workspace, assembly), TestContext.Current.CancellationToken))
                .ShouldBe(await File.ReadAllBytesAsync(workspace.PathOf($"direct/{assembly}"), TestContext.Current.CancellationToken), assembly);
        }
    }

    [Theory]
    [InlineData("MinVer", "8.0.0", "")]
    [InlineData("Nerdbank.GitVersioning", "3.10.94", "ThisAssembly.AssemblyVersion")]
    [InlineData("GitVersion.MsBuild", "6.8.2", "GitVersionInformation.MajorMinorPatch")]
    public async Task A_builder_that_is_told_the_commit_only_fails_for_no_version(string package, string version, string code)
    {
        using var workspace = await CloneAsync(package, version, code);
        Copy(workspace.PathOf("repository"), workspace.PathOf("context"));
        (await RunAsync(workspace, "restore", "context/App")).ShouldSucceed();

        (await BuildAsync(workspace, "SourceRevisionId=0123456789012345678901234567890123456789")).ShouldSucceed().Warnings.ShouldBeEmpty();

        FileVersionInfo.GetVersionInfo(Layered(workspace, "Shared.dll")).FileVersion.ShouldStartWith("1.");
    }

    /// <summary>A repository of a version behind its tag, with a library whose version is another.</summary>
    private static async Task<TestWorkspace> CloneAsync(string package, string version, string code, string door = "reference")
    {
        var workspace = TestWorkspace.Create().WithPackage();
        workspace.Dotnet.Environment["GITHUB_ACTIONS"] = null;
        workspace.Write("repository/Directory.Build.props", "<Project />");
        workspace.Write("repository/Directory.Build.targets", "<Project />");
        workspace.Write("repository/.gitignore", "bin/\nobj/\n");
        workspace.Write("repository/version.json", """{ "version": "1.2" }""");
        workspace.Write("repository/Shared/version.json", """{ "version": "1.5-beta" }""");
        var library = ProjectCreator.Create(workspace, "repository/Shared/Shared.csproj").Property("TargetFramework", "net10.0").Property("MinVerTagPrefix", "lib-")
            .File("Greeting.cs", """namespace Shared; public static class Greeting { public const string Text = "hello"; }""");
        var app = ProjectCreator.Create(workspace, "repository/App/App.csproj").Property("TargetFramework", "net10.0").Property("OutputType", "Exe")
            .File("Program.cs", $"System.Console.WriteLine(Shared.Greeting.Text{(code.Length > 0 ? " + " + code : string.Empty)});")
            .ItemProjectReference(library);
        app = door == "sdk" ? app.BySdk() : app.ByReference();
        if (package.Length > 0)
        {
            app.ItemPackageReference(package, version, privateAssets: "all");
            library.ItemPackageReference(package, version, privateAssets: "all");
        }

        library.Save();
        app.Save();
        await GitAsync(workspace, "init", "-q", "-b", "main");
        await GitAsync(workspace, "add", ".");
        await GitAsync(workspace, "commit", "-q", "-m", "sources");
        await GitAsync(workspace, "tag", "1.2.3");
        await GitAsync(workspace, "tag", "lib-1.5.0");
        await GitAsync(workspace, "commit", "-q", "--allow-empty", "-m", "more");
        return workspace;
    }

    /// <param name="arguments">NAME=VALUE among other words, as docker is given them.</param>
    private static async Task<DotnetResult> BuildAsync(TestWorkspace workspace, string arguments)
    {
        workspace.Dotnet.Environment[InAContainer] = "true";
        (await RunAsync(workspace, "restore", "context/App")).ShouldSucceed();
        return await RunAsync(workspace,
        [
            "publish", "context/App", "--no-restore", "-c", "Release",
            .. arguments.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(word => word.Contains('=', StringComparison.Ordinal)).Select(word => "-p:" + word),
            $"-p:ContainerizeSourceRoot={workspace.PathOf("context")}/",
            $"-p:ContainerizeLayersPath={workspace.PathOf("layers")}", "-p:ContainerizeLayerNames=host+projects+app",
        ]);
    }

    private static string Layered(TestWorkspace workspace, string file)
        => workspace.PathOf($"layers/{(file == "App.dll" ? "app" : "projects")}/app/{file}");

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(from, file);
            if (!path.Split(Path.DirectorySeparatorChar).Any(part => part is ".git" or "bin" or "obj"))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Join(to, path))!);
                File.Copy(file, Path.Join(to, path));
            }
        }
    }

    private static Task<DotnetResult> RunAsync(TestWorkspace workspace, params string[] arguments)
        => workspace.Dotnet.RunAsync([.. arguments.Select(argument => argument.Contains('/', StringComparison.Ordinal) && !argument.StartsWith('-')
            ? workspace.PathOf(argument)
            : argument)], TestContext.Current.CancellationToken);

    private static async Task GitAsync(TestWorkspace workspace, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-c", "user.name=a", "-c", "user.email=a@b", .. arguments])
        {
            WorkingDirectory = workspace.PathOf("repository"),
        })!;
        await git.WaitForExitAsync(TestContext.Current.CancellationToken);
        git.ExitCode.ShouldBe(0);
    }
}
