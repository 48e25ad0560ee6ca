namespace Containerize.Publishing;

/// <summary>
/// Tells programs from data by what is in them. Modes on disk cannot: NuGet marks packages' files executable at random, and
/// Windows has no such mode, but the same commit must give the same image everywhere.
/// </summary>
internal static class ExecutableFile
{
    /// <summary>Never programs, so not worth opening.</summary>
    private static readonly HashSet<string> Data = new(StringComparer.OrdinalIgnoreCase)
    {
        ".dll", ".pdb", ".json", ".xml", ".config", ".resources", ".txt", ".md", ".yml", ".yaml", ".dat", ".pem", ".crt",
        ".css", ".js", ".map", ".html", ".cshtml", ".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".ico", ".woff", ".woff2", ".ttf",
        ".gz", ".br", ".zip", ".wasm", ".so", ".dylib", ".a", ".exe", ".dbg", ".db",
    };

    /// <summary>A script with an interpreter line, or an ELF file that is no shared library.</summary>
    public static bool Is(string relativePath, string source)
    {
        var name = relativePath[(relativePath.LastIndexOf('/') + 1)..];
        if (Data.Contains(Path.GetExtension(name)) || name.Contains(".so.", StringComparison.Ordinal))
        {
            return false;
        }

        using var file = File.OpenHandle(source, FileMode.Open, FileAccess.Read, FileShare.Read);
        Span<byte> start = stackalloc byte[4];
        var read = RandomAccess.Read(file, start, 0);
        return start[..read].StartsWith("#!"u8) || start[..read].SequenceEqual("\u007fELF"u8);
    }
}
