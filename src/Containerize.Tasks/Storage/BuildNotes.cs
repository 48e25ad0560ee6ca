using System.Text;
using Containerize.Host.Files;
using Containerize.Oci;

namespace Containerize.Storage;

/// <summary>
/// What publishes of one build find out once for all of them, in however many processes they run: short texts in a folder that lives as long as the build.
/// </summary>
/// <param name="folder">Absolute path; one of no other build.</param>
internal sealed class BuildNotes(string folder, TimeProvider clock)
{
    /// <summary>Whoever finds out may have to ask more than once; after that, others do not rely on it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>What was found out, or is now: who wants to know meanwhile waits.</summary>
    /// <param name="what">Names the question.</param>
    /// <param name="findAsync">Gives null for what is nobody else's answer. What it throws is its caller's alone, and the next one asks again.</param>
    public async Task<string?> FindOnceAsync(string what, Func<Task<string?>> findAsync, CancellationToken cancellationToken)
    {
        var path = Path.Join(folder, Digest.Of(Encoding.UTF8.GetBytes(what)).Hex);
        if (Read(path) is { } known)
        {
            return known;
        }

        using var turn = await TakeTurnAsync(path, cancellationToken);
        if (turn is null)
        {
            return await findAsync();
        }

        if (Read(path) is { } meanwhile)
        {
            return meanwhile;
        }

        var found = await findAsync();
        if (found is not null)
        {
            TryWrite(path, found);
        }

        return found;
    }

    private async Task<FileStream?> TakeTurnAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return await FileTurn.TakeAsync(path + ".turn", FileMode.OpenOrCreate, Patience, clock, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Each finds out by itself then.
            return null;
        }
    }

    private static string? Read(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void TryWrite(string path, string text)
    {
        try
        {
            WholeFile.Write(path, Encoding.UTF8.GetBytes(text));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next one finds out again.
        }
    }
}
