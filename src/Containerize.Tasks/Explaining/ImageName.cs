using Containerize.Diagnostics;
using Containerize.Oci;

namespace Containerize.Explaining;

/// <summary>Which image a report is to be of, as ContainerizeReportImage names it.</summary>
internal abstract record ImageName
{
    private const string LayoutPrefix = "oci:";

    private static readonly string[] ArchiveEndings = [".tar", ".tar.gz", ".tgz"];

    private ImageName()
    {
    }

    /// <param name="makeAbsolute">What relative paths are made absolute with.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidOption"/>.</exception>
    public static ImageName Parse(string text, Func<string, string> makeAbsolute)
    {
        if (text.StartsWith(LayoutPrefix, StringComparison.Ordinal))
        {
            return ParseLayout(text[LayoutPrefix.Length..], makeAbsolute);
        }

        if (text.StartsWith('.') || text.StartsWith('/') || ArchiveEndings.Any(ending => text.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            || File.Exists(makeAbsolute(text)))
        {
            return new Archive(makeAbsolute(text));
        }

        return ImageReference.TryParse(text, out var reference)
            ? new Registry(reference)
            : throw new ContainerizeException(
                ErrorCodes.InvalidOption,
                $"Reading ContainerizeReportImage: '{Excerpt.Of(text)}' names no image. Use registry/repository:tag or registry/repository@sha256:…, "
                    + "oci:folder or oci:folder:tag for an image layout, or the path of an archive.");
    }

    /// <summary>A tag has no separator in it, and a folder that is there is not one with a tag.</summary>
    private static Layout ParseLayout(string text, Func<string, string> makeAbsolute)
    {
        var colon = text.LastIndexOf(':');
        return colon > 1 && ImageReference.IsTag(text[(colon + 1)..]) && !Directory.Exists(makeAbsolute(text))
            ? new Layout(makeAbsolute(text[..colon]), text[(colon + 1)..])
            : new Layout(makeAbsolute(text), Tag: null);
    }

    internal sealed record Registry(ImageReference Reference) : ImageName
    {
        public override string ToString() => Reference.ToString();
    }

    /// <param name="Folder">Absolute path of an OCI image layout.</param>
    /// <param name="Tag">Null for whatever is in it.</param>
    internal sealed record Layout(string Folder, string? Tag) : ImageName
    {
        public override string ToString() => Path.GetFileName(Folder.TrimEnd('/', '\\')) + (Tag is null ? string.Empty : $":{Tag}");
    }

    /// <param name="File">Absolute path.</param>
    internal sealed record Archive(string File) : ImageName
    {
        public override string ToString() => Path.GetFileName(File);
    }
}
