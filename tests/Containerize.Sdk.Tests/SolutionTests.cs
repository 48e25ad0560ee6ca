using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>A publish of a whole solution reaches projects that are no programs.</summary>
public sealed class SolutionTests
{
    [Fact]
    public async Task Each_program_of_a_solution_is_published_once_and_libraries_and_tests_are_passed_over()
    {
        await using var publisher = await Publisher.StartAsync();
        var workspace = publisher.Workspace;
        var library = workspace.Library().ByReference().Save();
        workspace.Console("Shop").ByReference().ItemProjectReference(library).Save();
        workspace.Web("Api").ByReference().ItemProjectReference(library).Save();
        workspace.Console("Checks").ByReference().Property("IsTestProject", "true").ItemProjectReference(library).Save();
        workspace.Write("All.slnx", """
            <Solution>
              <Project Path="Shared/Shared.csproj" />
              <Project Path="Shop/Shop.csproj" />
              <Project Path="Api/Api.csproj" />
              <Project Path="Checks/Checks.csproj" />
            </Solution>
            """);

        var log = workspace.PathOf("build.binlog");
        var result = await workspace.Dotnet.RunAsync(["publish", workspace.PathOf("All.slnx"), "-m:2", $"-bl:{log}", .. publisher.ImageArguments], TestContext.Current.CancellationToken);

        result.ShouldSucceed().Warnings.ShouldBeEmpty();
        publisher.Registry.Store.Repositories.Except(["dotnet/aspnet", "dotnet/runtime", "dotnet/runtime-deps"]).ShouldBe(["api", "shop"]);
        foreach (var repository in new[] { "api", "shop" })
        {
            var image = await publisher.ImageAsync(repository);
            image.ClassOf("app/Shared.dll").ShouldBe("projects");
            publisher.Registry.Requests.Of("PUT", $"/v2/{repository}/manifests/latest").ShouldHaveSingleItem();
        }

        Binlog.Read(log).RunsOfTask("PublishContainerImage").ShouldBe(2);
        result.Lines.ShouldNotContain(line => line.Contains("Shared ->", StringComparison.Ordinal) && line.Contains(publisher.Registry.Host, StringComparison.Ordinal));
    }
}
