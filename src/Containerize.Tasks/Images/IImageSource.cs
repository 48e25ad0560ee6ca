using Containerize.Oci;

namespace Containerize.Images;

/// <summary>
/// Where an image comes from: a registry, a builder, nothing. A new kind is a class of its own and a line where sources are chosen
/// (<c>BaseSources</c> for bases, an <c>IImageMaker</c> for whole images).
/// </summary>
internal interface IImageSource
{
    /// <summary>Finds the image for a platform. Its layers are named then, and fetched when somebody opens them.</summary>
    /// <exception cref="Diagnostics.ContainerizeException">There is none, or it is not what it says; with the code for that kind of source.</exception>
    Task<Image> ResolveAsync(Platform platform, CancellationToken cancellationToken);
}
