using Containerize.TestKit.Feeds;
using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Building;
using Containerize.Tests.Engine.Lab;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>
/// An app upon a library upon a library, with a package that has two versions. All packages lie in a folder, so that no build waits for
/// a network. Each builder has built it once, by a Dockerfile of a profile that is for it.
/// </summary>
public sealed class ChainOfProjects : IAsyncLifetime
{
    private const string Portable = "App/Dockerfile";
    public const string PackageId = "Local.Words";
    public const string OldVersion = "1.0.0";
    public const string NewVersion = "1.1.0";

    /// <summary>In their order.</summary>
    private static readonly string[] Layers = ["host", "packages", "projects", "app"];

    /// <summary>By the builder's name: those of profiles that are not the default.</summary>
    private static readonly Dictionary<string, string> Profiles = new(StringComparer.Ordinal) { ["classic docker"] = "plain", ["Docker 28"] = "buildkit" };

    private readonly Dictionary<string, Task<BuiltChain>> first = new(StringComparer.Ordinal);

    public TestWorkspace Workspace { get; } = TestWorkspace.Create().WithPackageInside();

    public async ValueTask InitializeAsync()
    {
        if (!TheLab.IsUp)
        {
            return;
        }

        await WriteFeedAsync();
        var leaf = Library("Leaf", "\"leaf\"").Save();
        var lib = Library("Lib", "Leaf.Word.Text").ItemProjectReference(leaf).Save();
        var app = Workspace.Console()
            .ItemPackageReference(PackedPackage.Name, PackedPackage.Version, privateAssets: "all")
            .ItemPackageReference(PackageId, OldVersion)
            .ItemProjectReference(lib)
            .File("Program.cs", $"System.Console.WriteLine($\"{{Lib.Word.Text}}, {{{PackageId}.Greeting.Text}}\");\n");
        await GenerateAsync(app, Portable);
        foreach (var (builder, profile) in Profiles)
        {
            // The classic builder looks for its ignore file in the context's folder only; the others have theirs.
            await GenerateAsync(app, DockerfileOf(builder), $"-p:ContainerizeDockerfileProfile={profile}", $"-p:ContainerizeDockerignore={(profile == "plain" ? "true" : "false")}");
        }
    }

    public ValueTask DisposeAsync()
    {
        Workspace.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>As it was written.</summary>
    internal Task<BuiltChain> FirstAsync(string builder) => first.TryGetValue(builder, out var build) ? build : first[builder] = BuildAsync(builder);

    /// <summary>As a user would, without a build argument.</summary>
    internal async Task<BuiltChain> BuildAsync(string name, params string[] options)
    {
        var build = (await Builder(name).BuildAsync(Workspace.Root, DockerfileOf(name), options)).ShouldSucceed();
        var diffIds = (await build.DiffIdsAsync()).Where(id => id != ImageBuild.EmptyTar).TakeLast(Layers.Length);
        return new BuiltChain(build, Layers.Zip(diffIds).ToDictionary(layer => layer.First, layer => layer.Second, StringComparer.Ordinal));
    }

    /// <summary>With one file changed, which is as it was afterwards.</summary>
    internal Task<BuiltChain> BuildChangedAsync(string name, string path, string text, string other)
        => Workspace.WhileChangedAsync(path, text, other, () => BuildAsync(name));

    internal ImageBuilder Builder(string name) => ImageBuilder.Named(name).KeepingMountsIn(Workspace.Home);

    private static string DockerfileOf(string builder) => Profiles.TryGetValue(builder, out var profile) ? $"{Portable}.{profile}" : Portable;

    private async Task GenerateAsync(ProjectCreator app, string path, params string[] properties) => (await app.TryBuildAsync(
        TestContext.Current.CancellationToken,
        ["-t:ContainerizeDockerfile", $"-p:ContainerizeBaseRegistry={TheLab.Registry}", $"-p:ContainerizeDockerfilePath={Workspace.PathOf(path)}", .. properties])).ShouldSucceed();

    private async Task WriteFeedAsync()
    {
        foreach (var version in new[] { OldVersion, NewVersion })
        {
            var package = await PackedLibrary.PackAsync(PackageId, version, TestContext.Current.CancellationToken, version);
            await File.WriteAllBytesAsync(Workspace.PathOf(Path.Join("packages", package.FileName)), package.Content, TestContext.Current.CancellationToken);
        }

        // The first file that is copied: what another run left in the builder's cache is not found. (buildah keeps nothing of a build with --no-cache.)
        Workspace.Write("nuget.config", $"""
            <?xml version="1.0" encoding="utf-8"?>
            <!-- {Guid.NewGuid()} -->
            <configuration>
              <packageSources>
                <clear />
                <add key="inside" value="packages" />
              </packageSources>
            </configuration>
            """);
        // Other tests have packages of this name.
        Workspace.Dotnet.Environment["NUGET_PACKAGES"] = Path.Join(Workspace.Home, "packages");
    }

    private ProjectCreator Library(string name, string text) => Workspace.Project($"{name}/{name}.csproj")
        .Property("TargetFramework", "net10.0")
        .File($"{name}.cs", $"namespace {name};\n\npublic static class Word\n{{\n    public static string Text => {text};\n}}\n");
}

/// <param name="DiffIds">By the layer's name.</param>
internal sealed record BuiltChain(ImageBuild Build, IReadOnlyDictionary<string, string> DiffIds)
{
    public bool Restored => Build.Ran("Restored /source/");

    public bool Published => Build.Ran("App -> host, packages, projects, app in /layers");

    public IEnumerable<string> LayersUnlike(BuiltChain other) => DiffIds.Where(layer => other.DiffIds[layer.Key] != layer.Value).Select(layer => layer.Key);
}

/// <summary>What changes when something changed, and what does not: the table of docs/dockerfile.md, for every profile.</summary>
public sealed class DockerfileCacheTests(ChainOfProjects chain) : IClassFixture<ChainOfProjects>
{
    /// <summary>The default profile, twice; then plain, and buildkit.</summary>
    public static TheoryData<string> Builders => ["docker", "buildah", "classic docker", "Docker 28"];

    [LabTheory]
    [MemberData(nameof(Builders))]
    public async Task A_file_that_no_project_uses_runs_nothing(string builder)
    {
        var first = await chain.FirstAsync(builder);
        chain.Workspace.Write("README.md", "A shop.");

        var second = await chain.BuildAsync(builder);

        second.Restored.ShouldBeFalse(second.Build.Text);
        second.Published.ShouldBeFalse(second.Build.Text);
        second.LayersUnlike(first).ShouldBeEmpty();
    }

    [LabTheory]
    [MemberData(nameof(Builders))]
    public async Task An_edit_of_a_librarys_code_changes_the_layer_of_the_projects_only(string builder)
    {
        var first = await chain.FirstAsync(builder);

        var second = await chain.BuildChangedAsync(builder, "Leaf/Leaf.cs", "\"leaf\"", "\"another leaf\"");

        second.Restored.ShouldBeFalse(second.Build.Text);
        second.LayersUnlike(first).ShouldBe(["projects"]);
        (await second.Build.RunAsync(["dotnet", "/app/App.dll"])).Trim().ShouldBe($"another leaf, {ChainOfProjects.OldVersion}");
    }

    [LabTheory]
    [MemberData(nameof(Builders))]
    public async Task An_edit_of_the_apps_code_changes_the_layer_of_the_app_only(string builder)
    {
        var first = await chain.FirstAsync(builder);

        var second = await chain.BuildChangedAsync(builder, "App/Program.cs", "Console.WriteLine", "Console.Out.WriteLine");

        second.Restored.ShouldBeFalse(second.Build.Text);
        second.LayersUnlike(first).ShouldBe(["app"]);
    }

    /// <summary>The app's deps.json names versions.</summary>
    [LabTheory]
    [MemberData(nameof(Builders))]
    public async Task Another_version_of_a_package_is_restored_and_leaves_the_layer_of_the_projects(string builder)
    {
        var first = await chain.FirstAsync(builder);

        var second = await chain.BuildChangedAsync(builder, "App/App.csproj", $"\"{ChainOfProjects.OldVersion}\"", $"\"{ChainOfProjects.NewVersion}\"");

        second.Restored.ShouldBeTrue(second.Build.Text);
        second.LayersUnlike(first).ShouldBe(["packages", "app"]);
        (await second.Build.RunAsync(["dotnet", "/app/App.dll"])).Trim().ShouldBe($"leaf, {ChainOfProjects.NewVersion}");
    }

    [LabTheory]
    [InlineData("docker")]
    [InlineData("buildah")]
    public async Task Two_builds_from_nothing_make_the_same_layers(string builder)
    {
        var first = await chain.FirstAsync(builder);
        first.Restored.ShouldBeTrue(first.Build.Text);

        var second = await chain.BuildAsync(builder, "--no-cache");

        second.Restored.ShouldBeTrue(second.Build.Text);
        second.LayersUnlike(first).ShouldBeEmpty();
    }

    /// <summary>Packages that lay in a mount would be missed by a publish whose restore is cached (NETSDK1064).</summary>
    [LabTheory]
    [InlineData("docker")]
    [InlineData("buildah")]
    public async Task An_edit_builds_when_the_cache_mounts_are_gone(string builder)
    {
        await chain.FirstAsync(builder);
        await chain.Builder(builder).PruneMountsAsync();

        var second = await chain.BuildChangedAsync(builder, "App/Program.cs", "Console.WriteLine", "Console.Error.WriteLine");

        second.Restored.ShouldBeFalse(second.Build.Text);
        second.Published.ShouldBeTrue(second.Build.Text);
    }
}
