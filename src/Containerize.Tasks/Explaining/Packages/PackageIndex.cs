namespace Containerize.Explaining.Packages;

/// <summary>Whose the files of an image are, by what package managers wrote into it and by where files lie.</summary>
internal sealed class PackageIndex
{
    /// <summary>Bytes. Debian's list of everything that is installed has a few MB.</summary>
    public const long LargestRecord = 32 * 1024 * 1024;

    private readonly Dictionary<string, Owned> files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> versions = new(StringComparer.Ordinal);

    /// <summary>Whether a file's content says whose others are.</summary>
    public static bool Wants(string path) => DepsFile.Is(path) || DebianList.Is(path) || DebianStatus.Is(path) || AlpineDatabase.Is(path);

    /// <param name="content">Anything may be in it.</param>
    public void Add(string path, ReadOnlySpan<byte> content)
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
        else
        {
            DebianStatus.Read(content, (name, version) => versions[name] = version);
        }
    }

    /// <summary>Says of a file whose it is, where something tells.</summary>
    public ExplainedFile Explain(ExplainedFile file)
    {
        if ((PlaceOwner.FindFramework(file.Path) ?? Find(file.Path) ?? PlaceOwner.Find(file.Path)) is not { } owned)
        {
            return file;
        }

        var version = owned.IsVersioned ? null : versions.GetValueOrDefault(owned.Name);
        return file with { Owner = version is null ? owned.Name : $"{owned.Name} {version}", Reason = owned.Kind };
    }

    /// <summary>Debian's lists name files by the folders of old, which are links by now (usrmerge).</summary>
    private Owned? Find(string path)
        => files.GetValueOrDefault(path)
            ?? (path.StartsWith("usr/", StringComparison.Ordinal) ? files.GetValueOrDefault(path["usr/".Length..]) : files.GetValueOrDefault("usr/" + path));

    private void Own(string path, Owned owned) => files[path] = owned;
}
