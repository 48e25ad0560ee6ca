using Containerize.TestKit;
using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>A solution as people have them, with the package in Directory.Build.props.</summary>
public sealed class WholeSolutionTests
{
    private const string TestSource = "public class Tests { [Xunit.Fact] public void Works() { } }";

    [RanInto("a project that gets no image", "a solution of a web app, its WebAssembly client, a library, tests of four runners, an app host, tools that opted out", "one image")]
    [Fact]
    public async Task One_web_app_among_all_that_a_solution_has_makes_one_image()
    {
        await using var publisher = await Publisher.StartAsync();
        var workspace = publisher.Workspace;
        workspace.Write("Directory.Build.props", $"""
            <Project>
              <ItemGroup><PackageReference Include="{PackedPackage.Name}" Version="{PackedPackage.Version}" PrivateAssets="all" /></ItemGroup>
            </Project>
            """);
        var library = workspace.Library();
        workspace.Dotnet.Timeout = TimeSpan.FromMinutes(15);
        // Trimmed and compressed or not is not the question, and without both it is faster.
        var client = workspace.BlazorWebAssembly("Client").Property("PublishTrimmed", "false").Property("CompressionEnabled", "false");
        var tool = workspace.Console("Tool").Property("EnableSdkContainerSupport", "false");
        ProjectCreator[] projects =
        [
            library,
            client,
            workspace.Web("Api").Property("CompressionEnabled", "false").ItemProjectReference(library).ItemProjectReference(client)
                .ItemPackageReference("Microsoft.AspNetCore.Components.WebAssembly.Server", "10.0.12"),
            workspace.Console("XunitTests").ItemPackageReference("xunit.v3", "4.0.2").ItemProjectReference(client).File("Tests.cs", TestSource),
            workspace.Console("NUnitTests").Property("EnableNUnitRunner", "true")
                .ItemPackageReference("NUnit", "4.6.1").ItemPackageReference("NUnit3TestAdapter", "6.3.1"),
            workspace.Project("MSTests/MSTests.csproj", "MSTest.Sdk/4.5.2").Property("TargetFramework", "net10.0"),
            workspace.Console("VSTests").ItemPackageReference("Microsoft.NET.Test.Sdk", "18.11.0"),
            // What Aspire's SDK sets; the version keeps the .NET SDK from taking it for the workload of old.
            workspace.Console("AppHost").Property("IsAspireHost", "true").Property("AspireHostingSDKVersion", "13.0.0"),
            tool,
            workspace.Console("Internal").Property("IsPublishable", "false"),
        ];
        foreach (var name in (string[])["XunitTests", "NUnitTests", "VSTests"])
        {
            File.Delete(workspace.PathOf($"{name}/Program.cs"));
        }

        workspace.Write("All.slnx", $"""
            <Solution>
            {string.Join(Environment.NewLine, projects.Select(project => $"""  <Project Path="{Path.GetRelativePath(workspace.Root, project.Save().FullPath)}" />"""))}
            </Solution>
            """);

        var result = await workspace.Dotnet.RunAsync(["publish", workspace.PathOf("All.slnx"), .. publisher.ImageArguments], TestContext.Current.CancellationToken);

        result.ShouldSucceed().Warnings.Where(warning => warning.Code.StartsWith("CTZ", StringComparison.Ordinal)).ShouldBeEmpty();
        publisher.Registry.Store.Repositories.Except(["dotnet/aspnet", "dotnet/runtime", "dotnet/runtime-deps"]).ShouldBe(["api"]);
        var image = await publisher.ImageAsync("api");
        image.OwnLayers.SelectMany(layer => layer.Files).ShouldContain("app/wwwroot/index.html");
    }
}
