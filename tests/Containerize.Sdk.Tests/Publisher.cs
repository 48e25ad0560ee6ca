using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Containerize.TestKit.Registry;
using Containerize.TestKit.Registry.Seeding;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>A workspace whose projects can be published with the package as it ships, and the registry they go to and stand on.</summary>
public sealed class Publisher : IAsyncDisposable
{
    private Publisher(InProcessRegistry registry, TestWorkspace workspace)
    {
        Registry = registry;
        Workspace = workspace;
    }

    public InProcessRegistry Registry { get; }

    public TestWorkspace Workspace { get; }

    /// <param name="folder">The last part of the workspace's path.</param>
    public static async Task<Publisher> StartAsync(string folder = "w")
    {
        var registry = await InProcessRegistry.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        registry.PushDotnet();
        return new Publisher(registry, TestWorkspace.Create(folder).WithPackage());
    }

    /// <summary>What makes a publish an image publish to our registry.</summary>
    public string[] ImageArguments => ["-p:ContainerImage=true", $"-p:ContainerRegistry={Registry.Host}", $"-p:ContainerizeBaseRegistry={Registry.Host}"];

    public Task<DotnetResult> PublishAsync(ProjectCreator project, params string[] arguments)
        => project.TryPublishAsync(TestContext.Current.CancellationToken, [.. ImageArguments, .. arguments]);

    /// <summary>Publishes, and gives the image back after every invariant was checked.</summary>
    public async Task<PulledImage> PublishSoundlyAsync(ProjectCreator project, params string[] arguments)
    {
        (await PublishAsync(project, arguments)).ShouldSucceed();
        return await ImageAsync();
    }

    public async Task<PulledImage> ImageAsync(string repository = "app", string reference = "latest", string architecture = "amd64")
    {
        var image = await Registry.PullAsync(repository, reference, architecture);
        image.ShouldBeSound();
        return image;
    }

    public async ValueTask DisposeAsync()
    {
        Workspace.Dispose();
        await Registry.DisposeAsync();
    }
}
