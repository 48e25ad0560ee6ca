using Containerize.Describing;
using Containerize.Destinations;

namespace Containerize.Tests.Publishing;

/// <summary>An image that goes elsewhere.</summary>
internal static class TargetChanges
{
    public static ImageDefinition To(this ImageDefinition definition, Func<ImageTarget, ImageTarget> change)
        => definition with { Targets = [change(definition.Targets[0])] };

    /// <param name="path">Absolute.</param>
    public static ImageDefinition ToArchive(this ImageDefinition definition, string path)
        => definition.To(target => target with { Place = new ImagePlace.Archive(path) });

    /// <summary>To these beside where it goes already.</summary>
    public static ImageDefinition AlsoTo(this ImageDefinition definition, params IEnumerable<ImageTarget> targets)
        => definition with { Targets = [.. definition.Targets, .. targets] };
}
