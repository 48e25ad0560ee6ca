namespace Containerize.Host.Files;

/// <summary>
/// One at a time, among all processes that see a file: whoever has it open alone. It ends with its process, and unlike <see cref="PathTurn"/> with whatever
/// thread the work has come to; but the file stays.
/// </summary>
internal static class FileTurn
{
    /// <summary>What .NET gives for a file that another has open alone: Windows' ERROR_SHARING_VIOLATION, and EWOULDBLOCK of Linux and of macOS.</summary>
    private static readonly int[] HeldByAnother = [unchecked((int)0x80070020), 11, 35];

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <param name="path">Absolute.</param>
    /// <param name="mode">Whether the file has to be there.</param>
    /// <exception cref="IOException">The file cannot be had, or somebody else did not come to an end.</exception>
    public static async Task<FileStream> TakeAsync(string path, FileMode mode, TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (HeldByAnother.Contains(e.HResult) && clock.GetElapsedTime(started) < patience)
            {
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
    }
}
