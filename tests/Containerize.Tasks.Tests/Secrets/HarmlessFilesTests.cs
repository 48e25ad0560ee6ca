using Containerize.Describing.Secrets;
using Containerize.Layering;
using Containerize.TestKit.Projects;
using Containerize.Tests.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Secrets;

/// <summary>A warning that is wrong is read once and never again. All that lies in a project is looked at, which is more than a publish would take.</summary>
public sealed class HarmlessFilesTests(HarmlessFilesTests.Home home) : IClassFixture<HarmlessFilesTests.Home>
{
    private readonly RecordingLog log = new();

    public static TheoryData<string> Templates =>
    [
        "console", "classlib", "worker", "web", "webapi", "webapi --auth SingleOrg", "webapi --auth IndividualB2C", "webapi --use-controllers", "webapiaot", "mvc", "mvc --auth Individual",
        "mvc --auth SingleOrg", "mvc --auth SingleOrg --calls-graph", "webapp", "webapp --auth Individual --use-local-db", "webapp --auth IndividualB2C", "blazor",
        "blazor --auth Individual", "blazor --interactivity Auto", "blazorwasm", "blazorwasm --pwa", "grpc", "razorclasslib", "xunit", "nunit", "mstest", "mcpserver",
    ];

    [Theory]
    [MemberData(nameof(Templates))]
    public Task What_a_template_makes_has_no_secret(string template) => ScanAsync(template, ["--name", "App", "--no-restore"]);

    /// <summary>What templates add to a project.</summary>
    [Theory]
    [InlineData("nugetconfig")]
    [InlineData("webconfig")]
    public Task What_a_template_adds_has_no_secret(string template) => ScanAsync(template, []);

    [Fact]
    public void The_samples_have_no_secret()
    {
        Scan(Path.Join(PackedPackage.RepositoryRoot, "samples")).ShouldBeGreaterThan(10);

        log.Lines.ShouldBeEmpty();
    }

    /// <summary>One home for all: in a new one, the first command reads all templates.</summary>
    public sealed class Home : IDisposable
    {
        public TestWorkspace Workspace { get; } = TestWorkspace.Create();

        public void Dispose() => Workspace.Dispose();
    }

    private async Task ScanAsync(string template, string[] options)
    {
        var folder = home.Workspace.PathOf(template);
        (await home.Workspace.Dotnet.RunAsync(["new", .. template.Split(' '), "--output", folder, .. options], TestContext.Current.CancellationToken)).ShouldSucceed();

        Scan(folder).ShouldBeGreaterThan(0);

        log.Lines.ShouldBeEmpty();
    }

    private int Scan(string root)
    {
        PublishedFile[] files =
        [
            .. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
                .Where(file => !Path.GetRelativePath(root, file).Split('/', '\\').Any(part => part is "bin" or "obj"))
                .Select(file => new PublishedFile(
                    Path.GetRelativePath(root, file).Replace('\\', '/'), file, new FileInfo(file).Length, Executable: false, new FileOrigin.Content())),
        ];
        new SecretScan(log).Run([(SomeImage.Definition(), files)]);
        return files.Length;
    }
}
