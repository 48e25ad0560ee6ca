using Containerize.Diagnostics;

namespace Containerize.Reporting;

/// <summary>What a publish or a plan leaves for others to read.</summary>
internal static class ReportFile
{
    /// <param name="whatItIs">For the error: <c>the plan</c>.</param>
    /// <param name="path">Absolute; its folder is made.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.ResultNotWritten"/>.</exception>
    public static void Write(string whatItIs, string path, byte[] content)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ContainerizeException(ErrorCodes.ResultNotWritten, $"Writing {whatItIs} to {path}: {Excerpt.Of(e.Message)}", e);
        }
    }
}
