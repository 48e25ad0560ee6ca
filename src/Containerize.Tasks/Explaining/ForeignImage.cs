using Containerize.BaseImages;
using Containerize.Diagnostics;
using Containerize.Images;
using Containerize.Oci;

namespace Containerize.Explaining;

/// <summary>An image that somebody has made and put somewhere.</summary>
/// <param name="folder">Absolute path of a folder that an archive is unpacked into, which is removed afterwards.</param>
internal sealed class ForeignImage(ImageName name, BaseSources bases, LayerReader reader, string folder)
{
    private const string Doing = "Reading the image of ContainerizeReportImage";

    /// <param name="platform">Which of several is wanted.</param>
    /// <exception cref="ContainerizeException">
    /// <see cref="ErrorCodes.ImageUnreadable"/>, or the code of what went wrong with a registry.
    /// </exception>
    public async Task<Explanation> ExplainAsync(Platform platform, CancellationToken cancellationToken)
    {
        try
        {
            var image = await ResolveAsync(platform, cancellationToken);
            var layers = await ReadImage.ReadLayersAsync(image, reader, cancellationToken);
            var command = $"dotnet build -t:ContainerizeReport -p:ContainerizeReportImage={Again(image)}";
            var explained = new ExplainedImage(image.Config.Platform, FindBase(image.Config), image.Config, layers) { Digest = image.Digest };
            return new Explanation(name.ToString(), $"Read from {Describe()}.", command, [explained])
            {
                References = image.Resolved is { } resolved ? [resolved.ToString()] : [],
            };
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private async Task<Image> ResolveAsync(Platform platform, CancellationToken cancellationToken)
    {
        IImageSource source = name switch
        {
            ImageName.Registry(var reference) => bases.Find(reference),
            ImageName.Layout(var path, var tag) => LocalImages.InLayout(path, tag),
            ImageName.Archive(var file) => LocalImages.InArchive(file, folder),
            _ => throw new InvalidOperationException(),
        };
        try
        {
            return await source.ResolveAsync(platform, cancellationToken);
        }
        catch (ContainerizeException e) when (e.Code == ErrorCodes.BaseImageMissing || e.Code == ErrorCodes.BaseImagePlatformMissing
            || e.Code == ErrorCodes.BaseImageUnusable || e.Code == ErrorCodes.RegistryAnswer)
        {
            throw new ContainerizeException(
                ErrorCodes.ImageUnreadable,
                $"{Doing}: {FindWhy(e.Message)}. Check the name; -r or ContainerRuntimeIdentifier chooses another platform.",
                e);
        }
    }

    /// <summary>What a source says first is what is wrong; what it says then is for who builds upon the image.</summary>
    private string FindWhy(string message)
    {
        var colon = message.IndexOf(": ", StringComparison.Ordinal);
        var why = colon < 0 ? message : message[(colon + 2)..];
        var stop = why.IndexOf(". ", StringComparison.Ordinal);
        why = (stop < 0 ? why : why[..stop]).TrimEnd('.');
        return why.Contains(name.ToString(), StringComparison.Ordinal) ? why : $"{name}: {why}";
    }

    private string Describe() => name switch
    {
        ImageName.Registry => "its registry",
        ImageName.Layout => "an image layout",
        _ => "an archive",
    };

    /// <summary>With the digest, where there is one: a tag may have moved.</summary>
    private string Again(Image image) => name switch
    {
        ImageName.Layout layout => $"oci:{layout}",
        _ => image.Resolved?.ToString() ?? name.ToString(),
    };

    /// <summary>What the image says of its base (OCI image spec, annotations.md); an image of a multi-stage build mostly says nothing.</summary>
    private static ImageReference? FindBase(ImageConfig config)
        => config.Labels.TryGetValue("org.opencontainers.image.base.name", out var text) && ImageReference.TryParse(text, out var reference)
            && config.Labels.TryGetValue("org.opencontainers.image.base.digest", out var hash) && Oci.Digest.TryParse(hash, out var digest)
            ? reference with { Digest = digest }
            : null;
}
