namespace Containerize.Describing;

/// <summary>A file of ours below obj that goes into an image. Written only if its bytes change, so that an unchanged one is known by its time.</summary>
internal static class IntermediateFile
{
    /// <param name="path">Absolute.</param>
    public static FileInfo Write(string path, byte[] bytes)
    {
        var file = new FileInfo(path);
        if (!file.Exists || !File.ReadAllBytes(file.FullName).AsSpan().SequenceEqual(bytes))
        {
            file.Directory!.Create();
            File.WriteAllBytes(file.FullName, bytes);
            file.Refresh();
        }

        return file;
    }
}
