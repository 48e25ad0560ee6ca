using Containerize.Diagnostics;
using Containerize.Layering;

namespace Containerize.Describing;

/// <summary>Rules for which there is no file were misspelled, or are of an earlier day.</summary>
internal static class IdleRules
{
    public static void Tell(IReadOnlyCollection<PublishedFile> files, IReadOnlyList<LayerRule> rules, IPublishLog log)
    {
        foreach (var (layer, pattern) in LayerPlanner.FindIdlePatterns(files, rules))
        {
            log.Warn(
                ErrorCodes.LayerTakesNothing,
                $"Sorting files into layers: no published file matches '{Excerpt.Of(pattern)}' of the ContainerLayer item '{layer}'. Patterns are paths "
                    + "below the publish folder, with / between folders and in the files' own case.");
        }
    }
}
