using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

public sealed class ReferenceTests
{
    /// <summary>Two builds of one project at the same time write the same files, and now and then one of them finds them open.</summary>
    [Fact]
    public async Task What_a_referenced_project_references_is_built_once()
    {
        await using var publisher = await Publisher.StartAsync();
        var workspace = publisher.Workspace;
        var leaf = workspace.Library("Leaf").Save();
        var library = workspace.Library("Middle").File("Greeting.cs", "public static class Middle { public static string Text => Shared.Greeting.Text; }").ItemProjectReference(leaf).Save();
        var app = workspace.Console().ByReference().ItemProjectReference(library).File("Program.cs", "System.Console.WriteLine(Middle.Text);");

        var result = (await publisher.PublishAsync(app)).ShouldSucceed();

        // Every instance of a project says where its assembly is.
        result.Lines.Count(line => line.Contains("Leaf -> ", StringComparison.Ordinal)).ShouldBe(1, result.Text);
        (await publisher.ImageAsync()).ClassOf("app/Leaf.dll").ShouldBe("projects");
    }
}
