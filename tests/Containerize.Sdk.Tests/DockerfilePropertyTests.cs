using Containerize.TestKit;
using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>What a project may say of its Dockerfile stands in it.</summary>
public sealed class DockerfilePropertyTests : PublisherTests
{
    [Fact]
    [Sets(
        "ContainerizeDockerfilePath", "ContainerizeDockerfileContext", "ContainerizeDockerfileProfile", "ContainerizeDockerfileConfiguration",
        "ContainerizeTargetFramework", "ContainerizeSdkImage", "ContainerizePinBase", "ContainerizeTestProject",
        "ContainerizeDockerfileSyntax", "ContainerRun", "ContainerizeBuildArgument", "ContainerizeBuildInput", "ContainerizeNuGetCredential")]
    public async Task All_that_is_said_of_a_Dockerfile_is_in_it()
    {
        Publisher.Workspace.WithPackageInside();
        var app = Publisher.Workspace.Console().ByReference()
            .Property("TargetFramework", string.Empty)
            .Property("TargetFrameworks", "net10.0;netstandard2.0")
            .Property("ContainerizeTargetFramework", "net10.0")
            .Property("ContainerizeDockerfilePath", "docker/App.Dockerfile")
            .Property("ContainerizeDockerfileContext", "../..")
            .Property("ContainerizeDockerfileProfile", "buildkit")
            .Property("ContainerizeDockerfileSyntax", "docker/dockerfile:1")
            .Property("ContainerizeDockerfileConfiguration", "Staging")
            .Property("ContainerizeSdkImage", "registry.example/sdk:10.0.100")
            .Property("ContainerizePinBase", "true")
            .Property("ContainerizeTestProject", "../Checks/Checks.csproj")
            .Property("ContainerizeBaseRegistry", Publisher.Registry.Host)
            .ItemInclude("ContainerRun", "tool", metadata: Metadata(("Command", "touch /made")))
            .ItemInclude("ContainerizeBuildArgument", "Flavor", metadata: Metadata(("Value", "plain")))
            .ItemInclude("ContainerizeBuildInput", "../version.txt")
            .ItemInclude("ContainerizeNuGetCredential", "inside")
            .Save();
        Publisher.Workspace.Write("version.txt", "1.2.3");
        var checks = Publisher.Workspace.Console("Checks").Property("IsTestProject", "true").ItemProjectReference(app).Save();
        (await Publisher.Workspace.Dotnet.RunAsync(["restore", checks.FullPath], TestContext.Current.CancellationToken)).ShouldSucceed();

        (await app.TryBuildAsync(TestContext.Current.CancellationToken, "-t:ContainerizeDockerfile")).ShouldSucceed().Warnings.ShouldBeEmpty();

        var dockerfile = Publisher.Workspace.Read("App/docker/App.Dockerfile");
        File.Exists(Publisher.Workspace.PathOf("App/docker/App.Dockerfile.dockerignore")).ShouldBeTrue();
        var pinned = Publisher.Registry.Store.Manifest("dotnet/runtime", "10.0")!.Digest;
        foreach (var part in new[]
        {
            "# syntax=docker/dockerfile:1\n# check=error=true\n",
            " registry.example/sdk:10.0.100 ",
            $" {Publisher.Registry.Host}/dotnet/runtime:10.0@{pinned}",
            " AS test\n",
            "-c Staging",
            "-f net10.0",
            // The context is the folder above the workspace's.
            "w/version.txt",
            "ARG Flavor=plain\n",
            "RUN touch /made\n",
            "id=NuGetPackageSourceCredentials_inside",
        })
        {
            dockerfile.ShouldContain(part);
        }
    }

    private static Dictionary<string, string> Metadata(params (string Name, string Value)[] values)
        => values.ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal);
}
