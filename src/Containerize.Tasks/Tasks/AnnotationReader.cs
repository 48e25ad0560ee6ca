using Containerize.Diagnostics;
using Containerize.Oci;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>Reads the ContainerAnnotation items of one place: the manifest of each image, or the index that several images get.</summary>
/// <param name="format">The image's; null: not known.</param>
internal sealed class AnnotationReader(ITaskItem[] items, ImageFormat? format)
{
    private static readonly char[] Separators = [';', ',', '|'];

    /// <param name="place">Manifest or Index; an annotation's Scope names one of them, both or none, which is both.</param>
    /// <returns>By name.</returns>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidAnnotation"/>.</exception>
    public KeyValuePair<string, string>[] Read(string place)
    {
        var faults = new Faults();
        ITaskItem[] wanted = [.. items.Where(item => faults.Read(() => IsFor(item, place), false))];
        var annotations = faults.Read(() => ItemPairs.Read(wanted, ValueChecks.Annotation), []);
        if (annotations.Length > 0 && format == ImageFormat.Docker)
        {
            faults.Add(new ContainerizeException(
                ErrorCodes.InvalidAnnotation,
                $"Reading the ContainerAnnotation item '{Excerpt.Of(annotations[0].Key)}': "
                    + "ContainerImageFormat is Docker, whose manifests have no place for annotations. Use the format OCI, or a ContainerLabel instead."));
        }

        faults.Throw();
        return annotations;
    }

    private static bool IsFor(ITaskItem annotation, string place)
    {
        var scope = annotation.GetMetadata("Scope").Trim();
        var places = scope.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return places.All(name => name.ToUpperInvariant() is "MANIFEST" or "INDEX" or "BOTH")
            ? places.Length == 0 || places.Any(name => name.ToUpperInvariant() is "BOTH" || name.Equals(place, StringComparison.OrdinalIgnoreCase))
            : throw new ContainerizeException(
                ErrorCodes.InvalidAnnotation,
                $"Reading the ContainerAnnotation item '{Excerpt.Of(annotation.ItemSpec)}': its Scope is '{Excerpt.Of(scope)}'. Use Manifest (each image), "
                    + "Index (what several platforms have in common) or Both.");
    }
}
