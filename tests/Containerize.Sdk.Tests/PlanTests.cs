using System.Text.Json.Nodes;
using Containerize.TestKit.Projects;
using Containerize.TestKit;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>A plan is asked for in three ways, and none of them sends anything.</summary>
public sealed class PlanTests
{
    [Theory]
    [InlineData("publish", "-p:ContainerizePlan=true", "")]
    [InlineData("build", "-t:ContainerizePlan", "")]
    [InlineData("build", "-t:ContainerizePlan", "true")]
    [InlineData("publish", "-t:ContainerizePlan", "")]
    [InlineData("publish", "-t:ContainerizePlan", "true")]
    [Sets("ContainerizePlan")]
    public async Task It_says_what_a_publish_would_do_and_leaves_the_registry_alone(string verb, string ask, string wanted)
    {
        await using var publisher = await Publisher.StartAsync();
        var workspace = publisher.Workspace;
        var project = workspace.Console().ByReference().WithStablePackage()
            .ItemProjectReference(workspace.Library().Save())
            .Property("ContainerImage", wanted)
            .Property("ContainerRegistry", publisher.Registry.Host)
            .Property("ContainerizeBaseRegistry", publisher.Registry.Host)
            .File("Program.cs", "System.Console.WriteLine(Shared.Greeting.Text);");
        project.Save();
        string[] asking = verb == "publish" && ask.StartsWith("-p", StringComparison.Ordinal) ? [ask, "-p:ContainerImage=true"] : [ask];

        var result = await workspace.Dotnet.RunAsync([verb, project.FullPath, .. asking], TestContext.Current.CancellationToken);

        result.ShouldSucceed().Warnings.ShouldBeEmpty();
        publisher.Registry.Requests.All.ShouldNotContain(request => request.Method != "GET" && request.Method != "HEAD");
        publisher.Registry.Store.Tags("app").ShouldBeEmpty();
        result.Lines.Count(line => line.Trim() == $"App -> would go to {publisher.Registry.Host}/app:latest").ShouldBe(1, result.Text);
        var plan = JsonNode.Parse(workspace.Read("App/obj/Release/net10.0/containerize/plan.json"))!;
        plan["images"]![0]!["layers"]!.AsArray().Select(layer => (string)layer!["class"]!).ShouldBe(["base", "base", "host", "packages", "projects", "app"]);
        workspace.Read("App/obj/Release/net10.0/containerize/plan.txt").ShouldContain($"{TestPackages.StableFile}, ");
    }

    [Fact]
    public async Task Of_a_library_there_is_none()
    {
        using var workspace = TestWorkspace.Create().WithPackage();
        var project = workspace.Library().ByReference();

        var result = await project.TryBuildAsync(TestContext.Current.CancellationToken, "-t:ContainerizePlan");

        result.Succeeded.ShouldBeFalse(result.Text);
        result.Errors.Distinct().ShouldHaveSingleItem(result.Text).Code.ShouldBe("CTZ1111");
    }
}
