using Containerize.Images;
using Containerize.Oci;

namespace Containerize.BaseImages;

/// <summary>The base of an image that stands on nothing.</summary>
internal sealed class ScratchSource : IImageSource
{
    public Task<Image> ResolveAsync(Platform platform, CancellationToken cancellationToken) => Task.FromResult(Image.Empty(platform));
}
