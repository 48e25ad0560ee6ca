using Containerize.Generating;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>Writes the layers of a published project as folders: the publish step of a generated Dockerfile.</summary>
[MSBuildMultiThreadableTask]
public sealed class WriteContainerLayers : ImageTask
{
    /// <summary>ContainerizeLayersPath.</summary>
    [Required]
    public string LayersPath { get; set; } = string.Empty;

    /// <summary>The layers that the Dockerfile copies, with <c>+</c> between them; empty: whatever there is.</summary>
    public string LayerNames { get; set; } = string.Empty;

    private protected override Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        var definition = ReadDefinitions(Items, log)[0];
        var folders = new LayerFolders(Paths.MakeAbsolute(LayersPath), log);
        folders.Write(definition, LayerNames.Split('+', StringSplitOptions.RemoveEmptyEntries), cancellationToken);
        return Task.CompletedTask;
    }
}
