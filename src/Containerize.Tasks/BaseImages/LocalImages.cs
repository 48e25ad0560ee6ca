using Containerize.Diagnostics;
using Containerize.Images;

namespace Containerize.BaseImages;

/// <summary>Images that lie in files of this machine.</summary>
internal static class LocalImages
{
    /// <param name="folder">Absolute path of an OCI image layout.</param>
    /// <param name="tag">Null for whatever is in it.</param>
    public static IImageSource InLayout(string folder, string? tag) => new LayoutImageSource(folder, tag);

    /// <param name="file">Absolute path of a tar, compressed or not: an OCI image layout, or what <c>docker save</c> writes.</param>
    /// <param name="folder">Absolute path of a folder to unpack into, which does not exist yet; the image's layers are opened there.</param>
    public static IImageSource InArchive(string file, string folder) => new ArchiveImageSource(file, folder);

    /// <summary>The image for a platform; a single one that is for another is as good as any.</summary>
    internal static Image Choose(IReadOnlyList<Image> images, Oci.Platform platform, string where)
        => images.FirstOrDefault(image => platform.IsServedBy(image.Config.Platform)) ?? (images is [var only] ? only : throw new ContainerizeException(
            images.Count == 0 ? ErrorCodes.BaseImageMissing : ErrorCodes.BaseImagePlatformMissing,
            images.Count == 0
                ? $"Reading {where}: no such image is in it."
                : $"Reading {where}: it has no image for {platform}, but for "
                    + $"{Excerpt.Of(string.Join(", ", images.Select(image => image.Config.Platform.ToString()).Distinct(StringComparer.Ordinal)))}."));
}
