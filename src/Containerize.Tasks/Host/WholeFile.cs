namespace Containerize.Host;

/// <summary>A file that others may be reading: they see it as it was or as it is, never half.</summary>
internal static class WholeFile
{
    /// <summary>Writes beside, then renames; nothing stays beside.</summary>
    /// <param name="path">Absolute; its folder exists.</param>
    public static void Write(string path, byte[] bytes)
    {
        var draft = $"{path}.{Path.GetRandomFileName()}.tmp";
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
