using System.Formats.Tar;
using Containerize.Images;
using Containerize.Oci;

namespace Containerize.BaseImages;

/// <summary>An image in an archive, which is unpacked first: its layers lie in it in any order.</summary>
internal sealed class ArchiveImageSource(string file, string folder) : IImageSource
{
    public async Task<Image> ResolveAsync(Platform platform, CancellationToken cancellationToken)
    {
        var where = $"the archive {file}";
        return LocalImages.Choose(await LayoutImageSource.ReadAsync(where, () => ReadAsync(cancellationToken)), platform, where);
    }

    /// <summary>A layout tells of several platforms, and <c>manifest.json</c> of one.</summary>
    private async Task<IReadOnlyList<Image>> ReadAsync(CancellationToken cancellationToken)
    {
        await using (var archive = File.OpenRead(file))
        {
            Directory.CreateDirectory(folder);
            await using var tar = PackedTar.Unpack(archive, PackedTar.MediaTypeOf(archive));
            await TarFile.ExtractToDirectoryAsync(tar, folder, overwriteFiles: true, cancellationToken);
        }

        return File.Exists(Path.Join(folder, ImageLayout.IndexName))
            ? await LayoutImage.ReadAllAsync(folder, cancellationToken)
            : [await SavedImage.ReadDockersAsync(folder, cancellationToken)];
    }
}
