using Containerize.Describing;
using Containerize.Destinations;
using Containerize.Diagnostics;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>Reads where the image goes and what it is called there.</summary>
/// <param name="destinations">ContainerDestination.</param>
internal sealed class TargetReader(ImageProperties properties, IReadOnlyList<ITaskItem> destinations, ProjectPaths paths)
{
    /// <summary>Whether a target may still set what is empty now.</summary>
    public bool MayMoreCome { get; init; }

    /// <summary>Where the properties say that the image goes, unchecked: an engine, where they name nothing.</summary>
    public static ImagePlace FindPlace(ImageProperties properties, ProjectPaths paths)
        => ImagePlace.Choose(properties["ArchivePath"], properties["LayoutPath"], properties["Registry"], ReadEngine(properties, paths));

    /// <summary>Where the properties say, if they name a place or nothing else does, and where each ContainerDestination says.</summary>
    /// <param name="outputFolder">Absolute path of what a build writes, for an archive that nobody asked for; null where only names are wanted.</param>
    /// <exception cref="ContainerizeException">A name is not valid.</exception>
    public IReadOnlyList<ImageTarget> Read(string? outputFolder)
    {
        var faults = new Faults();
        var own = ReadProperties(outputFolder, faults);
        var more = faults.ReadEach(destinations, item => new DestinationReader(item, own, paths) { MayMoreCome = MayMoreCome }.Read());
        faults.Throw();
        ImageTarget[] targets = own.Place.IsTakenBeside(destinations.Count) ? [own, .. more] : [.. more];

        // On a command line one may name what the project names as well.
        return [.. targets.DistinctBy(target => new NamedPlace(target.Place, string.Join(' ', target.Names)))];
    }

    private ImageTarget ReadProperties(string? outputFolder, Faults faults)
    {
        var repository = faults.Read(
            () => RepositoryName.Read(properties["RepositoryPrefix"], properties["Repository"], properties.Required("AssemblyName")), "app");
        var registry = faults.Read(() => properties["Registry"] is { } named ? ValueChecks.Registry(named, "ContainerRegistry") : null, "localhost");
        var engine = ReadEngine(properties, paths) with { ArchiveInstead = Path.Join(outputFolder, OutputPaths.FileName(repository)) };
        var layout = faults.Read(() => ReadLayoutPath(repository), null);
        return new ImageTarget(ImagePlace.Choose(ReadArchivePath(repository), layout, registry, engine), registry, repository, ReadTags(faults));
    }

    private static ImagePlace.Engine ReadEngine(ImageProperties properties, ProjectPaths paths)
        => new(properties["LocalRegistry"] is { } named ? paths.NameEngine(named, "LocalRegistry") : null);

    private string[] ReadTags(Faults faults)
    {
        var named = faults.Read(() => ListText.Read(properties["ImageTags"], "ContainerImageTags"), []);
        string[] tags =
        [
            .. faults.ReadEach(new[] { properties["ImageTag"] }.OfType<string>(), tag => ValueChecks.Tag(tag, "ContainerImageTag"))
                .Concat(faults.ReadEach(named, tag => ValueChecks.Tag(tag, "ContainerImageTags")))
                .Concat(faults.Read(() => properties.IsTrue("VersionTags") ? VersionTags.Of(properties["Version"]) : [], []))
                .Distinct(StringComparer.Ordinal),
        ];
        return tags.Length > 0 ? tags : ["latest"];
    }

    private string? ReadArchivePath(string repository)
        => properties["ArchivePath"] is { } written
            ? OutputPaths.Archive(written, properties.Path("ArchivePath")!, repository, properties.IsTrue("AsSdk"))
            : null;

    private string? ReadLayoutPath(string repository)
    {
        if (properties["LayoutPath"] is not { } written)
        {
            return null;
        }

        return properties["ArchivePath"] is not { } archive
            ? OutputPaths.Layout(written, properties.Path("LayoutPath")!, repository)
            : throw new ContainerizeException(
                ErrorCodes.InvalidOption,
                $"Choosing where the image goes: ContainerLayoutOutputPath is '{Excerpt.Of(written)}' and ContainerArchiveOutputPath "
                    + $"'{Excerpt.Of(archive)}', but properties name one place. Set one of them, and write a ContainerDestination item for the other.");
    }

    private sealed record NamedPlace(ImagePlace Place, string Names);
}
