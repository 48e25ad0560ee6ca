using System.Runtime.InteropServices;
using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Oci;

namespace Containerize.Publishing;

/// <summary>
/// Which of several images go to a destination: all, or where it holds an image for one platform only, that of this machine, if it is among them.
/// </summary>
internal static class WantedPlatforms
{
    /// <param name="images">One for each platform, in the order of the index.</param>
    /// <param name="choosing">Where they go; waited for only where there are several.</param>
    public static async Task<IReadOnlyList<T>> ChooseAsync<T>(
        IReadOnlyList<T> images, Func<T, Platform> platformOf, Task<IImageDestination> choosing, IPublishLog log, CancellationToken cancellationToken)
    {
        if (images.Count == 1)
        {
            return images;
        }

        var destination = await choosing;
        if (await destination.TakesIndexesAsync(cancellationToken))
        {
            return images;
        }

        var here = Platform.FromRuntimeIdentifier("linux-" + RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant());
        var served = images.Where(image => platformOf(image).IsServedBy(here)).ToArray();
        var chosen = served.Length > 0 ? served[0] : images[0];
        log.Say(
            $"{destination.Kind} takes one platform at a time: loading {platformOf(chosen)}. A registry (ContainerRegistry) or an archive "
            + $"(ContainerArchiveOutputPath) gets all {images.Count}.");
        return [chosen];
    }
}
