using System.Globalization;
using System.Text;
using Containerize.Oci;
using Containerize.Storage;

namespace Containerize.BaseImages;

/// <summary>What tags of base images led to when their registry was last asked, and on which day that was.</summary>
internal sealed class BaseMemory(ContentStore store, TimeProvider clock)
{

    /// <summary>Null where it is not known.</summary>
    public Digest? Recall(ImageReference reference) => Digest.TryParse(ReadLines(reference)[0], out var digest) ? digest : null;

    /// <summary>In the form 2026-11-28; null where it is not known.</summary>
    public string? RecallDay(ImageReference reference) => ReadLines(reference) is [_, { Length: 10 } day, ..] ? day : null;

    /// <summary>The registry has said so now.</summary>
    public void Keep(ImageReference reference, Digest digest)
    {
        var day = clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var text = $"{digest}\n{day}";
        if (store.ReadNote(NoteKind.Bases, CreateName(reference)) != text)
        {
            store.TryWriteNote(NoteKind.Bases, CreateName(reference), text);
        }
    }

    private string[] ReadLines(ImageReference reference) => (store.ReadNote(NoteKind.Bases, CreateName(reference)) ?? string.Empty).Split('\n');

    private static string CreateName(ImageReference reference) => Digest.Of(Encoding.UTF8.GetBytes(reference.ToString())).Hex;
}
