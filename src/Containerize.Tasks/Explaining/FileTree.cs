namespace Containerize.Explaining;

/// <summary>The files that a container sees, as one layer comes upon the other, and those that it does not see any more.</summary>
internal sealed class FileTree
{
    private readonly Node root = new();

    /// <summary>Files that a higher layer replaced or removed, with the layer that did: they are pulled nevertheless.</summary>
    public List<(FilePlace File, int By)> Hidden { get; } = [];

    /// <summary>All layers of an image. Of one that was not read nothing is known.</summary>
    /// <param name="layers">Lowest first.</param>
    public static FileTree Create(IReadOnlyList<ExplainedLayer> layers)
    {
        var tree = new FileTree();
        for (var i = 0; i < layers.Count; i++)
        {
            // Whiteouts are about lower layers only, wherever they stand in the tar.
            foreach (var path in layers[i].Removed)
            {
                tree.Remove(path, i);
            }

            var files = layers[i].Files ?? [];
            for (var index = 0; index < files.Count; index++)
            {
                tree.Add(files[index].Path, new FilePlace(i, index));
            }
        }

        return tree;
    }

    /// <summary>Files that a container sees, in ordinal order of folders and names.</summary>
    public IEnumerable<FilePlace> Visible => List(root);

    private void Add(string path, FilePlace file)
    {
        var node = root;
        foreach (var part in path.Split('/'))
        {
            if (node.File is { } was)
            {
                // A file where a folder is to be.
                Hide(was, file.Layer);
                node.File = null;
            }

            node = node.Children.TryGetValue(part, out var child) ? child : node.Children[part] = new Node();
        }

        Hide(node, file.Layer);
        node.Children.Clear();
        node.File = file;
    }

    private void Remove(string path, int by)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var node = root;
        foreach (var part in parts.SkipLast(1))
        {
            if (!node.Children.TryGetValue(part, out node!))
            {
                return;
            }
        }

        if (parts.Length == 0)
        {
            Hide(root, by);
            root.Children.Clear();
        }
        else if (node.Children.TryGetValue(parts[^1], out var removed))
        {
            Hide(removed, by);
            node.Children.Remove(parts[^1]);
        }
    }

    private void Hide(Node node, int by)
    {
        foreach (var file in List(node))
        {
            Hide(file, by);
        }
    }

    private void Hide(FilePlace file, int by)
    {
        // A layer that names a file twice has it once.
        if (file.Layer != by)
        {
            Hidden.Add((file, by));
        }
    }

    /// <summary>Without recursion: a path may have as many parts as somebody likes.</summary>
    private static IEnumerable<FilePlace> List(Node from)
    {
        var rest = new Stack<Node>([from]);
        while (rest.TryPop(out var node))
        {
            if (node.File is { } file)
            {
                yield return file;
            }

            foreach (var child in node.Below)
            {
                rest.Push(child);
            }
        }
    }

    private sealed class Node
    {
        private SortedDictionary<string, Node>? children;

        public SortedDictionary<string, Node> Children => children ??= new(StringComparer.Ordinal);

        /// <summary>Last first. Most nodes are files, which have none.</summary>
        public IEnumerable<Node> Below => children?.Values.Reverse() ?? [];

        public FilePlace? File { get; set; }
    }
}
