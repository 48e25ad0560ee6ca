using Containerize.Describing;
using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Oci;

namespace Containerize.Tasks;

/// <summary>Reads where the image goes and what it is called.</summary>
internal sealed class TargetReader(ImageProperties properties)
{
    /// <param name="outputFolder">Absolute path of what a build writes, for an archive that nobody asked for; null where only names are wanted.</param>
    /// <exception cref="Diagnostics.ContainerizeException">A name is not valid.</exception>
    public ImageTarget Read(string? outputFolder)
    {
        var faults = new Faults();
        var repository = faults.Read(
            () => RepositoryName.Read(properties["RepositoryPrefix"], properties["Repository"], properties.Required("AssemblyName")), "app");
        var target = new ImageTarget(repository, ReadTags(faults))
        {
            Registry = faults.Read(() => properties["Registry"] is { } registry ? ValueChecks.Registry(registry, "ContainerRegistry") : null, null),
            CacheFrom = faults.ReadEach(faults.Read(() => ListText.Read(properties["CacheFrom"], "ContainerizeCacheFrom"), []), ParseCacheFrom),
            ArchivePath = ReadArchivePath(repository),
            LayoutPath = faults.Read(() => ReadLayoutPath(repository), null),
            Engine = ReadEngine(),
            FallbackArchivePath = Path.Join(outputFolder, FileName(repository)),
        };
        faults.Throw();
        return target;
    }

    /// <summary>What has a separator in it is a path.</summary>
    private string? ReadEngine()
        => properties["LocalRegistry"] is { } named && named.AsSpan().ContainsAny('/', '\\') ? properties.Path("LocalRegistry") : properties["LocalRegistry"];

    private static ImageReference ParseCacheFrom(string text) => ImageReference.TryParse(text, out var reference)
        ? reference
        : throw new ContainerizeException(
            ErrorCodes.InvalidOption,
            $"Reading ContainerizeCacheFrom: '{Excerpt.Of(text)}' is not an image reference. Use registry/repository:tag, several with semicolons between.");

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

    /// <summary>
    /// A path that ends in a separator, is a folder, or has no ending, gets a file named for the repository: the SDK's rule. Who calls the SDK's target
    /// looks for the SDK's name, although what is in the file is not compressed.
    /// </summary>
    private string? ReadArchivePath(string repository)
    {
        if (properties["ArchivePath"] is not { } written)
        {
            return null;
        }

        var path = properties.Path("ArchivePath")!;
        return EndsInSeparator(written) || Directory.Exists(path) || (!Path.HasExtension(path) && !File.Exists(path))
            ? Path.Join(path, properties.IsTrue("AsSdk") ? $"{repository}.tar.gz" : FileName(repository))
            : path;
    }

    /// <summary>A path that ends in a separator gets a folder named for the repository: in one layout images are told apart by their tags only.</summary>
    private string? ReadLayoutPath(string repository)
    {
        if (properties["LayoutPath"] is not { } written)
        {
            return null;
        }

        if (properties["ArchivePath"] is { } archive)
        {
            throw new ContainerizeException(
                ErrorCodes.InvalidOption,
                $"Choosing where the image goes: ContainerLayoutOutputPath is '{Excerpt.Of(written)}' and ContainerArchiveOutputPath "
                    + $"'{Excerpt.Of(archive)}', but an image goes to one place. Set one of them.");
        }

        var path = properties.Path("LayoutPath")!;
        return EndsInSeparator(written) ? Path.Join(path, NameOnDisk(repository)) : path;
    }

    private static bool EndsInSeparator(string path) => path.EndsWith('/') || path.EndsWith('\\');

    private static string FileName(string repository) => NameOnDisk(repository) + ".tar";

    private static string NameOnDisk(string repository) => repository.Replace('/', '-');
}
