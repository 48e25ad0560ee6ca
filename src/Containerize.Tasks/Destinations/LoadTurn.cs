namespace Containerize.Destinations;

/// <summary>
/// Projects of one build load into an engine at once. Of those that lack the same base one gives it, and the others wait and find it there. Whoever
/// has the file open alone has the turn, so it ends with the process; it only saves work, so nobody waits for long.
/// </summary>
internal static class LoadTurn
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <param name="path">Of a file that comes to be.</param>
    /// <returns>Null where the file cannot be had, or another has the turn for too long.</returns>
    public static async Task<IDisposable?> TakeAsync(string path, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; waited < Patience; waited += Pause)
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(Pause, cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }

        return null;
    }
}
