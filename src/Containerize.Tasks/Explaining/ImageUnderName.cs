using Containerize.BaseImages;
using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Images;
using Containerize.Oci;

namespace Containerize.Explaining;

/// <summary>What lies under an image's name before a publish puts another there. An archive is unpacked, since it is about to be replaced.</summary>
/// <param name="folder">Absolute path of a folder for that, which is removed with this.</param>
internal sealed class ImageUnderName(ImageTarget target, BaseSources bases, LayerReader reader, string folder, IPublishLog log) : IDisposable
{
    private readonly Dictionary<Platform, Image> found = [];

    public string Name => target.Place is ImagePlace.Archive(var path) ? Path.GetFileName(path) : target.Names[0];

    /// <summary>Looks; what cannot be found out is told as if there were none.</summary>
    public async Task FindAsync(IEnumerable<Platform> platforms, CancellationToken cancellationToken)
    {
        foreach (var platform in platforms)
        {
            if (FindSource(Path.Join(folder, found.Count.ToString(System.Globalization.CultureInfo.InvariantCulture))) is not { } source)
            {
                return;
            }

            try
            {
                found[platform] = await source.ResolveAsync(platform, cancellationToken);
            }
            catch (ContainerizeException e)
            {
                log.Detail($"What moved since {Name} is not told: {e.Message}");
            }
        }
    }

    /// <summary>An image that is explained, with what moved since.</summary>
    public async Task<ExplainedImage> CompareAsync(ExplainedImage image, CancellationToken cancellationToken)
        // An image may say more of its platform than was asked for.
        => found.FirstOrDefault(one => one.Key.IsServedBy(image.Platform)).Value is { } earlier
            ? image with { Changes = await new ImageComparison(Name, earlier, reader, log).CompareAsync(image.Layers, cancellationToken) }
            : image with
            {
                WhyNoChanges = target.Place is ImagePlace.Engine
                    ? "An engine is not asked which files its image has, so that there is nothing to compare with."
                    : $"Nothing lay under {Name} that this image could be compared with.",
            };

    public void Dispose()
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Detail($"Not removed: {folder}: {e.Message}");
        }
    }

    private IImageSource? FindSource(string empty) => target.Place switch
    {
        ImagePlace.Registry(var host) => bases.Find(new ImageReference { Registry = host, Repository = target.Repository, Tag = target.Tags[0] }),
        ImagePlace.Layout(var path) when Directory.Exists(path) => LocalImages.InLayout(path, target.Tags[0]),
        ImagePlace.Archive(var path) when File.Exists(path) => LocalImages.InArchive(path, empty),
        _ => null,
    };
}
