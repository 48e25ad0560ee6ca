using System.Buffers.Binary;
using System.Formats.Tar;
using System.Security.Cryptography;

namespace Containerize.TestKit.Images;

/// <summary>What is true of every layer that we make: its tar has one way to be, whatever machine it was made on.</summary>
public static class LayerValidator
{
    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable = Plain | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static IReadOnlyList<ValidationFailure> Validate(PulledLayer layer, string where)
    {
        var failures = new List<ValidationFailure>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var previous = string.Empty;
        // Folders without a file of their own are said for the sake of whose they are: the base's, or a volume's user's.
        var holders = layer.Items.Where(i => i.IsDirectory && !layer.Items.Any(file => !file.IsDirectory && ParentOf(file.Path) == i.Path)).Select(i => i.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var item in layer.Items)
        {
            var at = $"{where}, entry '{item.Path}'";
            CheckPath(item, at, seen, failures);
            if (string.CompareOrdinal(previous, item.Path) > 0)
            {
                failures.Add(new ValidationFailure("entries are in ordinal order", at, $"after '{previous}'", "before it"));
            }

            previous = item.Path;
            if (!holders.Contains(item.Path))
            {
                ImageValidator.Expect(failures, "entries belong to nobody", at, "0:0", $"{item.Uid}:{item.Gid}");
                CheckMode(item, at, failures);
            }
        }

        var times = layer.Items.Where(i => i.Time != ContentTime(i)).Select(i => i.Time).Distinct().ToList();
        if (times.Count > 1)
        {
            failures.Add(new ValidationFailure("entries have one time", where, $"{times[0]:u}", $"{times[1]:u}"));
        }

        if (layer.Tar.Length % 512 != 0 || layer.Tar.Length < 1024 || layer.Tar.AsSpan(layer.Tar.Length - 1024).ContainsAnyExcept((byte)0))
        {
            failures.Add(new ValidationFailure("a tar ends in two zero blocks", where, "1024 zero bytes, at a multiple of 512", $"{layer.Tar.Length} bytes"));
        }

        return failures;
    }

    private static void CheckPath(TarItem item, string at, HashSet<string> seen, List<ValidationFailure> failures)
    {
        var path = item.Path.TrimEnd('/');
        if (path.Length == 0 || path.StartsWith('/') || path.Split('/').Any(part => part is "" or "." or "..") || path.Contains('\\', StringComparison.Ordinal))
        {
            failures.Add(new ValidationFailure("paths are relative and plain", at, "parts joined by single slashes", item.Path));
        }

        if (!seen.Add(path))
        {
            failures.Add(new ValidationFailure("a path comes once", at, "one entry", "a second one"));
        }

        // Of the folders above the working directory nothing need be said, but there is no gap below one that is.
        var slash = path.LastIndexOf('/');
        var isBelowSaid = seen.Any(said => said != path && path.StartsWith(said + "/", StringComparison.Ordinal));
        if (slash > 0 && !seen.Contains(path[..slash]) && (isBelowSaid || (!item.IsDirectory && path.IndexOf('/') == slash)))
        {
            failures.Add(new ValidationFailure("a folder comes before what is in it", at, path[..slash] + "/", "(none)"));
        }
    }

    private static void CheckMode(TarItem item, string at, List<ValidationFailure> failures)
    {
        switch (item.Type)
        {
            case TarEntryType.Directory when item.Mode != Executable:
                failures.Add(new ValidationFailure("folders have mode 0755", at, "0755", Octal(item.Mode)));
                break;
            case TarEntryType.RegularFile when item.Mode is not (Plain or Executable):
                failures.Add(new ValidationFailure("files have mode 0644 or 0755", at, "0644 or 0755", Octal(item.Mode)));
                break;
            case TarEntryType.SymbolicLink when item.LinkTarget.StartsWith('/'):
                failures.Add(new ValidationFailure("links are relative", at, "a path that goes by the link's folder", item.LinkTarget));
                break;
            case not (TarEntryType.Directory or TarEntryType.RegularFile or TarEntryType.SymbolicLink):
                failures.Add(new ValidationFailure("entries are files, folders and links", at, "RegularFile, Directory or SymbolicLink", item.Type.ToString()));
                break;
        }
    }

    /// <summary>As docs/layering.md says that files for the web are dated; null for what is no file.</summary>
    private static DateTimeOffset? ContentTime(TarItem item) => item.Type == TarEntryType.RegularFile
        ? new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(item.Content)) % (1 << 27))
        : null;

    private static string ParentOf(string path) => path[..(path.LastIndexOf('/') + 1)];

    private static string Octal(UnixFileMode mode) => "0" + Convert.ToString((int)mode, 8);
}
