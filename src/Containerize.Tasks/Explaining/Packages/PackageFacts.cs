namespace Containerize.Explaining.Packages;

/// <summary>What package managers wrote into one layer: whose files are, also files of other layers.</summary>
internal sealed class PackageFacts
{
    /// <summary>Bytes. Debian's list of everything that is installed has a few MB.</summary>
    public const long LargestRecord = 32 * 1024 * 1024;

    /// <summary>By their paths.</summary>
    public Dictionary<string, Owned> Files { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Of packages whose lists of files do not name it.</summary>
    public Dictionary<string, string> Versions { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Whether a file's content says whose others are.</summary>
    public static bool IsIn(string path)
        => DepsFile.Is(path) || DebianList.Is(path) || DebianStatus.Is(path) || AlpineDatabase.Is(path)
            || ChiselManifest.Is(path);

    /// <param name="content">Anything may be in it.</param>
    public void Read(string path, ReadOnlySpan<byte> content)
    {
        if (DepsFile.Is(path))
        {
            DepsFile.Read(path, content, Own);
        }
        else if (DebianList.Is(path))
        {
            DebianList.Read(path, content, (file, name) => Own(file, new Owned(name, "Debian package", IsVersioned: false)));
        }
        else if (AlpineDatabase.Is(path))
        {
            AlpineDatabase.Read(content, (file, name, version) => Own(file, new Owned($"{name} {version}", "Alpine package", IsVersioned: true)));
        }
        else if (ChiselManifest.Is(path))
        {
            ChiselManifest.Read(
                content, (file, name) => Own(file, new Owned(name, "Ubuntu package", IsVersioned: false)), (name, version) => Versions[name] = version);
        }
        else
        {
            DebianStatus.Read(content, (name, version) => Versions[name] = version);
        }
    }

    private void Own(string path, Owned owned) => Files[path] = owned;
}
