using System.Formats.Tar;

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
        foreach (var item in layer.Items)
        {
            var at = $"{where}, entry '{item.Path}'";
            CheckPath(item, at, seen, failures);
            if (string.CompareOrdinal(previous, item.Path) > 0)
            {
                failures.Add(new ValidationFailure("entries are in ordinal order", at, $"after '{previous}'", "before it"));
            }

            previous = item.Path;
            ImageValidator.Expect(failures, "entries belong to nobody", at, "0:0", $"{item.Uid}:{item.Gid}");
            CheckMode(item, at, failures);
        }

        var times = layer.Items.Select(i => i.Time).Distinct().ToList();
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

        var slash = path.LastIndexOf('/');
        if (slash > 0 && !seen.Contains(path[..slash]))
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
            case not (TarEntryType.Directory or TarEntryType.RegularFile):
                failures.Add(new ValidationFailure("entries are files and folders", at, "RegularFile or Directory", item.Type.ToString()));
                break;
        }
    }

    private static string Octal(UnixFileMode mode) => "0" + Convert.ToString((int)mode, 8);
}
