using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>Notes of which project writes which image, in a folder that lives as long as the build.</summary>
internal sealed class ClaimedNames : IDisposable
{
    private static readonly Lock Registering = new();

    private readonly string folder;

    private ClaimedNames(string folder) => this.folder = folder;

    /// <summary>Leaves a note, unless there is one.</summary>
    /// <param name="key">Fit for a file's name.</param>
    /// <returns>Whose note there is: this project's, or that of one that came earlier.</returns>
    public static string ClaimantOf(string folder, string key, string projectFile)
    {
        var path = Path.Join(folder, key);
        var draft = Path.Join(folder, Path.GetRandomFileName());
        File.WriteAllText(draft, projectFile);
        try
        {
            // Whole from the first moment, and for the first one only.
            File.Move(draft, path, overwrite: false);
            return projectFile;
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
            return File.ReadAllText(path);
        }
    }

    /// <summary>MSBuild disposes what is left with it when the build ends, in each of its processes.</summary>
    public static void ForgetAfterwards(IBuildEngine engine, string folder)
    {
        if (engine is not IBuildEngine4 keeper)
        {
            return;
        }

        var key = $"{typeof(ClaimedNames).FullName} {folder}";
        lock (Registering)
        {
            if (keeper.GetRegisteredTaskObject(key, RegisteredTaskObjectLifetime.Build) is null)
            {
                keeper.RegisterTaskObject(key, new ClaimedNames(folder), RegisteredTaskObjectLifetime.Build, allowEarlyCollection: false);
            }
        }
    }

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
