namespace Containerize.Host.Files;

/// <summary>A file that others may be reading: they see it as it was or as it is, never half.</summary>
internal static class WholeFile
{
    /// <summary>Writes beside, then renames; nothing stays beside.</summary>
    /// <param name="path">Absolute; its folder exists.</param>
    public static void Write(string path, byte[] bytes) => Write(path, bytes, $"{path}.{Path.GetRandomFileName()}.tmp");

    /// <inheritdoc cref="Write(string, byte[])"/>
    /// <param name="draft">Where it is written first; in the same folder.</param>
    public static void Write(string path, byte[] bytes, string draft)
    {
        try
        {
            File.WriteAllBytes(draft, bytes);
            File.Move(draft, path, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
