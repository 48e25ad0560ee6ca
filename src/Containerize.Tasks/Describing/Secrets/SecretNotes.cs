using System.Globalization;
using Containerize.Layering;
using Containerize.Layers;
using Containerize.Storage;

namespace Containerize.Describing.Secrets;

/// <summary>
/// Remembers what was found in files by what the file system says of them, as <see cref="StatIndex"/> does for layers: an unchanged publish asks for that and
/// reads one note. There is one for all files of a publish, since a note for each would be as much to read as most of the files. Looking while a layer is
/// hashed would have been the other way; but layers that did not change are not hashed, and the Dockerfile's are copied. Where the system tells too little
/// (only Linux's does), files are read again, and so they are for their layer.
/// </summary>
/// <param name="seen">What has been asked of files already.</param>
internal sealed class SecretNotes(ContentStore store, TimeProvider clock, FileStates seen)
{
    /// <summary>Another one whenever another thing is found in the same text.</summary>
    private const string Rules = "1";

    private readonly StatIndex stats = new(store, clock);

    /// <summary>Names the state of files; null when it cannot be told, or may still be moving.</summary>
    public string? KeyOf(IReadOnlyList<PublishedFile> files)
        => files.Count == 0 ? null : stats.KeyOf([.. files.Select(file => Describe(file))], seen);

    private static LayerFile Describe(PublishedFile file) => new(file.RelativePath, file.Source, file.Size, Executable: false) { IsWritten = file.IsWritten };

    /// <returns>What was found in each file, by its place in the list; null where nothing is known.</returns>
    public IReadOnlyList<SecretInFile>? Find(string key, int files)
    {
        string[] lines = (store.ReadNote(NoteKind.Secrets, key) ?? string.Empty).Split('\n');
        if (lines[0] != Rules)
        {
            return null;
        }

        var found = new List<SecretInFile>();
        foreach (var line in lines.Skip(1))
        {
            if (line.Split(' ') is not [var file, var number, var name]
                || !int.TryParse(file, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= files
                || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var where)
                || !Enum.TryParse(name, out SecretKind kind) || !Enum.IsDefined(kind))
            {
                return null;
            }

            found.Add(new SecretInFile(index, new Secret(kind, where)));
        }

        return found;
    }

    public void Remember(string key, IEnumerable<SecretInFile> found)
        => store.TryWriteNote(NoteKind.Secrets, key, string.Join('\n', found.Select(Format).Prepend(Rules)));

    private static string Format(SecretInFile found)
        => string.Create(CultureInfo.InvariantCulture, $"{found.File} {found.Secret.Line} {found.Secret.Kind}");
}
