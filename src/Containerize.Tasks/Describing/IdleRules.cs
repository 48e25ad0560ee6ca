using Containerize.Diagnostics;
using Containerize.Layering;

namespace Containerize.Describing;

/// <summary>Rules for which there is no file were misspelled, or are of an earlier day.</summary>
internal static class IdleRules
{
    private const string HowPatternsAre = "Patterns are paths below the publish folder, with / between folders and in the files' own case.";

    public static void Tell(ImageDefinition definition, ImageContent content, IPublishLog log)
    {
        foreach (var (layer, pattern) in LayerPlanner.FindIdlePatterns(content.Files, definition.LayerRules))
        {
            log.Warn(
                ErrorCodes.LayerTakesNothing,
                $"Sorting files into layers: no published file matches '{Excerpt.Of(pattern)}' of the ContainerLayer item '{layer}'. {HowPatternsAre}");
        }

        var excluded = content.LeftOut.Select(file => file.File.RelativePath).ToArray();
        foreach (var pattern in definition.Choice.Excluded.Where(pattern => !excluded.Any(path => LayerRule.Matches(pattern, path))))
        {
            log.Warn(ErrorCodes.ExcludesNothing, $"Leaving files out: no published file matches '{Excerpt.Of(pattern)}' of ContainerExclude. {HowPatternsAre}");
        }

        var places = content.Files.Select(file => definition.PlaceOf(file.RelativePath)).ToArray();
        foreach (var rule in definition.Permissions.Where(rule => !places.Any(place => LayerRule.Matches(definition.PlaceOf(rule.Pattern), place))))
        {
            log.Warn(
                ErrorCodes.ExcludesNothing,
                $"Setting owners and modes: no published file matches '{Excerpt.Of(rule.Pattern)}' of ContainerPermission. {HowPatternsAre}");
        }
    }
}
