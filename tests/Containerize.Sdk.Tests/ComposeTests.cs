using Containerize.TestKit;
using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>A solution with three images, a library, tests and a tool, and the package in Directory.Build.props.</summary>
public sealed class SolutionWithCompose : IAsyncLifetime
{
    public const string Solution = "Store.slnx";
    public const string File = "compose.yaml";

    public TestWorkspace Workspace { get; } = TestWorkspace.Create().WithPackageInside();

    public string Original { get; private set; } = string.Empty;

    public async ValueTask InitializeAsync()
    {
        Workspace.Write("Directory.Build.props", $"""
            <Project>
              <PropertyGroup>
                <ContainerRepositoryPrefix>acme</ContainerRepositoryPrefix>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="{PackedPackage.Name}" Version="{PackedPackage.Version}" PrivateAssets="all" /></ItemGroup>
            </Project>
            """);
        ProjectCreator[] projects =
        [
            Workspace.Web("Shop")
                .Property("ContainerUser", "1654")
                .Property("ContainerStopSignal", "SIGINT")
                .Property("ContainerHealthCheckInterval", "1m30s")
                .Property("ContainerHealthCheckRetries", "5")
                .ItemInclude("ContainerPort", "9090", metadata: One("Type", "udp"))
                .ItemInclude("ContainerEnvironmentVariable", "Shop__Motto", metadata: new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["Value"] = "only $5: #1; ${now} %20",
                    ["Expand"] = "false",
                })
                .ItemInclude("ContainerEnvironmentVariable", "EMPTY", metadata: One("Value", "yes"))
                .ItemInclude("ContainerEnvironmentVariable", "QUOTED", metadata: One("Value", "say \"hi\" \\ 'there'"))
                .ItemInclude("ContainerEnvironmentVariable", "PATH", metadata: One("Value", "$PATH:/tools"))
                .ItemInclude("ContainerHealthCheck", "dotnet;/app/Shop.dll;--health")
                .ItemInclude("ContainerVolume", "/data")
                .ItemInclude("ContainerizeNuGetCredential", "inside"),
            Workspace.Worker("Orders"),
            Workspace.BlazorWebAssembly("Site").Property("PublishTrimmed", "false").Property("CompressionEnabled", "false"),
            Workspace.Library().Property("TargetFramework", string.Empty).Property("TargetFrameworks", "net10.0;netstandard2.0"),
            Workspace.Console("Checks").Property("IsTestProject", "true"),
            Workspace.Console("Tool").Property("ContainerImage", "false"),
        ];
        Workspace.Write(Solution, $"""
            <Solution>
            {string.Join(Environment.NewLine, projects.Select(project => $"""  <Project Path="{Path.GetRelativePath(Workspace.Root, project.Save().FullPath)}" />"""))}
            </Solution>
            """);
        var result = await BuildAsync();
        result.ShouldSucceed().Warnings.ShouldBeEmpty(result.Text);
        Original = Workspace.Read(File);
    }

    public ValueTask DisposeAsync()
    {
        Workspace.Dispose();
        return ValueTask.CompletedTask;
    }

    public Task<DotnetResult> BuildAsync(params string[] arguments) => BuildAsync(Solution, arguments);

    public Task<DotnetResult> BuildAsync(string what, string[] arguments)
        => Workspace.Dotnet.RunAsync(["build", Workspace.PathOf(what), "-t:ContainerizeCompose", "-m:3", .. arguments], TestContext.Current.CancellationToken);

    private static Dictionary<string, string> One(string name, string value) => new(StringComparer.Ordinal) { [name] = value };
}

public sealed class ComposeTests : IClassFixture<SolutionWithCompose>
{
    private static readonly string Golden = Path.Join(PackedPackage.RepositoryRoot, "tests", "Containerize.TestKit", "Compose", "Store.compose.yaml");

    private readonly SolutionWithCompose store;

    public ComposeTests(SolutionWithCompose store)
    {
        this.store = store;
        store.Workspace.Write(SolutionWithCompose.File, store.Original);
    }

    [Fact]
    public async Task The_file_of_a_solution_is_as_it_was()
    {
        if (Environment.GetEnvironmentVariable("CONTAINERIZE_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Golden)!);
            await File.WriteAllTextAsync(Golden, store.Original, TestContext.Current.CancellationToken);
        }

        store.Original.ShouldBe(await File.ReadAllTextAsync(Golden, TestContext.Current.CancellationToken));
        foreach (var project in (string[])["Shop", "Orders", "Site"])
        {
            File.Exists(store.Workspace.PathOf($"{project}/Dockerfile")).ShouldBeTrue(project);
        }

        File.Exists(store.Workspace.PathOf("Tool/Dockerfile")).ShouldBeFalse();
    }

    [Fact]
    public async Task One_project_changes_its_own_service_only_and_the_solution_finds_nothing_to_do()
    {
        var edited = store.Original.Replace("    # <<< custom: services.shop\n", "    restart: always\n    # <<< custom: services.shop\n", StringComparison.Ordinal);
        store.Workspace.Write(SolutionWithCompose.File, edited.Replace("image: acme/orders:latest", "image: old", StringComparison.Ordinal).Replace("image: acme/site:latest", "image: old", StringComparison.Ordinal));

        (await store.BuildAsync("Orders/Orders.csproj", [])).ShouldSucceed();
        store.Workspace.Read(SolutionWithCompose.File).ShouldBe(edited.Replace("image: acme/site:latest", "image: old", StringComparison.Ordinal));

        (await store.BuildAsync()).ShouldSucceed();
        store.Workspace.Read(SolutionWithCompose.File).ShouldBe(edited);
        var written = File.GetLastWriteTimeUtc(store.Workspace.PathOf(SolutionWithCompose.File));

        (await store.BuildAsync()).ShouldSucceed().Text.ShouldContain($"Orders -> {store.Workspace.PathOf(SolutionWithCompose.File)} (unchanged)");
        File.GetLastWriteTimeUtc(store.Workspace.PathOf(SolutionWithCompose.File)).ShouldBe(written);
    }

    /// <summary>Once, although there are three projects that each know all services.</summary>
    [Fact]
    public async Task A_verification_of_the_solution_tells_of_the_file_once_and_leaves_it()
    {
        var edited = store.Original.Replace("9090:9090", "9091:9090", StringComparison.Ordinal).Replace("EMPTY: \"yes\"", "EMPTY: \"no\"", StringComparison.Ordinal);
        store.Workspace.Write(SolutionWithCompose.File, edited);

        var result = await store.BuildAsync("-p:ContainerizeDockerfileVerify=true");

        result.Errors.Select(error => error.Code).ShouldBe(["CTZ6023"], result.Text);
        store.Workspace.Read(SolutionWithCompose.File).ShouldBe(edited);
    }

    [Fact]
    public async Task Two_projects_with_one_name_are_told_once()
    {
        var result = await store.Workspace.WhileChangedAsync(
            "Orders/Orders.csproj", "<TargetFramework>", "<ContainerRepository>other/shop</ContainerRepository><TargetFramework>", () => store.BuildAsync());

        result.Errors.Select(error => error.Code).ShouldBe(["CTZ6024"], result.Text);
        store.Workspace.Read(SolutionWithCompose.File).ShouldBe(store.Original);
        (await store.BuildAsync("Orders/Orders.csproj", [])).ShouldSucceed();
    }

    [Fact]
    public async Task A_library_by_itself_is_told_that_it_gets_no_image()
    {
        var result = await store.BuildAsync("Shared/Shared.csproj", []);

        result.Errors.Select(error => error.Code).ShouldBe(["CTZ6009"], result.Text);
    }

    /// <summary>In a solution in which not every project has the package.</summary>
    [Fact]
    [Sets("ContainerizeCompose", "ContainerizeComposePath", "ContainerizeComposeService")]
    public async Task A_publish_writes_the_file_at_its_end_where_it_is_told_to()
    {
        using var workspace = TestWorkspace.Create().WithPackageInside();
        var shop = workspace.Console("Shop").ByReference()
            .Property("ContainerizeCompose", "true").Property("ContainerizeComposePath", "../deploy/images.yaml").Property("ContainerizeComposeService", "Front.1").Save();
        var other = workspace.Console("Other").Save();
        workspace.Write("All.slnx", $"""<Solution><Project Path="{shop.FullPath}" /><Project Path="{other.FullPath}" /></Solution>""");

        (await workspace.Dotnet.RunAsync(["publish", workspace.PathOf("All.slnx")], TestContext.Current.CancellationToken)).ShouldSucceed().Warnings.ShouldBeEmpty();

        workspace.Read("deploy/images.yaml").ShouldContain("""
              # From ../Shop/Shop.csproj
              Front.1:
                image: shop:latest
                build:
                  context: ..
                  dockerfile: Shop/Dockerfile
            """.ReplaceLineEndings("\n"));
        var wrong = await shop.TryBuildAsync(TestContext.Current.CancellationToken, "-t:ContainerizeCompose", "-p:ContainerizeComposeService=front/1");
        wrong.Errors.Select(error => error.Code).ShouldBe(["CTZ1111"], wrong.Text);
    }
}
