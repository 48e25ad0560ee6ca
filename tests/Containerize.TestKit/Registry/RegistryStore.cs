namespace Containerize.TestKit.Registry;

/// <summary>What the registry holds, in memory. Blobs belong to repositories, as access to them does.</summary>
public sealed class RegistryStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Repository> repositories = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Repositories
    {
        get
        {
            lock (gate)
            {
                return [.. repositories.Keys.Order(StringComparer.Ordinal)];
            }
        }
    }

    public bool HasRepository(string name)
    {
        lock (gate)
        {
            return repositories.ContainsKey(name);
        }
    }

    public byte[]? Blob(string repository, string digest)
    {
        lock (gate)
        {
            return Find(repository)?.Blobs.GetValueOrDefault(digest);
        }
    }

    public IReadOnlyList<string> BlobDigests(string repository)
    {
        lock (gate)
        {
            return [.. (Find(repository)?.Blobs.Keys ?? Enumerable.Empty<string>()).Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>Keeps the content and gives its digest.</summary>
    public string PutBlob(string repository, byte[] content)
    {
        var digest = Sha256.Of(content);
        lock (gate)
        {
            Make(repository).Blobs[digest] = content;
        }

        return digest;
    }

    public bool DeleteBlob(string repository, string digest)
    {
        lock (gate)
        {
            return Find(repository)?.Blobs.Remove(digest) == true;
        }
    }

    /// <param name="reference">A tag or a digest.</param>
    public StoredManifest? Manifest(string repository, string reference)
    {
        lock (gate)
        {
            if (Find(repository) is not { } found)
            {
                return null;
            }

            var digest = RepositoryPath.IsDigest(reference) ? reference : found.Tags.GetValueOrDefault(reference);
            return digest is null ? null : found.Manifests.GetValueOrDefault(digest);
        }
    }

    public IReadOnlyList<StoredManifest> Manifests(string repository)
    {
        lock (gate)
        {
            return [.. (Find(repository)?.Manifests.Values ?? Enumerable.Empty<StoredManifest>()).OrderBy(m => m.Digest, StringComparer.Ordinal)];
        }
    }

    /// <param name="reference">A tag to be set, or the content's digest.</param>
    public StoredManifest PutManifest(string repository, string reference, string mediaType, byte[] content)
    {
        var manifest = new StoredManifest(mediaType, Sha256.Of(content), content);
        lock (gate)
        {
            var kept = Make(repository);
            kept.Manifests[manifest.Digest] = manifest;
            if (!RepositoryPath.IsDigest(reference))
            {
                kept.Tags[reference] = manifest.Digest;
            }
        }

        return manifest;
    }

    /// <summary>A tag goes alone; a digest takes its tags along.</summary>
    public bool DeleteManifest(string repository, string reference)
    {
        lock (gate)
        {
            if (Find(repository) is not { } found)
            {
                return false;
            }

            if (!RepositoryPath.IsDigest(reference))
            {
                return found.Tags.Remove(reference);
            }

            foreach (var tag in found.Tags.Where(t => t.Value == reference).Select(t => t.Key).ToList())
            {
                found.Tags.Remove(tag);
            }

            return found.Manifests.Remove(reference);
        }
    }

    /// <summary>Tags in the order the API lists them.</summary>
    public IReadOnlyList<string> Tags(string repository)
    {
        lock (gate)
        {
            return [.. (Find(repository)?.Tags.Keys ?? Enumerable.Empty<string>()).Order(StringComparer.Ordinal)];
        }
    }

    private Repository? Find(string name) => repositories.GetValueOrDefault(name);

    private Repository Make(string name)
    {
        if (!repositories.TryGetValue(name, out var repository))
        {
            repositories[name] = repository = new Repository();
        }

        return repository;
    }

    private sealed class Repository
    {
        public Dictionary<string, byte[]> Blobs { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, StoredManifest> Manifests { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);
    }
}
