using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Containerize.Describing;

/// <summary>
/// Finds files in the publish folder that the SDK would leave there though they are not what is published: it copies only what is newer, and an
/// older version of a package has older files; packages that are made reproducibly give all of their versions one time.
/// </summary>
internal static class StaleFile
{
    private static readonly HashSet<string> Assemblies = new(StringComparer.OrdinalIgnoreCase) { ".dll", ".exe" };

    /// <summary>
    /// Whether a file might be, so that its source is worth asking for: the project's own is compared only where it is an assembly, which has a name of its
    /// own inside.
    /// </summary>
    public static bool Concerns(ComingFile coming)
        => coming.OnlyIfNewer && (coming.IsAsset || coming.Package is not null || Assemblies.Contains(Path.GetExtension(coming.RelativePath)));

    /// <param name="packageChanged">Whether the file's package may be of another version than last time.</param>
    public static bool IsStale(ComingFile coming, FileInfo there, bool packageChanged)
    {
        if (coming.Source is null
            || new FileInfo(coming.Source) is not { Exists: true } source
            || source.LastWriteTimeUtc > there.LastWriteTimeUtc)
        {
            return false;
        }

        var looksEqual = source.LastWriteTimeUtc == there.LastWriteTimeUtc && source.Length == there.Length;
        return looksEqual
            ? packageChanged && Differ(source, there)
            : Differ(source, there) && IsOtherThing(coming, source, there);
    }

    /// <summary>Not the same thing rewritten in its place, as by a target that signs or transforms what was published.</summary>
    private static bool IsOtherThing(ComingFile coming, FileInfo source, FileInfo there) => (ModuleOf(source), ModuleOf(there)) switch
    {
        ({ } one, { } other) => one != other,
        _ => coming.IsAsset || coming.Package is not null,
    };

    private static bool Differ(FileInfo one, FileInfo other)
    {
        if (one.Length != other.Length)
        {
            return true;
        }

        using var first = one.OpenRead();
        using var second = other.OpenRead();
        Span<byte> mine = stackalloc byte[4096];
        Span<byte> yours = stackalloc byte[4096];
        int read;
        do
        {
            read = first.ReadAtLeast(mine, mine.Length, throwOnEndOfStream: false);
            if (second.ReadAtLeast(yours, yours.Length, throwOnEndOfStream: false) != read || !mine[..read].SequenceEqual(yours[..read]))
            {
                return true;
            }
        }
        while (read == mine.Length);
        return false;
    }

    /// <summary>The id that the compiler gave an assembly (ECMA-335 II.22.30, Mvid); null of what is none.</summary>
    private static Guid? ModuleOf(FileInfo file)
    {
        try
        {
            using var reader = new PEReader(file.OpenRead());
            if (!reader.HasMetadata)
            {
                return null;
            }

            var metadata = reader.GetMetadataReader();
            return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
        }
        catch (BadImageFormatException)
        {
            return null;
        }
    }
}
