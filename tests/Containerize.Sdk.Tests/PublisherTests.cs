using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>Tests with a publisher each.</summary>
/// <param name="folder">The last part of the workspace's path.</param>
public abstract class PublisherTests(string folder = "w") : IAsyncLifetime
{
    protected Publisher Publisher { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Publisher = await Publisher.StartAsync(folder);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Publisher is not null)
        {
            await Publisher.DisposeAsync();
        }
    }
}
