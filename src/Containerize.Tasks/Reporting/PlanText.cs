using System.Globalization;
using Containerize.Layering;

namespace Containerize.Reporting;

/// <summary>A plan for people.</summary>
internal static class PlanText
{
    /// <param name="withFiles">Says of every file which layer it goes to, and why.</param>
    public static IEnumerable<string> FormatLines(ImagePlan plan, bool withFiles)
    {
        yield return $"{plan.ProjectName} -> would go to {string.Join(", ", plan.References)}";
        foreach (var image in plan.Images)
        {
            if (plan.Images.Count > 1)
            {
                yield return $"  {image.Platform}";
            }

            foreach (var line in FormatImage(image, withFiles))
            {
                yield return "  " + line;
            }
        }

        if (plan.WhyEpoch is { } why)
        {
            yield return PublishSummary.Dated(why);
        }

        yield return "  " + SayInShort(plan);
        foreach (var other in plan.Others)
        {
            var become = other.Unchanged ? "unchanged" : $"to {other.Kind.Verb} of what exists: {ByteSize.Format(other.Missing)}";
            yield return $"  also to {string.Join(", ", other.References)}: {become}";
        }
    }

    private static IEnumerable<string> FormatImage(ForeseenImage image, bool withFiles)
    {
        if (image.Base is { } standsOn)
        {
            var outcomes = image.BaseLayers.Select(layer => layer.Outcome.Foreseen).Distinct(StringComparer.Ordinal);
            yield return Line(
                LayerReport.BaseClass,
                $"{standsOn with { Digest = null }}, {Counted.Of(image.BaseLayers.Count, "layer")}, "
                    + $"{ByteSize.Format(image.BaseLayers.Sum(layer => layer.Descriptor.Size))}, {string.Join(", ", outcomes)}");
        }

        // With their files each layer is told by itself; else those that packages were dealt out to together.
        foreach (var alike in image.Layers.GroupBy(layer => (
            layer.Plan.Class.Name, layer.Blob?.Outcome, Alone: !withFiles && LayerClass.IsBuiltIn(layer.Plan.Class.Name) ? null : layer)))
        {
            var layers = alike.ToArray();
            var size = ByteSize.Format(layers.Sum(layer => layer.Plan.Size));
            var become = alike.Key.Outcome is { } outcome
                ? $"{size} → {ByteSize.Format(layers.Sum(layer => layer.Blob!.Descriptor.Size))}, cached, {outcome.Foreseen}"
                : $"{size}, to be compressed";
            var files = PublishSummary.FormatFiles(layers.Sum(layer => layer.Plan.Files.Count), LayerClass.NounOf(alike.Key.Name), layers.Length);
            yield return Line(alike.Key.Name, files + become);
            foreach (var file in withFiles ? layers[0].Plan.Files : [])
            {
                yield return Line(string.Empty, $"{file.RelativePath}, {ByteSize.Format(file.Size)}, {Why(file)}");
            }
        }

        foreach (var line in LeftOutText.Lines(image.LeftOut))
        {
            yield return line;
        }

        foreach (var left in withFiles ? image.LeftOut : [])
        {
            var from = left.File.Origin is FileOrigin.Package package ? $", {package.Id} {package.Version}" : string.Empty;
            yield return Line(string.Empty, $"{left.File.RelativePath}, {ByteSize.Format(left.File.Size)}, {LeftOutText.Why(left.Reason)}{from}");
        }

        var config = image.Config;
        yield return Line("starts", string.Join(' ', config.Entrypoint.Concat(config.Command)));
        yield return Line("as", $"{(config.User is { Length: > 0 } user ? user : "root")} in "
            + $"{config.WorkingDirectory}{Listed(", port ", config.Ports)}{Listed(", volume ", config.Volumes)}");
    }

    /// <summary>What there would be to do.</summary>
    private static string SayInShort(ImagePlan plan)
    {
        if (plan.Unchanged)
        {
            return "unchanged: nothing would be done";
        }

        var layers = plan.Images.SelectMany(image => image.Layers).DistinctBy(layer => layer.Plan).ToArray();
        var fresh = layers.Where(layer => layer.Blob is null).ToArray();
        var moved = plan.Images.SelectMany(image => image.BaseLayers).Concat(layers.Select(layer => layer.Blob).OfType<ForeseenBlob>())
            .Where(blob => blob.Outcome.IsSent)
            .DistinctBy(blob => blob.Descriptor.Digest)
            .Sum(blob => blob.Descriptor.Size);
        return $"to compress: {ByteSize.Format(fresh.Sum(layer => layer.Plan.Size))} in {Counted.Of(fresh.Length, "layer")}; to {plan.Destination.Verb} "
            + $"besides: {ByteSize.Format(moved)}";
    }

    private static string Why(PublishedFile file) => file.Origin switch
    {
        _ when file.IsChosen => "chosen by a ContainerLayer",
        _ when file.ChangesWithApp => "rewritten with the app",
        FileOrigin.RuntimePack => "runtime",
        FileOrigin.Host => "host",
        FileOrigin.Package package => $"{package.Id} {package.Version}".TrimEnd(),
        FileOrigin.Project => "referenced project",
        FileOrigin.Content => "content",
        FileOrigin.Vendor => "front-end library",
        FileOrigin.Folder => "a folder that the project asks for",
        FileOrigin.Volume => "a folder for the user",
        _ => "the app's own, or nothing says whose",
    };

    private static string Line(string title, string text) => string.Create(CultureInfo.InvariantCulture, $"{title,-10} {text}");

    private static string Listed(string title, IEnumerable<string> items) => string.Concat(items.Select(item => title + item));
}
