using Containerize.Describing;
using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Engines;
using Containerize.Reporting;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Containerize.Tasks;

/// <summary>
/// Tells, when a publish begins, all that is wrong in what the project says of its image, and of names that are nearly ours. Values are read as they will be
/// read when the image is made. What is not known yet is not judged: files that the build makes, and names made of a version that a target may make.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class CheckValues : ImageTask
{
    /// <summary>Whether this publish makes an image, or says which it would make; else what is made of the description is a Dockerfile alone.</summary>
    public bool MakesImage { get; set; }

    /// <summary>The package's folder build.</summary>
    [Required]
    public string Targets { get; set; } = string.Empty;

    /// <summary>
    /// MSBuildStartupDirectory, where only the project that a build was started for is to be looked at: what it references is built with the same properties,
    /// and gets no image. Empty: it is certain that this one is published.
    /// </summary>
    public string StartFolder { get; set; } = string.Empty;

    /// <summary>Whether there was a look.</summary>
    [Output]
    public bool IsDone { get; private set; }

    /// <summary>Whether what earlier publishes made cannot be counted on: this project's has left no result here, or the cache has no layer.</summary>
    [Output]
    public bool IsFirst { get; private set; }

    private protected override Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        IsDone = StartFolder.Length == 0 || EntryProject.Is(ProjectFile, Arguments, StartFolder);
        if (!IsDone)
        {
            return Task.CompletedTask;
        }

        TellNames(log);
        CommandLineLists.RequireWhole(Arguments);
        var faults = new Faults();
        var image = Settle();
        var others = Description.Where(item => item.GetMetadata(ImageItems.KindMetadata) != nameof(ItemKind.Image));
        var items = new ImageItems([.. SplitPlatforms(image, faults), .. others], Paths) { IsPublished = false, Texts = Items.Texts };
        var properties = items.Images[0];
        faults.Try(() => ReadOrder(items, log));
        faults.Try(() => NetworkSettings.ReadNames(properties, Host));
        var settings = faults.Read(() => PublishSettings.Read(properties, Host), null);
        if (MakesImage)
        {
            faults.Try(() => SourceDate.ReadVariable(Host));
            faults.Try(() => CheckBuilder(properties["Builder"], properties["BuilderName"], log));
            faults.Try(() => CheckEngine(properties));
        }

        faults.Throw();
        IsFirst = MakesImage && (!File.Exists(ResultFile.In(properties.Path("IntermediateDirectory")!)) || settings!.KnowNoLayer);
        return Task.CompletedTask;
    }

    private void TellNames(BuildLog log)
    {
        var written = new WrittenNames(Items.Texts);
        written.AddProperties(Globals.Keys);
        written.AddVariables(ListVariables());
        foreach (var file in Items[ItemKind.ProjectFile])
        {
            written.AddFile(Paths.MakeAbsolute(file.ItemSpec));
        }

        written.Tell(KnownNames.Of(BuildEngine, Paths.MakeAbsolute(Targets)), log, BuildEngine);
    }

    /// <returns>The item of the image, without properties whose values are not settled.</returns>
    private TaskItem Settle()
    {
        var written = Items.Images[0];
        var image = new TaskItem(Items[ItemKind.Image][0]);
        foreach (var name in new EarlyValues(Items[ItemKind.LateValue], Items.Texts).ListUnsettled(
            Items[ItemKind.ProjectFile].Select(item => item.ItemSpec), ListVersioned(written)))
        {
            image.SetMetadata(VersionedProperties[name], string.Empty);
        }

        return image;
    }

    /// <summary>As Containerize.Platforms.targets does when the image is made.</summary>
    /// <returns>One for each platform.</returns>
    private IEnumerable<TaskItem> SplitPlatforms(TaskItem image, Faults faults)
    {
        var properties = new ImageProperties(image, Paths);
        if (properties["RuntimeIdentifier"] is not null || properties["Identifiers"] is not { } written)
        {
            return [image];
        }

        var built = properties["BuildRuntimeIdentifier"];
        var platforms = faults.Read(() => PlatformReader.ReadAll(written), []);
        if (platforms.Length < 2)
        {
            image.SetMetadata("RuntimeIdentifier", platforms is [var only] ? only : built);
            return [image];
        }

        if (built is not null)
        {
            faults.Try(() => PlatformReader.RequireRestored(platforms, properties["Restored"]));
        }

        return platforms.Select(platform =>
        {
            var one = new TaskItem(image);
            one.SetMetadata("RuntimeIdentifier", platform);
            one.SetMetadata("BuildRuntimeIdentifier", built is null ? string.Empty : platform);
            return one;
        });
    }

    private void CheckBuilder(string? builder, string? name, BuildLog log)
    {
        if (builder is not null)
        {
            BuilderClient.Create(builder, name, Host, log);
        }
        else if (Items[ItemKind.Run].Length > 0)
        {
            throw new ContainerizeException(
                ErrorCodes.RunNeedsDockerfile,
                "Preparing the container image: ContainerRun has commands to run in the image, and a publish without a builder runs nothing. "
                    + "Set ContainerizeBuilder to docker, buildah or buildctl, or build the generated Dockerfile: dotnet build -t:ContainerizeDockerfile.");
        }
    }

    /// <summary>One that the image does not go to may have any name.</summary>
    private void CheckEngine(ImageProperties properties)
    {
        var place = TargetReader.FindPlace(properties, Paths);
        if (place is ImagePlace.Engine { Named: { } named } && place.IsTakenBeside(Items[ItemKind.Destination].Length))
        {
            _ = named.FindProgram();
        }
    }
}
