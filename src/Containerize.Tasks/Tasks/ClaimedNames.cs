using System.Text;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>Notes of which project writes which image, in a folder that lives as long as the build.</summary>
/// <param name="folder">Absolute path; deleted in the end.</param>
internal sealed class ClaimedNames(string folder) : IDisposable
{
    /// <summary>Says that a note is whole.</summary>
    private const char End = '\n';

    private const int Looks = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Leaves a note, unless there is one.</summary>
    /// <param name="key">Fit for a file's name.</param>
    /// <returns>Whose note there is: this project's, or that of one that came earlier.</returns>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    public static async Task<string> FindClaimantAsync(string folder, string key, string projectFile, CancellationToken cancellationToken)
    {
        var path = Path.Join(folder, key);
        try
        {
            // The file system lets one create it. To move a whole file here would not: .NET looks first whether there is one, and moves then.
            await using var note = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
            note.Write(Encoding.UTF8.GetBytes(projectFile + End));
            return projectFile;
        }
        catch (IOException) when (File.Exists(path))
        {
            return await ReadAsync(path, cancellationToken);
        }
    }

    /// <summary>Whoever created the note may be about to write it.</summary>
    private static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Looks; i++)
        {
            try
            {
                using var note = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite), Encoding.UTF8);
                if (await note.ReadToEndAsync(cancellationToken) is [.. var project, End])
                {
                    return project;
                }
            }
            catch (IOException) when (File.Exists(path))
            {
                // It is being written.
            }

            await Task.Delay(Pause, cancellationToken);
        }

        throw new IOException($"{path} was begun and not written");
    }

    /// <summary>MSBuild disposes what is left with it when the build ends, in each of its processes.</summary>
    public static void ForgetAfterwards(IBuildEngine engine, string folder) => BuildObjects.Keep(engine, folder, () => new ClaimedNames(folder));

    public void Dispose()
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another process of the build was quicker, or the system clears it away in its time.
        }
    }
}
