using Containerize.TestKit.Projects;
using Containerize.TestKit;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>An app whose Dockerfile is generated, and a library that it does not use yet.</summary>
public sealed class AppWithDockerfile : IAsyncLifetime
{
    public const string Dockerfile = "App/Dockerfile";
    public const string IgnoreFile = "App/Dockerfile.dockerignore";
    public const string ProjectFile = "App/App.csproj";

    private static readonly string[] Files = [ProjectFile, Dockerfile, IgnoreFile];

    /// <summary>Older than all that is written here.</summary>
    private static readonly DateTime LongAgo = new(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private readonly Dictionary<string, string> original = new(StringComparer.Ordinal);

    public TestWorkspace Workspace { get; } = TestWorkspace.Create().WithPackageInside();

    public async ValueTask InitializeAsync()
    {
        Workspace.Library().BySdk().Save();
        Workspace.Console().BySdk().Save();
        (await GenerateAsync()).ShouldSucceed().Warnings.ShouldBeEmpty();
        foreach (var file in Files)
        {
            original[file] = Workspace.Read(file);
        }
    }

    public ValueTask DisposeAsync()
    {
        Workspace.Dispose();
        return ValueTask.CompletedTask;
    }

    public string Original(string file) => original[file];

    /// <summary>As after the first generation.</summary>
    public void Reset()
    {
        foreach (var (file, text) in original)
        {
            Write(file, text);
        }
    }

    /// <summary>Writes a file that is found to be old.</summary>
    public void Write(string file, string text)
    {
        Workspace.Write(file, text);
        File.SetLastWriteTimeUtc(Workspace.PathOf(file), LongAgo);
    }

    public Task<DotnetResult> GenerateAsync(string project = ProjectFile, params string[] arguments)
        => Workspace.Dotnet.RunAsync(["build", Workspace.PathOf(project), "-t:ContainerizeDockerfile", .. arguments], TestContext.Current.CancellationToken);

    public Task<DotnetResult> VerifyAsync() => GenerateAsync(ProjectFile, "-p:ContainerizeDockerfileVerify=true");

    public void ShouldBeUntouched(string file, string text)
    {
        Workspace.Read(file).ShouldBe(text);
        File.GetLastWriteTimeUtc(Workspace.PathOf(file)).ShouldBe(LongAgo, file);
    }
}

/// <summary>When the two files are written, when they are left alone, and when they are wrong.</summary>
public sealed class DockerfileFileTests : IClassFixture<AppWithDockerfile>
{
    private const string Dockerfile = AppWithDockerfile.Dockerfile;
    private const string IgnoreFile = AppWithDockerfile.IgnoreFile;

    private readonly AppWithDockerfile app;

    public DockerfileFileTests(AppWithDockerfile app)
    {
        this.app = app;
        app.Reset();
    }

    private string Generated => app.Original(Dockerfile);

    [Fact]
    public async Task Files_that_say_it_already_are_not_touched()
    {
        var result = (await app.GenerateAsync()).ShouldSucceed();

        result.Text.ShouldContain($"App -> {app.Workspace.PathOf(Dockerfile)} (unchanged)");
        app.ShouldBeUntouched(Dockerfile, Generated);
        app.ShouldBeUntouched(IgnoreFile, app.Original(IgnoreFile));
    }

    [Fact]
    public async Task Own_lines_stay_when_the_project_changes()
    {
        var edited = Generated
            .Replace("# <<< custom: restore\n", "RUN echo restore\n# <<< custom: restore\n", StringComparison.Ordinal)
            .Replace("# <<< custom: publish\n", "# a comment\n\nRUN echo publish\n# <<< custom: publish\n", StringComparison.Ordinal)
            .Replace("# <<< custom: final\n", "HEALTHCHECK CMD [\"dotnet\", \"--info\"]\n# <<< custom: final\n", StringComparison.Ordinal);
        app.Write(Dockerfile, edited);
        const string end = "WORKDIR /app\n";
        edited.ShouldContain(end);
        AddToProject("<ContainerEnvironmentVariable Include=\"GREETING\" Value=\"hello\" />");

        (await app.GenerateAsync()).ShouldSucceed().Text.ShouldNotContain("(unchanged)");

        app.Workspace.Read(Dockerfile).ShouldBe(edited.Replace(end, end + "ENV GREETING=hello\n", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<ProjectReference Include=\"../Shared/Shared.csproj\" />")]
    [InlineData("<PackageReference Include=\"Newtonsoft.Json\" Version=\"13.0.3\" />")]
    public async Task A_verification_fails_when_the_project_says_something_else(string item)
    {
        AddToProject(item);

        ShouldFail(await app.VerifyAsync(), "CTZ6002").ShouldContain(app.Workspace.PathOf(Dockerfile));

        app.ShouldBeUntouched(Dockerfile, Generated);
        app.ShouldBeUntouched(IgnoreFile, app.Original(IgnoreFile));
    }

    [Theory]
    [InlineData(Dockerfile)]
    [InlineData(IgnoreFile)]
    public async Task A_verification_fails_when_a_file_is_missing_and_writes_none(string file)
    {
        File.Delete(app.Workspace.PathOf(file));

        ShouldFail(await app.VerifyAsync(), "CTZ6002").ShouldContain($"{app.Workspace.PathOf(file)} (");

        File.Exists(app.Workspace.PathOf(file)).ShouldBeFalse();
    }

    [Fact]
    [Sets("ContainerizeDockerfileVerify")]
    public async Task Line_ends_are_no_difference()
    {
        foreach (var file in new[] { Dockerfile, IgnoreFile })
        {
            app.Write(file, Crlf(file));
        }

        (await app.VerifyAsync()).ShouldSucceed().Text.ShouldContain("is up to date");
        (await app.GenerateAsync()).ShouldSucceed().Text.ShouldContain("(unchanged)");

        app.ShouldBeUntouched(Dockerfile, Crlf(Dockerfile));
        app.ShouldBeUntouched(IgnoreFile, Crlf(IgnoreFile));
    }

    [Theory]
    [InlineData(Dockerfile, IgnoreFile)]
    [InlineData(IgnoreFile, Dockerfile)]
    public async Task A_file_that_somebody_wrote_stays_and_nothing_is_written_beside_it(string file, string other)
    {
        app.Write(file, "# mine\n");
        File.Delete(app.Workspace.PathOf(other));

        ShouldFail(await app.GenerateAsync(), "CTZ6001").ShouldContain(app.Workspace.PathOf(file));

        app.ShouldBeUntouched(file, "# mine\n");
        File.Exists(app.Workspace.PathOf(other)).ShouldBeFalse();
    }

    [Fact]
    [Sets("ContainerizeDockerfile")]
    public async Task A_publish_writes_them_when_asked_to()
    {
        File.Delete(app.Workspace.PathOf(Dockerfile));
        File.Delete(app.Workspace.PathOf(IgnoreFile));

        var result = await app.Workspace.Dotnet.RunAsync(["publish", app.Workspace.PathOf(AppWithDockerfile.ProjectFile), "-p:ContainerizeDockerfile=true"], TestContext.Current.CancellationToken);

        result.ShouldSucceed().Warnings.ShouldBeEmpty();
        app.Workspace.Read(Dockerfile).ShouldBe(Generated);
        app.Workspace.Read(IgnoreFile).ShouldBe(app.Original(IgnoreFile));
    }

    [Fact]
    public async Task A_library_has_none()
    {
        ShouldFail(await app.GenerateAsync("Shared/Shared.csproj"), "CTZ6009");

        app.Workspace.FilesBelow("Shared").ShouldNotContain(file => file.StartsWith("Dockerfile", StringComparison.Ordinal));
    }

    private string Crlf(string file) => app.Original(file).Replace("\n", "\r\n", StringComparison.Ordinal);

    private void AddToProject(string item)
        => app.Write(AppWithDockerfile.ProjectFile, app.Original(AppWithDockerfile.ProjectFile).Replace("</Project>", $"<ItemGroup>{item}</ItemGroup></Project>", StringComparison.Ordinal));

    /// <returns>What the one error says.</returns>
    private static string ShouldFail(DotnetResult result, string code)
    {
        result.ExitCode.ShouldNotBe(0, result.Text);
        var error = result.Errors.ShouldHaveSingleItem(result.Text);
        error.Code.ShouldBe(code, result.Text);
        result.Text.ShouldNotContain("MSB4018");
        result.Lines.ShouldNotContain(line => line.StartsWith("   at ", StringComparison.Ordinal));
        return error.Text;
    }
}
