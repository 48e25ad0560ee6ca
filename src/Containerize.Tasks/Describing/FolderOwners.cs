using Containerize.Layers;
using Containerize.Tar;

namespace Containerize.Describing;

/// <summary>
/// Whose folders are that several layers have something in. A builder makes folders that are not there for the owner it is told, leaves the one that it copies
/// to as it is if it is there, and those above it, and says of the folders inside it what it copies. Here each layer says what a builder would make of it.
/// </summary>
internal sealed class FolderOwners
{
    private readonly Dictionary<string, FileRights> owners = new(StringComparer.Ordinal);

    /// <param name="files">Of the next layer, lowest first.</param>
    /// <param name="root">The folder, relative to the image's root, that a builder copies the layer to; null: one above all that is ours.</param>
    /// <returns>Those files, with what has to be said of their folders.</returns>
    public LayerFile[] Say(LayerFile[] files, string? root)
    {
        var said = root is null ? files : Own(files, root);
        foreach (var (folder, rights) in ListFolders(said))
        {
            owners[folder] = rights ?? FileRights.Usual;
        }

        return said;
    }

    private LayerFile[] Own(LayerFile[] files, string root)
    {
        var owner = (files.FirstOrDefault(file => file.Folder is null)?.Rights ?? FileRights.Usual) with { Mode = TarEntry.DirectoryMode };
        return
        [
            .. ListFolders(files).Select(folder => ImagePlaces.Folder(folder.Key, OwnerOf(folder.Key, folder.Value))),
            .. files.Where(file => file.Folder is null),
        ];

        FileRights OwnerOf(string folder, FileRights? said)
            => !IsInside(folder, root) && owners.TryGetValue(folder, out var earlier) ? earlier : said ?? owner;
    }

    private static bool IsInside(string folder, string root) => root.Length == 0 || folder.StartsWith(root + "/", StringComparison.Ordinal);

    /// <summary>All folders that a layer has, with what it says of them; null: nothing, so that they are root's.</summary>
    private static Dictionary<string, FileRights?> ListFolders(LayerFile[] files)
    {
        var folders = new Dictionary<string, FileRights?>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (file.Folder is not null)
            {
                folders[file.Path] = file.Folder;
            }

            foreach (var folder in file.ListFolders())
            {
                if (!folders.TryAdd(folder.TrimEnd('/'), null))
                {
                    break;
                }
            }
        }

        return folders;
    }
}
