namespace Containerize.Explaining.Packages;

/// <summary>Whose the files of an image are, by what package managers wrote into its layers and by where files lie.</summary>
internal sealed class PackageIndex
{
    private readonly Dictionary<string, Owned> files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> versions = new(StringComparer.Ordinal);

    /// <summary>Of the layers in their order, lowest first: what a higher one says holds.</summary>
    public void Learn(PackageFacts facts)
    {
        foreach (var (path, owned) in facts.Files)
        {
            files[path] = owned;
        }

        foreach (var (name, version) in facts.Versions)
        {
            versions[name] = version;
        }
    }

    /// <summary>Says of a file whose it is, where something tells and nobody has said it.</summary>
    public ExplainedFile Explain(ExplainedFile file)
    {
        if (file.Owner is not null || (PlaceOwner.FindFramework(file.Path) ?? Find(file.Path) ?? PlaceOwner.Find(file.Path)) is not { } owned)
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
}
