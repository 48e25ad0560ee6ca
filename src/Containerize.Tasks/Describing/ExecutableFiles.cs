using System.Buffers;
using Containerize.Diagnostics;
using Containerize.Layering;

namespace Containerize.Describing;

/// <summary>
/// Tells programs from data. Mostly by what is in them, since modes on disk cannot decide alone: NuGet marks packages' files executable
/// at random, and Windows has no such mode, but the same commit must give the same image everywhere. What a container is told to start is a
/// program whatever it holds, and of files that the project brings along git keeps the mode.
/// </summary>
internal sealed class ExecutableFiles
{
    private const string AssemblyEnding = ".dll";
    private const string LibraryVersion = ".so.";
    private const int LongestStart = 256;
    private const int AnyExecute = 0b001_001_001;

    /// <summary>Rarely programs and often many, so opened only where something says that they may be.</summary>
    private static readonly HashSet<string> Data = new(StringComparer.OrdinalIgnoreCase)
    {
        ".dll", ".pdb", ".json", ".xml", ".config", ".resources", ".txt", ".md", ".yml", ".yaml", ".dat", ".pem", ".crt",
        ".css", ".js", ".map", ".html", ".cshtml", ".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".ico", ".woff", ".woff2", ".ttf",
        ".gz", ".br", ".zip", ".wasm", ".so", ".dylib", ".a", ".exe", ".dbg", ".db",
    };

    /// <summary>What compilers and the SDK write has no mode worth telling, unless the file system makes all files alike.</summary>
    private static readonly HashSet<string> Compiled = new(StringComparer.OrdinalIgnoreCase) { ".dll", ".pdb", ".exe", ".so", ".dbg", ".json" };

    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);

    private readonly HashSet<string> paths;
    private readonly HashSet<string> started;
    private readonly bool modesCount;
    private readonly bool onlyModes;
    private readonly List<string> windowsScripts = [];

    public ExecutableFiles(ImageDefinition definition, IReadOnlyCollection<FoundFile> found)
    {
        paths = found.Select(file => file.RelativePath).ToHashSet(StringComparer.Ordinal);
        started = StartedFiles.Find(definition).ToHashSet(StringComparer.Ordinal);
        modesCount = !OperatingSystem.IsWindows()
            && !(definition.ProjectFile is { } project && File.Exists(project) && MayRun(new FileInfo(project)))
            && !found.Any(file => definition.App is null && Compiled.Contains(Path.GetExtension(file.RelativePath))
                && definition.Provenance.OriginOf(file.RelativePath) is FileOrigin.App
                && MayRun(file.Content));
        // A builder that copies them has no other way to tell.
        onlyModes = modesCount && definition.App is not null;
    }

    public bool Contains(FoundFile file, FileOrigin origin)
    {
        var path = file.RelativePath;
        if (onlyModes)
        {
            return started.Contains(path) || ((int)file.Content.UnixFileMode & AnyExecute) != 0;
        }

        return HoldsProgram(file) || started.Contains(path) || (modesCount && IsProjects(path, origin) && MayRun(file.Content));
    }

    /// <summary>Scripts that no Linux starts, though they look as if it could.</summary>
    public void Warn(IPublishLog log)
    {
        if (windowsScripts.Count > 0)
        {
            var others = windowsScripts.Count > 1 ? $" and {Counted.Of(windowsScripts.Count - 1, "other")}" : string.Empty;
            log.Warn(
                ErrorCodes.WindowsScript,
                $"Reading the publish output: {windowsScripts[0]}{others} begins with #! but has a byte order mark or Windows line ends, and Linux does "
                    + "not find its interpreter. Save it as UTF-8 without a mark and with line feeds; in git, '*.sh text eol=lf' in .gitattributes "
                    + "keeps it so.");
        }
    }

    private static bool IsProjects(string path, FileOrigin origin)
        => origin is FileOrigin.Content or FileOrigin.Vendor or FileOrigin.App && !Compiled.Contains(Path.GetExtension(path));

    /// <summary>Whoever may read it may run it. NuGet gives its files a mode that lets the owner alone.</summary>
    private static bool MayRun(FileInfo file)
    {
        var mode = (int)file.UnixFileMode;
        const int Owner = (int)UnixFileMode.UserExecute;
        const int Execute = 0b001_001_001;
        return (mode & Owner) != 0 && ((mode >> 2) & Execute & ~mode) == 0;
    }

    /// <summary>Whether a file that comes from elsewhere than the publish folder is a program, by what is in it.</summary>
    public static bool LooksLikeProgram(FileInfo file)
    {
        Span<byte> start = stackalloc byte[LongestStart];
        return !IsData(file.Name) && ReadStart(file, start) is var text && (text.StartsWith("#!"u8) || text.StartsWith("\u007fELF"u8));
    }

    /// <summary>A script with an interpreter line, or an ELF file that is no shared library.</summary>
    private bool HoldsProgram(FoundFile file)
    {
        var path = file.RelativePath;
        var name = path[(path.LastIndexOf('/') + 1)..];
        // A program that starts an assembly has its name without the ending, and that may look like any other ending.
        if (IsData(name) && !(paths.Contains(path + AssemblyEnding) && !name.Contains(LibraryVersion, StringComparison.Ordinal)))
        {
            return false;
        }

        Span<byte> buffer = stackalloc byte[LongestStart];
        ReadOnlySpan<byte> start = ReadStart(file.Content, buffer);
        var hasMark = start.StartsWith("\uFEFF"u8);
        var text = hasMark ? start[3..] : start;
        if (!text.StartsWith("#!"u8))
        {
            return start.StartsWith("\u007fELF"u8);
        }

        if (hasMark || (text.IndexOfAny(LineEnds) is var end and >= 0 && text[end] == (byte)'\r'))
        {
            windowsScripts.Add(path);
        }

        return true;
    }

    private static bool IsData(string name) => Data.Contains(Path.GetExtension(name)) || name.Contains(LibraryVersion, StringComparison.Ordinal);

    private static ReadOnlySpan<byte> ReadStart(FileInfo file, Span<byte> buffer)
    {
        using var content = File.OpenHandle(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read);
        return buffer[..RandomAccess.Read(content, buffer, 0)];
    }
}
