using System.Text;
using Containerize.Host.Files;
using Containerize.Oci;

namespace Containerize.Storage;

/// <summary>
/// What is done once among all processes that share a store: whoever comes second waits, and finds it done. Nobody relies on it: where no turn can be
/// had, or the first does not come to an end, a thing is done twice.
/// </summary>
internal sealed class StoreTurns(ContentStore store, TimeProvider clock)
{
    /// <summary>A large layer may take that long to send; who has ended without an end does not keep a turn.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <param name="what">Names what is done.</param>
    /// <returns>Ends the turn when disposed; null where there are no turns.</returns>
    public async Task<IDisposable?> TakeAsync(string what, CancellationToken cancellationToken)
    {
        var folder = Path.Join(store.Target.Root, NoteKind.Turns.Folder);
        var path = Path.Join(folder, Digest.Of(Encoding.UTF8.GetBytes(what)).Hex);
        try
        {
            Directory.CreateDirectory(folder);
            return new Turn(path, await FileTurn.TakeAsync(path, FileMode.OpenOrCreate, Patience, clock, cancellationToken));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // See the summary.
            return null;
        }
    }

    private sealed class Turn(string path, FileStream held) : IDisposable
    {
        public void Dispose()
        {
            try
            {
                // While it is held: who has opened it meanwhile gets it, and finds that everything is done.
                File.Delete(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // On Windows it cannot be while it is open; StorePruner finds it.
            }

            held.Dispose();
        }
    }
}
