using Containerize.Describing;
using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Engines;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>Reads where the image goes and what it is called there.</summary>
/// <param name="destinations">ContainerDestination.</param>
internal sealed class TargetReader(ImageProperties properties, IReadOnlyList<ITaskItem> destinations, ProjectPaths paths)
{
    /// <summary>Where the properties say, if they name a place or nothing else does, and where each ContainerDestination says.</summary>
    /// <param name="outputFolder">Absolute path of what a build writes, for an archive that nobody asked for; null where only names are wanted.</param>
    /// <exception cref="ContainerizeException">A name is not valid.</exception>
    public IReadOnlyList<ImageTarget> Read(string? outputFolder)
    {
        var own = ReadProperties(outputFolder);
        var more = destinations.Select(item => new DestinationReader(item, own, paths).Read());
        ImageTarget[] targets = own.Place is ImagePlace.Engine && destinations.Count > 0 ? [.. more] : [own, .. more];

        // On a command line one may name what the project names as well.
        return [.. targets.DistinctBy(target => (target.Place, string.Join(' ', target.Names)))];
    }

    private ImageTarget ReadProperties(string? outputFolder)
    {
        var repository = RepositoryName.Read(properties["RepositoryPrefix"], properties["Repository"], properties.Required("AssemblyName"));
        var registry = properties["Registry"] is { } named ? ValueChecks.Registry(named, "ContainerRegistry") : null;
        var engine = new ImagePlace.Engine(ReadEngine()) { ArchiveInstead = Path.Join(outputFolder, OutputPaths.FileName(repository)) };
        return new ImageTarget(ImagePlace.Choose(ReadArchivePath(repository), ReadLayoutPath(repository), registry, engine), registry, repository, ReadTags());
    }

    /// <summary>What has a separator in it is a path.</summary>
    private NamedEngine? ReadEngine() => properties["LocalRegistry"] is { } named
        ? new NamedEngine(named.AsSpan().ContainsAny('/', '\\') ? properties.Path("LocalRegistry")! : named, "LocalRegistry")
        : null;

    private string[] ReadTags()
    {
        string[] tags =
        [
            .. new[] { properties["ImageTag"] }.OfType<string>().Select(tag => ValueChecks.Tag(tag, "ContainerImageTag"))
                .Concat(ListText.Read(properties["ImageTags"], "ContainerImageTags").Select(tag => ValueChecks.Tag(tag, "ContainerImageTags")))
                .Concat(properties.IsTrue("VersionTags") ? VersionTags.Of(properties["Version"]) : [])
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
}
