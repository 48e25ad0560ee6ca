using Containerize.Destinations;

namespace Containerize.Publishing;

/// <summary>Who makes the images of a publish: we do, of the publish output, or a builder does, of the Dockerfile.</summary>
internal interface IImageMaker
{
    /// <summary>Finds out what there is. Nothing has been sent then.</summary>
    /// <param name="choosing">The destination whose earlier images may have layers for these.</param>
    /// <exception cref="Diagnostics.ContainerizeException">With the code of what went wrong; nothing runs on.</exception>
    Task<IPreparedImages> PrepareAsync(Task<IImageDestination> choosing, CancellationToken cancellationToken);
}
