using Containerize.TestKit.Registry;

namespace Containerize.TestKit.Images;

public static class PullingExtensions
{
    /// <summary>An image as the registry holds it, without a request.</summary>
    public static Task<PulledImage> PullAsync(this InProcessRegistry registry, string repository, string reference = "latest", string architecture = "amd64")
        => PulledImage.ReadAsync(new StoreImageSource(registry.Store, repository), reference, architecture);
}
