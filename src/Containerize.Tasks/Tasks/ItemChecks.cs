using Containerize.Diagnostics;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>Looks for items that MSBuild read as something else than was meant.</summary>
internal static class ItemChecks
{
    /// <summary>Metadata that are no value, and nothing that was meant to be one.</summary>
    private static readonly string[] Known = ["Expand", "Scope", ImageItems.KindMetadata, ImageItems.PlatformMetadata];

    /// <param name="patterns">Words of items that are read as patterns of files.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.PatternInCommand"/>.</exception>
    public static void Tell(ImageItems items, IReadOnlyList<PatternInCommand> patterns, IPublishLog log)
    {
        TellOfMissingValues("ContainerEnvironmentVariable", items[ItemKind.EnvironmentVariable], log);
        TellOfMissingValues("ContainerLabel", items[ItemKind.Label], log);
        TellOfMissingValues("ContainerAnnotation", items[ItemKind.Annotation], log);

        var faults = new Faults();
        foreach (var pattern in patterns
            .Where(pattern => pattern.Type != ExcludeReader.ItemType)
            .DistinctBy(pattern => pattern with { Metadata = string.Empty, Word = string.Empty }))
        {
            if (pattern.IsCertain)
            {
                faults.Add(new ContainerizeException(ErrorCodes.PatternInCommand, PatternInCommand.Message(pattern)));
            }
            else
            {
                log.Warn(ErrorCodes.PatternInCommand, PatternInCommand.Message(pattern));
            }
        }

        faults.Throw();
    }

    /// <param name="switches">Those that are neither true nor false, with their Value.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidOption"/>.</exception>
    public static void RefuseSwitches(ITaskItem[] switches)
    {
        var faults = new Faults();
        foreach (var item in switches)
        {
            faults.Add(new ContainerizeException(
                ErrorCodes.InvalidOption,
                $"Preparing the container image: {item.ItemSpec} is '{Excerpt.Of(item.GetMetadata("Value"))}', which is neither true nor false. "
                    + "Use one of the two."));
        }

        faults.Throw();
    }

    /// <summary>MSBuild keeps the difference between a value that is empty and one that was never given.</summary>
    private static void TellOfMissingValues(string type, ITaskItem[] items, IPublishLog log)
    {
        foreach (var item in items.DistinctBy(item => item.ItemSpec, StringComparer.Ordinal))
        {
            var metadata = item.CloneCustomMetadata();
            if (!metadata.Contains("Value"))
            {
                string[] others = [.. metadata.Keys.Cast<string>().Where(name => !Known.Contains(name, StringComparer.Ordinal))];
                var instead = others.Length > 0 ? $" (but {string.Join(", ", others.Order(StringComparer.Ordinal))})" : string.Empty;
                log.Warn(
                    ErrorCodes.ValueMissing,
                    $"Reading the {type} item '{Excerpt.Of(item.ItemSpec)}': it has no metadata Value{instead}, so its value is empty. "
                        + "Write Value=\"…\", or Value=\"\" if that is meant.");
            }
        }
    }
}
