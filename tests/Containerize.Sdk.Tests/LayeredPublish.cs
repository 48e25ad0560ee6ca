using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Containerize.TestKit.Registry;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>
/// One console program with a project, a stable and a prerelease package, published three times: as it is, again, and after an edit.
/// </summary>
public sealed class LayeredPublish : IAsyncLifetime
{
    public Publisher Publisher { get; private set; } = null!;

    public ProjectCreator Project { get; private set; } = null!;

    public Publish First { get; private set; } = null!;

    public Publish Unchanged { get; private set; } = null!;

    public Publish Edited { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Publisher = await Publisher.StartAsync();
        var workspace = Publisher.Workspace;
        var library = workspace.Library().Save();
        Project = workspace.Console()
            .Property("Description", "A program to test with")
            .ByReference().WithStablePackage().WithPrereleasePackage()
            .ItemProjectReference(library)
            .ItemInclude("Content", "notes.txt", metadata: new Dictionary<string, string>(StringComparer.Ordinal) { ["CopyToPublishDirectory"] = "PreserveNewest" })
            .File("notes.txt", "content")
            .File("Program.cs", """System.Console.WriteLine(Shared.Greeting.Text);""");
        First = await PublishAsync();
        Unchanged = await PublishAsync();
        Project.File("Program.cs", """System.Console.WriteLine(Shared.Greeting.Text + "!");""");
        Edited = await PublishAsync();
    }

    public ValueTask DisposeAsync() => Publisher.DisposeAsync();

    private async Task<Publish> PublishAsync()
    {
        Publisher.Registry.Requests.Clear();
        var result = (await Publisher.PublishAsync(Project)).ShouldSucceed();
        return new Publish(result, await Publisher.ImageAsync(), Publisher.Registry.Requests.All);
    }

    public sealed record Publish(DotnetResult Result, PulledImage Image, IReadOnlyList<RecordedRequest> Requests)
    {
        public IEnumerable<RecordedRequest> Uploads => Requests.Where(r => r.Path.Contains("/blobs/uploads", StringComparison.Ordinal));
    }
}
