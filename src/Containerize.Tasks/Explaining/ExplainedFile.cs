namespace Containerize.Explaining;

/// <summary>A file in a layer, and the reason why it is there.</summary>
/// <param name="Path">In the image, without a slash at its start.</param>
/// <param name="Size">Bytes; 0 for a link.</param>
internal sealed record ExplainedFile(string Path, long Size)
{
    /// <summary>Whose it is: a package with its version, or the part of the app; null where nothing tells.</summary>
    public string? Owner { get; init; }

    /// <summary>Why it is in the image and in this layer; null where nothing tells but what made the layer.</summary>
    public string? Reason { get; init; }

    /// <summary>Absolute path of the bytes, of a file that is about to be published; null of one that was read from a layer.</summary>
    public string? Source { get; init; }

    /// <summary>The first half of the SHA-256 of the content; null where it was not read.</summary>
    public UInt128? Hash { get; init; }

    /// <summary>Where a symbolic link, or a second name of the same file, leads; null for a file.</summary>
    public string? LinkTarget { get; init; }

    /// <summary>Permission bits as tar has them; null where they are the usual ones.</summary>
    public int? Mode { get; init; }
}
