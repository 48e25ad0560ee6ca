using System.Formats.Tar;
using Containerize.Images;
using Containerize.Oci;
using Containerize.Tar;
using TarEntry = System.Formats.Tar.TarEntry;

namespace Containerize.BaseImages;

/// <summary>
/// The folders and links of a base image, read from its layers' headers; nothing is unpacked. An engine that keeps layers in folders of their own
/// (overlay) creates what a layer takes for granted as root's, on top of what the base has there, and puts a folder where the base has a
/// link. So a layer below such a folder has to know it.
/// </summary>
internal sealed class BaseTree
{
    private const int MostLinks = 40;
    private const int LargestAccountFile = 1 << 20;

    private readonly Dictionary<string, Node> nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> accounts = new(StringComparer.Ordinal) { ["etc/passwd"] = [], ["etc/group"] = [] };

    private BaseTree()
    {
    }

    /// <exception cref="Diagnostics.ContainerizeException">A layer cannot be fetched.</exception>
    /// <exception cref="InvalidDataException">A layer cannot be read.</exception>
    public static async Task<BaseTree> ReadAsync(Image image, CancellationToken cancellationToken)
    {
        var tree = new BaseTree();
        foreach (var layer in image.Layers)
        {
            await using var blob = await layer.OpenAsync(cancellationToken);
            await using var content = PackedTar.Unpack(blob, layer.Descriptor.MediaType);
            await tree.AddAsync(content, cancellationToken);
        }

        return tree;
    }

    public AccountFile Users => new(accounts["etc/passwd"]);

    public AccountFile Groups => new(accounts["etc/group"]);

    /// <param name="path">Absolute.</param>
    public FoundPath Find(string path)
    {
        var real = new List<string>();
        var rest = new Stack<string>(Parts(path).Reverse());
        var links = 0;
        while (rest.TryPop(out var part))
        {
            if (part == "..")
            {
                real.RemoveRange(Math.Max(0, real.Count - 1), Math.Min(1, real.Count));
                continue;
            }

            if (nodes.GetValueOrDefault(Join(real, part)) is { Link: { } target } && ++links <= MostLinks)
            {
                if (target.StartsWith('/'))
                {
                    real.Clear();
                }

                foreach (var step in Parts(target).Reverse())
                {
                    rest.Push(step);
                }

                continue;
            }

            real.Add(part);
        }

        return new FoundPath(string.Join('/', real), [.. real.Select((part, i) => nodes.GetValueOrDefault(Join(real.Take(i), part))?.Folder)]);
    }

    private static IEnumerable<string> Parts(string path) => path.Split('/').Where(part => part.Length > 0 && part != ".");

    private static string Join(IEnumerable<string> folders, string name) => string.Join('/', folders.Append(name));

    private async Task AddAsync(Stream content, CancellationToken cancellationToken)
    {
        await using var tar = new TarReader(content, leaveOpen: true);
        while (await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            var path = string.Join('/', Parts(entry.Name));
            var name = path[(path.LastIndexOf('/') + 1)..];
            if (name == Whiteout.Opaque)
            {
                RemoveBelow(path[..^Whiteout.Opaque.Length]);
            }
            else if (name.StartsWith(Whiteout.Prefix, StringComparison.Ordinal))
            {
                Remove(path[..^name.Length] + name[Whiteout.Prefix.Length..]);
            }
            else if (path.Length > 0)
            {
                await AddAsync(path, entry, cancellationToken);
            }
        }

        // The end of the blob is what its digest is verified at.
        await content.CopyToAsync(Stream.Null, cancellationToken);
    }

    private async Task AddAsync(string path, TarEntry entry, CancellationToken cancellationToken)
    {
        // Not every tool says the folders above a file.
        var slash = path.LastIndexOf('/');
        while (slash > 0 && nodes.TryAdd(path[..slash], new Node(FileRights.Usual, null)))
        {
            slash = path.LastIndexOf('/', slash - 1);
        }

        switch (entry.EntryType)
        {
            case TarEntryType.Directory:
                nodes[path] = new Node(new FileRights(entry.Uid, entry.Gid, (int)entry.Mode), null);
                break;
            case TarEntryType.SymbolicLink:
                Remove(path);
                nodes[path] = new Node(null, entry.LinkName);
                break;
            default:
                Remove(path);
                if (accounts.ContainsKey(path) && entry.DataStream is { Length: <= LargestAccountFile } data)
                {
                    using var copy = new MemoryStream();
                    await data.CopyToAsync(copy, cancellationToken);
                    accounts[path] = copy.ToArray();
                }

                break;
        }
    }

    private void Remove(string path)
    {
        if (nodes.Remove(path, out var before) && before.Folder is not null)
        {
            RemoveBelow(path + "/");
        }

        if (accounts.ContainsKey(path))
        {
            accounts[path] = [];
        }
    }

    private void RemoveBelow(string folder)
    {
        foreach (var path in nodes.Keys.Where(path => path.StartsWith(folder, StringComparison.Ordinal)).ToArray())
        {
            nodes.Remove(path);
        }
    }

    private sealed record Node(FileRights? Folder, string? Link);
}
