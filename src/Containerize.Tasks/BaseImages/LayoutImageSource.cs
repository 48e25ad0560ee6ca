using System.Text.Json;
using Containerize.Diagnostics;
using Containerize.Images;
using Containerize.Oci;

namespace Containerize.BaseImages;

/// <summary>An image in an OCI image layout. Its layers are verified by whoever unpacks them.</summary>
internal sealed class LayoutImageSource(string folder, string? tag) : IImageSource
{
    public async Task<Image> ResolveAsync(Platform platform, CancellationToken cancellationToken)
    {
        var where = tag is null ? $"the image layout {folder}" : $"'{Excerpt.Of(tag)}' in the image layout {folder}";
        return LocalImages.Choose(await ReadAsync(where, () => LayoutImage.ReadAllAsync(folder, tag, cancellationToken)), platform, where);
    }

    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.BaseImageMissing"/> or <see cref="ErrorCodes.BaseImageUnusable"/>.</exception>
    internal static async Task<IReadOnlyList<Image>> ReadAsync(string where, Func<Task<IReadOnlyList<Image>>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ContainerizeException(ErrorCodes.BaseImageMissing, $"Reading {where}: {Excerpt.Of(e.Message).TrimEnd('.')}.", e);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or InvalidOperationException or FormatException
            or JsonException)
        {
            throw new ContainerizeException(ErrorCodes.BaseImageUnusable, $"Reading {where}: {Excerpt.Of(e.Message).TrimEnd('.')}.", e);
        }
    }
}
