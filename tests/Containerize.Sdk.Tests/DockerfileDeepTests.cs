using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>ContainerizeDockerfileVerify=deep: a build is watched, and what it read is compared with what a builder would have.</summary>
public sealed class DockerfileDeepTests : IDisposable
{
    private const string IgnoreFile = "App/Dockerfile.dockerignore";

    private readonly TestWorkspace workspace = TestWorkspace.Create().WithPackageInside();

    public DockerfileDeepTests() => Directory.CreateDirectory(workspace.PathOf(".git"));

    public void Dispose() => workspace.Dispose();

    /// <summary>Shapes that read unlike things.</summary>
    public static TheoryData<string> Variants => ["web", "fsharp", "several-frameworks", "single-file", "blazor-webassembly", "spaces", "everything-said", "inputs-elsewhere"];

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task A_builder_has_all_that_a_build_of_any_shape_reads(string variant)
    {
        var project = DockerfileVariants.Create(variant, workspace);
        (await RunAsync(project)).ShouldSucceed();

        (await RunAsync(project, "-p:ContainerizeDockerfileVerify=deep")).ShouldSucceed().Text.ShouldContain("is up to date");
    }

    [Fact]
    public async Task Each_input_that_was_taken_out_is_named()
    {
        var project = WithInputs();
        (await RunAsync(project)).ShouldSucceed();
        (await RunAsync(project, "-p:ContainerizeDockerfileVerify=deep")).ShouldSucceed();
        string[] taken = ["keys/company.snk", "shared/Linked.cs", "shared/logo.txt", "shared/rules.txt", "build/common.targets"];
        workspace.Write(IgnoreFile, string.Join('\n', workspace.Read(IgnoreFile).Split('\n').Where(line => !taken.Contains(line.TrimStart('!')))));

        var result = await RunAsync(project, "-p:ContainerizeDockerfileVerify=deep");

        result.Succeeded.ShouldBeFalse();
        var errors = result.Errors.Distinct().ToArray();
        errors.Where(error => error.Code == "CTZ6025").Select(error => taken.Single(path => error.Text.Contains($"the build read {path},", StringComparison.Ordinal))).ShouldBe(taken, ignoreOrder: true);
        errors.ShouldContain(error => error.Code == "CTZ6002");
    }

    [Fact]
    public async Task What_is_let_in_and_not_copied_is_missing_as_well()
    {
        var project = WithInputs();
        (await RunAsync(project)).ShouldSucceed();
        workspace.Write("App/Dockerfile", string.Join('\n', workspace.Read("App/Dockerfile").Split('\n').Where(line => !line.StartsWith("COPY keys/", StringComparison.Ordinal))));

        var errors = (await RunAsync(project, "-p:ContainerizeDockerfileVerify=deep")).Errors.Distinct().ToArray();

        errors.Where(error => error.Code == "CTZ6025").ShouldHaveSingleItem().Text.ShouldContain("keys/company.snk, which no COPY instruction");
    }

    [Fact]
    public async Task A_build_that_fails_is_one_line()
    {
        var project = workspace.Console().BySdk();
        (await RunAsync(project)).ShouldSucceed();
        workspace.Write("App/Program.cs", "this is no program");

        var error = (await RunAsync(project, "-p:ContainerizeDockerfileVerify=deep")).Errors.Distinct().ShouldHaveSingleItem();

        error.Code.ShouldBe("CTZ6026");
        error.Text.ShouldContain("Program.cs");
    }

    private ProjectCreator WithInputs()
    {
        Directory.CreateDirectory(workspace.PathOf("keys"));
        File.WriteAllBytes(workspace.PathOf("keys/company.snk"), StrongNameKey.Create());
        workspace.Write("shared/Linked.cs", "internal static class Linked;");
        workspace.Write("shared/logo.txt", "a logo");
        workspace.Write("shared/rules.txt", "rules");
        workspace.Write("build/common.targets", "<Project />");
        return workspace.Console().BySdk()
            .Property("SignAssembly", "true")
            .Property("AssemblyOriginatorKeyFile", "../keys/company.snk")
            .ItemInclude("Compile", "../shared/Linked.cs")
            .ItemInclude("AdditionalFiles", "../shared/rules.txt")
            .Import("../build/common.targets")
            .File("Strings.resx", """
                <root>
                  <resheader name="resmimetype"><value>text/microsoft-resx</value></resheader>
                  <resheader name="version"><value>2.0</value></resheader>
                  <resheader name="reader"><value>System.Resources.ResXResourceReader, System.Windows.Forms</value></resheader>
                  <resheader name="writer"><value>System.Resources.ResXResourceWriter, System.Windows.Forms</value></resheader>
                  <data name="Logo" type="System.Resources.ResXFileRef, System.Windows.Forms"><value>..\shared\logo.txt;System.String, mscorlib, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089;utf-8</value></data>
                </root>
                """);
    }

    private static Task<DotnetResult> RunAsync(ProjectCreator project, params string[] arguments)
        => project.TryBuildAsync(TestContext.Current.CancellationToken, ["-t:ContainerizeDockerfile", "-p:NuGetAudit=false", .. arguments]);
}
