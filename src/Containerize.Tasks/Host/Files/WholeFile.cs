namespace Containerize.Host.Files;

/// <summary>A file that others may be reading: they see it as it was or as it is, never half.</summary>
internal static class WholeFile
{
    /// <summary>Writes beside, then renames; nothing stays beside.</summary>
    /// <param name="path">Absolute; its folder exists.</param>
    public static void Write(string path, byte[] bytes) => Write(path, bytes, NameDraft(path));

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
            Delete(draft);
        }
    }

    /// <inheritdoc cref="Write(string, byte[])"/>
    /// <param name="write">Gets the stream of the draft.</param>
    public static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        var draft = NameDraft(path);
        try
        {
            await using (var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None, 128 * 1024, useAsync: false))
            {
                await write(file);
            }

            File.Move(draft, path, overwrite: true);
        }
        finally
        {
            Delete(draft);
        }
    }

    private static string NameDraft(string path) => $"{path}.{Path.GetRandomFileName()}.tmp";

    private static void Delete(string draft)
    {
        try
        {
            File.Delete(draft);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder never came to be, or the disk is gone; there is an error already.
        }
    }
}
