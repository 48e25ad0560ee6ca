using System.Globalization;
using Containerize.Layering;

namespace Containerize.Reporting;

/// <summary>A publish's result for people.</summary>
internal static class PublishSummary
{
    /// <summary>The project chose root, or the base has no other user: one that it names in APP_UID is chosen without a word.</summary>
    private const string Root = "  runs as root; set ContainerUser to a number such as 1654, or to $APP_UID where the base has it";

    /// <summary>
    /// The first line says where the image is; it has the form that MSBuild's terminal logger shows as a project's result. Of the rest it shows nothing, so
    /// the first says in short what became of it.
    /// </summary>
    public static string SayFirst(PublishResult result) => $"{result.ProjectName} -> {SayPlace(result)}";

    /// <summary>Where the image is, and what became of it there.</summary>
    public static string SayPlace(PublishResult result)
        => $"{result.References[0]}{(result.Destination.IsShared ? "@" : " ")}{result.Top.Digest} ({SayInShort(result)})";

    /// <summary>What follows the first line. The images are told once, since they are the same at every destination.</summary>
    public static IEnumerable<string> FormatDetails(IReadOnlyList<PublishResult> results)
        => results.SelectMany((result, i) => i == 0
            ? [.. FormatNames(result), .. FormatImages(result), $"  {FormatTotal(result)}"]
            : FormatNames(result).Append($"  {result.References[0]}: {FormatTotal(result)}"));

    private static IEnumerable<string> FormatNames(PublishResult result) => result.References.Skip(1).Select(more => $"  also {more}");

    private static IEnumerable<string> FormatImages(PublishResult result)
    {
        foreach (var line in result.Images.SelectMany(image => FormatImage(image, result.Images)))
        {
            yield return line;
        }

        // Also where somebody chose it: who runs the image may not be who wrote the project.
        if (IsRoot(result))
        {
            yield return Root;
        }

        if (result.WhyEpoch is { } why)
        {
            yield return Dated(why);
        }
    }

    private static string FormatTotal(PublishResult result)
    {
        var time = result.Duration.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);
        var unchanged = result.Unchanged ? "unchanged; " : string.Empty;
        return result.Destination.IsShared
            ? $"{unchanged}{ByteSize.Format(result.LayerBytesSent)} of layers sent, {ByteSize.Format(result.BytesSent)} in all, "
                + $"{Counted.Of(result.Requests, "request")}, {time} s"
            : $"{unchanged}{result.Destination.Holding} {ByteSize.Format(result.Size)} of layers, {FormatLoaded(result)}"
                + $"{Counted.Of(result.Requests, "request")}, {time} s";
    }

    private static string FormatLoaded(PublishResult result) => result.BytesLoaded == 0 ? string.Empty : $"{ByteSize.Format(result.BytesLoaded)} loaded, ";

    /// <summary>An archive of everything is a little more than the layers.</summary>
    private static bool IsPartlyLoaded(PublishResult result) => result.BytesLoaded > 0 && result.BytesLoaded < result.Size;

    private static bool IsRoot(PublishResult result) => result.Images.Any(image => image.IsRoot);

    private static string SayInShort(PublishResult result)
    {
        var size = ByteSize.Format(result.Size);
        var what = result.Unchanged ? "unchanged"
            : result.Destination.IsShared ? $"{ByteSize.Format(result.LayerBytesSent)} of {size} sent"
            : IsPartlyLoaded(result) ? $"{result.Destination.Holding} {ByteSize.Format(result.BytesLoaded)} of {size} loaded"
            : $"{result.Destination.Holding} {size}";
        var made = result.Images.Count;
        var platforms = made < result.WantedPlatforms ? $", {result.Images[0].Platform} of {Counted.Of(result.WantedPlatforms, "platform")}"
            : made > 1 ? $", {Counted.Of(made, "platform")}"
            : string.Empty;
        return what + platforms + (IsRoot(result) ? ", runs as root" : string.Empty);
    }

    /// <summary>Engines show such an image as decades old, and rules that clear away by age take it first.</summary>
    public static string Dated(string why) => $"  dated      1970-01-01, since {why}";

    /// <summary>One image's layers. What several share is told with the last of them.</summary>
    private static IEnumerable<string> FormatImage(ImageReport image, IReadOnlyList<ImageReport> all)
    {
        if (all.Count > 1)
        {
            yield return $"  {image.Platform}, {image.Manifest.Digest}";
        }

        if (image.Base is { } standsOn)
        {
            var layers = image.Layers.Where(layer => layer.Class == LayerReport.BaseClass).ToArray();
            yield return $"  {LayerReport.BaseClass,-10} {standsOn with { Digest = null }}, {Counted.Of(layers.Length, "layer")}, "
                + $"{ByteSize.Format(layers.Sum(l => l.Blob.Size))}, {Words(layers)}";
        }

        var later = all.SkipWhile(other => other != image).Skip(1).SelectMany(other => other.Layers).Select(layer => layer.Blob.Digest).ToHashSet();
        var own = image.Layers.Where(layer => layer.Class != LayerReport.BaseClass && !later.Contains(layer.Blob.Digest));
        // What packages were dealt out to is told in one line, as far as the same became of it.
        foreach (var alike in own.GroupBy(layer => new Alike(
            layer.Class, What(layer), LayerClass.IsBuiltIn(layer.Class) && layer.Files is not null ? null : layer)))
        {
            yield return $"  {alike.Key.Class,-10} {FormatLayers([.. alike])}, {What(alike.First())}";
        }

        foreach (var line in LeftOutText.Lines(image.LeftOut))
        {
            yield return "  " + line;
        }
    }

    private static string FormatLayers(IReadOnlyList<LayerReport> layers)
    {
        // A builder's layers are not looked into.
        var files = layers[0].Files is null ? string.Empty
            : FormatFiles(layers.Sum(layer => layer.Files ?? 0), LayerClass.NounOf(layers[0].Class), layers.Count);
        return $"{files}{ByteSize.Format(layers.Sum(layer => layer.Size ?? 0))} → {ByteSize.Format(layers.Sum(layer => layer.Blob.Size))}";
    }

    /// <returns>For example <c>26 files in 12 layers, </c>.</returns>
    public static string FormatFiles(int count, string noun, int layers)
        => Counted.Of(count, noun) + (layers > 1 ? $" in {Counted.Of(layers, "layer")}, " : ", ");

    private static string What(LayerReport layer)
        => $"{(layer.Cached ? "cached" : layer.Size == layer.Blob.Size ? "packed" : "compressed")}, {layer.Outcome.Word}";

    private static string Words(IEnumerable<LayerReport> layers)
        => string.Join(", ", layers.Select(layer => layer.Outcome.Word).Distinct(StringComparer.Ordinal));

    /// <param name="Alone">A layer that is told by itself.</param>
    private sealed record Alike(string Class, string What, LayerReport? Alone);
}
