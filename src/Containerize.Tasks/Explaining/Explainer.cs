using System.Text;
using Containerize.Diagnostics;
using Containerize.Explaining.Packages;
using Containerize.Images;
using Containerize.Oci;
using Containerize.Reporting;

namespace Containerize.Explaining;

/// <summary>Explains images of ours: what a publish would make, and what it has made. Of layers that nobody planned the files are read.</summary>
internal sealed class Explainer(LayerReader reader, IPublishLog log)
{
    public async Task<ExplainedImage> ExplainAsync(ForeseenImage image, CancellationToken cancellationToken)
    {
        var config = image.Config;
        var layers = image.BaseLayers.Select((layer, i) => (new ExplainedLayer(LayerReport.BaseClass, At(config.LayerHistory, i, config))
        {
            DiffId = i < config.DiffIds.Count ? config.DiffIds[i] : null,
            Blob = layer.Descriptor,
            Outcome = layer.Outcome.Foreseen,
        }, layer.Content));
        var own = image.Layers.Select(layer => (OwnLayer.Explain(layer.Plan, config.WorkingDirectory ?? "/") with
        {
            DiffId = layer.DiffId,
            Blob = layer.Blob?.Descriptor,
            Outcome = layer.Blob is { } blob ? blob.Outcome.Foreseen : null,
        }, layer.Blob?.Content));
        return new ExplainedImage(image.Platform, image.Base, config, await ReadAsync([.. layers, .. own], cancellationToken)) { LeftOut = image.LeftOut };
    }

    public async Task<ExplainedImage> ExplainAsync(ImageReport image, CancellationToken cancellationToken)
    {
        var config = ImageConfig.Parse(Encoding.UTF8.GetBytes(image.ConfigText), "the image's configuration");
        var layers = image.Layers.Select((layer, i) =>
        {
            var explained = layer.Plan is { } plan
                ? OwnLayer.Explain(plan, config.WorkingDirectory ?? "/")
                : new ExplainedLayer(layer.Class, At(config.LayerHistory, i, config)) { IsIndependent = layer.Class != LayerReport.BaseClass };
            return (explained with { DiffId = layer.DiffId, Blob = layer.Blob, Outcome = layer.Outcome.Word }, layer.Content);
        });
        return new ExplainedImage(image.Platform, image.Base, config, await ReadAsync([.. layers], cancellationToken))
        {
            Digest = image.Manifest.Digest,
            LeftOut = image.LeftOut,
        };
    }

    /// <summary>A layer that cannot be had is no reason to have no report: the publish itself may do without it.</summary>
    private async Task<IReadOnlyList<ExplainedLayer>> ReadAsync((ExplainedLayer Layer, ImageBlob? Content)[] layers, CancellationToken cancellationToken)
    {
        var packages = new PackageIndex();
        var read = new List<ExplainedLayer>();
        foreach (var (layer, content) in layers)
        {
            read.Add(layer.Files is null && content is not null ? await TryReadAsync(layer, content, packages, cancellationToken) : layer);
        }

        return [.. read.Select(layer => layer.Files is null ? layer : layer with { Files = [.. layer.Files.Select(packages.Explain)] })];
    }

    private async Task<ExplainedLayer> TryReadAsync(
        ExplainedLayer layer, ImageBlob blob, PackageIndex packages, CancellationToken cancellationToken)
    {
        try
        {
            var content = await reader.ReadAsync(blob, layer.DiffId, cancellationToken);
            packages.Learn(content.Packages);
            return layer with { Files = content.Files, Removed = content.Removed };
        }
        catch (ContainerizeException e)
        {
            log.Detail($"The report does not have the files of {blob.WhatItIs}: {e.Message}");
            return layer;
        }
    }

    /// <summary>A history that is not of these layers says nothing.</summary>
    private static string At(IReadOnlyList<string> history, int index, ImageConfig config)
        => history.Count == config.DiffIds.Count ? history[index] : string.Empty;
}
