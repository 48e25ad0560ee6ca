using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>What lies around a project and must not get into a layer by way of its Dockerfile.</summary>
public sealed class DockerfileInputTests
{
    private const string Password = "s3cr3t-0f-4-f33d";

    [Theory]
    [InlineData("ClearTextPassword", """
        <packageSourceCredentials><private_x0020_feed><add key="Username" value="reader" /><add key="ClearTextPassword" value="s3cr3t-0f-4-f33d" /></private_x0020_feed></packageSourceCredentials>
        """)]
    [InlineData("Password", """
        <packageSourceCredentials><private_x0020_feed><add key="Username" value="reader" /><add key="Password" value="s3cr3t-0f-4-f33d" /></private_x0020_feed></packageSourceCredentials>
        """)]
    [InlineData("http_proxy.password", """
        <config><add key="http_proxy.password" value="s3cr3t-0f-4-f33d" /></config>
        """)]
    [InlineData("clearTextPassword", """
        <clientCertificates><fileCert packageSource="private feed" path="./mine.pfx" clearTextPassword="s3cr3t-0f-4-f33d" /></clientCertificates>
        """)]
    [InlineData("'private feed'", """
        <packageSources><add key="private feed" value="https://reader:s3cr3t-0f-4-f33d@127.0.0.1:9/v3/index.json" /></packageSources>
        """)]
    public async Task A_password_in_nuget_config_is_one_error_and_no_Dockerfile(string named, string settings)
    {
        using var workspace = WithSettings(settings);

        var result = await GenerateAsync(workspace.Console().ByReference());

        result.Succeeded.ShouldBeFalse(result.Text);
        // A build, other than a publish, lists them once more at its end.
        var error = result.Errors.Distinct().ShouldHaveSingleItem(result.Text);
        error.Code.ShouldBe("CTZ6008");
        error.Text.ShouldContain(workspace.PathOf("nuget.config"));
        error.Text.ShouldContain(named);
        result.Text.ShouldNotContain(Password);
        workspace.FilesBelow("App").ShouldNotContain(file => file.Contains("Dockerfile", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_password_that_nuget_config_only_names_becomes_a_secret_of_the_restore()
    {
        using var workspace = WithSettings("""
            <packageSourceCredentials><inside><add key="Username" value="reader" /><add key="ClearTextPassword" value="%FEED_PASSWORD%" /></inside></packageSourceCredentials>
            """);
        workspace.Dotnet.Environment["FEED_PASSWORD"] = Password;

        var result = (await GenerateAsync(workspace.Console().ByReference())).ShouldSucceed();

        result.Text.ShouldContain("--secret id=FEED_PASSWORD,env=FEED_PASSWORD");
        workspace.Read("App/Dockerfile").ShouldContain("--mount=type=secret,id=FEED_PASSWORD");
        workspace.FilesBelow("App").ShouldAllBe(file => !workspace.Read("App/" + file).Contains(Password, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_users_settings_are_neither_copied_nor_shown()
    {
        using var workspace = TestWorkspace.Create().WithPackageInside();
        var project = workspace.Console().ByReference().File("App.csproj.user", "<Project />");

        (await GenerateAsync(project)).ShouldSucceed();

        workspace.Read("App/Dockerfile").ShouldNotContain(".user");
        workspace.Read("App/Dockerfile.dockerignore").Split('\n').Where(line => line.Contains(".user", StringComparison.Ordinal)).ShouldBe(["**/*.user"]);
    }

    /// <summary>No feed is asked: what the project needs has been restored before, and an audit would ask.</summary>
    private static Task<DotnetResult> GenerateAsync(ProjectCreator project)
        => project.TryBuildAsync(TestContext.Current.CancellationToken, "-t:ContainerizeDockerfile", "-p:NuGetAudit=false");

    private static TestWorkspace WithSettings(string settings)
    {
        var workspace = TestWorkspace.Create().WithPackageInside();
        workspace.Write("nuget.config", workspace.Read("nuget.config").Replace("</configuration>", settings + "</configuration>", StringComparison.Ordinal));
        return workspace;
    }
}
