using System.Text;
using Containerize.Host.Files;
using Containerize.Oci;
using Containerize.Storage;

namespace Containerize.Destinations;

/// <summary>
/// Which images were loaded into an engine of that name of late, by what is lowest in them: apps upon one base are asked for together. They are only
/// what is asked for; whether they are there, the engine says.
/// </summary>
internal sealed class LoadMemory(ContentStore store, string engine, TimeProvider clock)
{
    /// <summary>As many as one question may be about.</summary>
    private const int Most = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <param name="lowest">DiffID of the lowest layer; of the base; null for an image that stands on none.</param>
    public IReadOnlyList<KnownImage> Recall(Digest? lowest)
        => [.. (store.ReadNote(NoteKind.Loads, CreateName(lowest)) ?? string.Empty).Split('\n').Select(Parse).OfType<KnownImage>()];

    /// <param name="loaded">By their lowest layers.</param>
    public void Keep(ILookup<Digest?, KnownImage> loaded)
    {
        foreach (var images in loaded)
        {
            var all = images.Concat(Recall(images.Key)).DistinctBy(image => image.Config).Take(Most);
            store.TryWriteNote(NoteKind.Loads, CreateName(images.Key), string.Join('\n', all.Select(Format)));
        }
    }

    /// <summary>
    /// Projects of one build load at once. Of those that lack the same base one gives it, and the others wait and find it there. It only saves work,
    /// so nobody waits for long.
    /// </summary>
    /// <returns>Null where the turn cannot be had, or another has it for too long.</returns>
    public async Task<IDisposable?> TakeTurnAsync(Digest? lowest, CancellationToken cancellationToken)
    {
        var path = Path.Join(store.Target.Root, NoteKind.Loads.Folder, CreateName(lowest) + ".turn");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return await FileTurn.TakeAsync(path, FileMode.OpenOrCreate, Patience, clock, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string CreateName(Digest? lowest) => Digest.Of(Encoding.UTF8.GetBytes($"{engine} {lowest}")).Hex;

    private static string Format(KnownImage image)
        => $"{string.Join(' ', image.Ids)} = {string.Join(' ', image.Layers.Select(layer => $"{layer.Blob} {layer.DiffId}"))}";

    private static KnownImage? Parse(string line)
    {
        if (line.Split(" = ") is not [var names, var content]
            || ReadDigests(names) is not [var config, .. var others]
            || ReadDigests(content) is not { } layers)
        {
            return null;
        }

        return new KnownImage(config, others, [.. layers.Chunk(2).Where(pair => pair.Length == 2).Select(pair => new KnownLayer(pair[0], pair[1]))]);
    }

    /// <summary>Null where one of them is none.</summary>
    private static List<Digest>? ReadDigests(string text)
    {
        var digests = new List<Digest>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Digest.TryParse(word, out var digest))
            {
                return null;
            }

            digests.Add(digest);
        }

        return digests;
    }
}
