using Containerize.Describing;
using Containerize.Diagnostics;
using Containerize.Publishing;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>A task that is handed the description of an image: the one that all ways of building it share.</summary>
public abstract class ImageTask : ContainerizeTask
{
    /// <summary>What the image is, in one list of items of every <see cref="ItemKind"/>; what an item is, its metadata ContainerizeKind says.</summary>
    [Required]
    public ITaskItem[] Description { get; set; } = [];

    private protected ImageItems Items { get => field ??= new ImageItems(Description, Paths) { Texts = ProjectTexts.Of(BuildEngine) }; }

    /// <summary>Properties that may be made of a version, and what they are handed over as.</summary>
    private protected static IReadOnlyDictionary<string, string> VersionedProperties { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ContainerRegistry"] = "Registry",
        ["ContainerRepository"] = "Repository",
        ["ContainerImageName"] = "Repository",
        ["ContainerImageTag"] = "ImageTag",
        ["ContainerImageTags"] = "ImageTags",
        ["ContainerBaseImage"] = "BaseImage",
        ["ContainerArchiveOutputPath"] = "ArchivePath",
    };

    private protected static Dictionary<string, string> ListVersioned(ImageProperties image)
        => VersionedProperties.ToDictionary(pair => pair.Key, pair => image[pair.Value] ?? string.Empty, StringComparer.Ordinal);

    /// <exception cref="ContainerizeException">Some property or item was read before what it is made of.</exception>
    private protected void CheckEarlyValues()
        => new EarlyValues(Items[ItemKind.LateValue], Items.Texts).Check(
            Items[ItemKind.ProjectFile].Select(item => item.ItemSpec),
            ListVersioned(Items.Images[0]),
            new Dictionary<string, ITaskItem[]>(StringComparer.Ordinal)
            {
                ["ContainerLabel"] = Items[ItemKind.Label],
                ["ContainerAnnotation"] = Items[ItemKind.Annotation],
                ["ContainerEnvironmentVariable"] = Items[ItemKind.EnvironmentVariable],
                [DestinationReader.ItemType] = Items[ItemKind.Destination],
            });

    /// <exception cref="ContainerizeException">Some properties or items are not valid: all of them are in it.</exception>
    private protected IReadOnlyList<ImageDefinition> ReadDefinitions(ImageItems items, IPublishLog log)
        => DefinitionReader.ReadAll(items, Globals, new OnceLog(log, BuildEngine, ProjectFile));

    /// <inheritdoc cref="ReadDefinitions"/>
    private protected PublishOrder ReadOrder(ImageItems items, IPublishLog log)
    {
        // Of a list that is cut, each part may be wrong.
        CommandLineLists.RequireWhole(Arguments);
        var faults = new Faults();
        var definitions = faults.Read(() => ReadDefinitions(items, log), []);
        if (items.Dockerfile is not null)
        {
            faults.Try(() => DockerfileValues.Read(items));
        }

        faults.Throw();
        return new PublishOrder(definitions);
    }

    /// <summary>What writes a report in the end, and has looked at what it will compare with; null where none is wanted.</summary>
    private protected async Task<SessionReport?> OpenReportAsync(bool isWanted, PublishSession session, BuildLog log, CancellationToken cancellationToken)
    {
        if (!isWanted)
        {
            return null;
        }

        var report = new SessionReport(session, Globals, log);
        await report.FindEarlierAsync(cancellationToken);
        return report;
    }

    /// <summary>Tells what came of a publish. A report that cannot be written is an error, and the image is where it should be nevertheless.</summary>
    /// <returns>The items ContainerizedImage.</returns>
    private protected static async Task<ITaskItem[]> TellAsync(
        PublishSession session, PublishOutcome outcome, SessionReport? report, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        string? file = null;
        if (report is not null)
        {
            try
            {
                file = await report.WriteAsync(outcome, cancellationToken);
            }
            catch (ContainerizeException e)
            {
                faults.Add(e);
            }
        }

        var images = session.Telling.Tell(outcome, file);
        faults.Throw();
        return images;
    }

    private protected Task<PublishSession> OpenSessionAsync(BuildLog log)
        => PublishSession.OpenAsync(BuildEngine, Items, () => ReadOrder(Items, log), Host, log);
}
