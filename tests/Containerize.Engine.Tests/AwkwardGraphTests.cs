using Containerize.TestKit.Feeds;
using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Building;
using Containerize.Tests.Engine.Lab;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>
/// A repository with what Dockerfiles written by hand get wrong: a chain of three projects, an import that no convention names, versions
/// in one place, lock files, a feed that is a folder, files linked from elsewhere, and what a build on the host left behind.
/// </summary>
public sealed class AwkwardRepository : IAsyncLifetime
{
    public const string Dockerfile = "src/App/Dockerfile";

    /// <summary>All that the build needs, and so all that a builder may see.</summary>
    private static readonly string[] Needed =
    [
        "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "build/common.targets", "nuget.config", "shared/Linked.cs",
        "src/App/App.csproj", "src/App/Program.cs", "src/App/packages.lock.json",
        "src/Leaf/Leaf.cs", "src/Leaf/Leaf.csproj", "src/Leaf/packages.lock.json",
        "src/Lib/Lib.cs", "src/Lib/Lib.csproj", "src/Lib/packages.lock.json",
        "web/node_modules/lib/lib.js",
    ];

    public TestWorkspace Workspace { get; } = TestWorkspace.Create();

    public IReadOnlyList<string> Context => [.. Needed.Concat(Workspace.FilesBelow("packages").Select(file => $"packages/{file}")).Order(StringComparer.Ordinal)];

    public async ValueTask InitializeAsync()
    {
        if (!TheLab.IsUp)
        {
            return;
        }

        // Lock files hold hashes of packages: they have to be those of the packages inside, which other tests have not.
        Workspace.WithPackageInside().Dotnet.Environment["NUGET_PACKAGES"] = Path.Join(Workspace.Home, "packages");
        await WriteFeedAsync();
        WriteUnrelatedFiles();
        var app = WriteProjects();
        await Command.RunAsync("git", ["init", "--quiet"], Workspace.Root);
        (await Workspace.Dotnet.RunAsync(["build", app.FullPath, "-c", "Debug"], TestContext.Current.CancellationToken)).ShouldSucceed();
        (await Workspace.Dotnet.RunAsync(["build", app.FullPath, "-t:ContainerizeDockerfile", $"-p:ContainerizeBaseRegistry={TheLab.Registry}"], TestContext.Current.CancellationToken)).ShouldSucceed();
    }

    public ValueTask DisposeAsync()
    {
        Workspace.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task WriteFeedAsync()
    {
        var package = await PackedLibrary.PackAsync("Local.Words", "from a folder", TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Workspace.PathOf(Path.Join("packages", package.FileName)), package.Content, TestContext.Current.CancellationToken);
        Workspace.Write("nuget.config", """
            <?xml version="1.0" encoding="utf-8"?>
            <configuration>
              <packageSources>
                <clear />
                <add key="inside" value="packages" />
              </packageSources>
            </configuration>
            """);
        Workspace.Write(CentralPackages.FileName, CentralPackages.Create((PackedPackage.Name, PackedPackage.Version), (package.Id, package.Version)));
        Workspace.Write("Directory.Build.props", """
            <Project>
              <PropertyGroup>
                <RestorePackagesWithLockFile>true</RestorePackagesWithLockFile>
              </PropertyGroup>
            </Project>
            """);
    }

    private ProjectCreator WriteProjects()
    {
        Workspace.Write("build/common.targets", """
            <Project>
              <PropertyGroup>
                <DefineConstants>$(DefineConstants);COMMON</DefineConstants>
              </PropertyGroup>
            </Project>
            """);
        Workspace.Write("web/node_modules/lib/lib.js", "// of a package of another world");
        Workspace.Write("shared/Linked.cs", "namespace Shared;\n\ninternal static class Linked\n{\n    public static string Text => \"linked\";\n}\n");
        var leaf = Project("Leaf", "Local.Words.Greeting.Text").ItemPackageReference("Local.Words").Save();
        var lib = Project("Lib", "Leaf.Word.Text").ItemProjectReference(leaf).Save();
        return Workspace.Project("src/App/App.csproj")
            .Property("TargetFramework", "net10.0")
            .Property("OutputType", "Exe")
            .ItemPackageReference(PackedPackage.Name, privateAssets: "all")
            .ItemProjectReference(lib)
            .ItemInclude("Compile", "../../shared/Linked.cs", metadata: new Dictionary<string, string>(StringComparer.Ordinal) { ["Link"] = "Linked.cs" })
            .ItemInclude("Content", "../../web/node_modules/lib/lib.js", metadata: new Dictionary<string, string>(StringComparer.Ordinal) { ["Link"] = "assets/lib.js", ["CopyToPublishDirectory"] = "PreserveNewest" })
            .Import("../../build/common.targets")
            .File("Program.cs", "System.Console.WriteLine($\"{Lib.Word.Text}, {Shared.Linked.Text}\");\n")
            .Save();
    }

    private ProjectCreator Project(string name, string text) => Workspace.Project($"src/{name}/{name}.csproj")
        .Property("TargetFramework", "net10.0")
        .Import("../../build/common.targets")
        .File($"{name}.cs", $"#if !COMMON\n#error The import is missing.\n#endif\nnamespace {name};\n\npublic static class Word\n{{\n    public static string Text => {text};\n}}\n");

    private void WriteUnrelatedFiles()
    {
        foreach (var path in new[] { "docs/guide.md", "other/Other.csproj", "other/Program.cs", "secret.txt", "shared/Unlinked.cs", "src/App/.env", "src/README.md", "web/node_modules/lib/more.js", "web/site.js" })
        {
            Workspace.Write(path, "nothing that the build needs");
        }

        // One user's settings are imported where they are, and are not the project's.
        Workspace.Write("src/App/App.csproj.user", "<Project />");
    }
}

public sealed class AwkwardGraphTests(AwkwardRepository repository) : IClassFixture<AwkwardRepository>
{
    private const string WithoutNetwork = "--network=none";

    private TestWorkspace Workspace => repository.Workspace;

    [LabTheory]
    [InlineData("docker")]
    [InlineData("buildah")]
    public async Task It_builds_without_a_network_from_what_is_locked(string builder)
    {
        Workspace.FilesBelow("src/App/obj").ShouldContain("project.assets.json");
        Workspace.FilesBelow("src/App/bin").ShouldContain("Debug/net10.0/App.dll");
        Workspace.Read(AwkwardRepository.Dockerfile).ShouldContain("--locked-mode");

        var build = (await ImageBuilder.Named(builder).BuildAsync(Workspace.Root, AwkwardRepository.Dockerfile, WithoutNetwork)).ShouldSucceed();

        (await build.RunAsync(["dotnet", "/app/App.dll"])).Trim().ShouldBe("from a folder, linked");
        var files = (await build.ReadAsync(Workspace)).Files.Keys;
        files.ShouldContain("app/Local.Words.dll");
        files.ShouldContain("app/assets/lib.js");
    }

    [LabTheory]
    [InlineData("docker")]
    [InlineData("buildah")]
    public async Task A_build_without_a_network_reaches_nobody(string builder)
    {
        // The registry is up, and bash opens connections.
        var address = TheLab.Registry.Replace(':', '/');
        Workspace.Write(".net/Dockerfile", $"FROM {TheLab.Registry}/dotnet/sdk:10.0\nRUN [\"bash\", \"-c\", \"exec 3<>/dev/tcp/{address}\"]\n");

        (await ImageBuilder.Named(builder).BuildAsync(Workspace.PathOf(".net"), "Dockerfile")).ShouldSucceed();
        var without = await ImageBuilder.Named(builder).BuildAsync(Workspace.PathOf(".net"), "Dockerfile", WithoutNetwork, "--no-cache");

        without.Succeeded.ShouldBeFalse(without.Text);
        without.Text.ShouldContain("/dev/tcp/");
    }

    [LabTheory]
    [InlineData("docker")]
    [InlineData("buildah")]
    public async Task A_builder_sees_what_the_build_needs_and_nothing_else(string builder)
    {
        Workspace.Write(".listing/Dockerfile", "FROM scratch\nCOPY . /\n");
        Workspace.Write(".listing/Dockerfile.dockerignore", Workspace.Read(AwkwardRepository.Dockerfile + ".dockerignore"));

        var build = (await ImageBuilder.Named(builder).BuildAsync(Workspace.Root, ".listing/Dockerfile")).ShouldSucceed();

        (await build.ReadAsync(Workspace)).Files.Keys.ShouldBe(repository.Context);
    }
}
