using System.Runtime.InteropServices;
using Containerize.Describing;
using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Oci;

namespace Containerize.Publishing;

/// <summary>
/// Which of several images are made: all, or where the destination holds an image for one platform only, that of this machine, if it is among them.
/// </summary>
internal static class WantedPlatforms
{
    /// <param name="definitions">One for each platform, in the order of the index.</param>
    /// <param name="choosing">Where they go; waited for only where there are several.</param>
    public static async Task<IReadOnlyList<ImageDefinition>> ChooseAsync(
        IReadOnlyList<ImageDefinition> definitions, Task<IImageDestination> choosing, IPublishLog log, CancellationToken cancellationToken)
    {
        if (definitions.Count == 1)
        {
            return definitions;
        }

        var destination = await choosing;
        if (await destination.TakesIndexesAsync(cancellationToken))
        {
            return definitions;
        }

        var here = Platform.FromRuntimeIdentifier("linux-" + RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant());
        var chosen = definitions.FirstOrDefault(definition => definition.Platform.IsServedBy(here)) ?? definitions[0];
        log.Say(
            $"{destination.Kind} takes one platform at a time: loading {chosen.Platform}. A registry (ContainerRegistry) or an archive "
            + $"(ContainerArchiveOutputPath) gets all {definitions.Count}.");
        return [chosen];
    }
}
