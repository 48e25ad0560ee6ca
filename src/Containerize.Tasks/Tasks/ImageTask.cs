using Containerize.Describing;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>A task that is handed the description of an image: the one that all ways of building it share.</summary>
public abstract class ImageTask : ContainerizeTask
{
    /// <summary>What the image is, in one list of items of every <see cref="ItemKind"/>; what an item is, its metadata ContainerizeKind says.</summary>
    [Required]
    public ITaskItem[] Description { get; set; } = [];

    private protected ImageItems Items { get => field ??= new ImageItems(Description, Paths); }

    /// <exception cref="Diagnostics.ContainerizeException">Some property or item was read before what it is made of.</exception>
    private protected void CheckEarlyValues()
    {
        var image = Items.Images[0];
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ContainerRegistry"] = image["Registry"],
            ["ContainerRepository"] = image["Repository"],
            ["ContainerImageName"] = image["Repository"],
            ["ContainerImageTag"] = image["ImageTag"],
            ["ContainerImageTags"] = image["ImageTags"],
            ["ContainerBaseImage"] = image["BaseImage"],
            ["ContainerArchiveOutputPath"] = image["ArchivePath"],
        };
        new EarlyValues(Items[ItemKind.LateValue]).Check(
            Items[ItemKind.ProjectFile].Select(item => item.ItemSpec),
            values.ToDictionary(pair => pair.Key, pair => pair.Value ?? string.Empty, StringComparer.Ordinal),
            new Dictionary<string, ITaskItem[]>(StringComparer.Ordinal)
            {
                ["ContainerLabel"] = Items[ItemKind.Label],
                ["ContainerAnnotation"] = Items[ItemKind.Annotation],
                ["ContainerEnvironmentVariable"] = Items[ItemKind.EnvironmentVariable],
                [DestinationReader.ItemType] = Items[ItemKind.Destination],
            });
    }

    /// <exception cref="Diagnostics.ContainerizeException">Some property or item is not valid.</exception>
    private protected IReadOnlyList<ImageDefinition> ReadDefinitions(BuildLog log) => DefinitionReader.ReadAll(Items, Globals, log);

    private protected Task<PublishSession> OpenSessionAsync(BuildLog log) => PublishSession.OpenAsync(
        BuildEngine,
        Items,
        () =>
        {
            CommandLineLists.RequireWhole(Arguments);
            return new PublishOrder(ReadDefinitions(log));
        },
        Host,
        log);
}
