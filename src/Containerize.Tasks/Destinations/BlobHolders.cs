using System.Text;
using Containerize.Images;
using Containerize.Oci;
using Containerize.Registries;
using Containerize.Storage;

namespace Containerize.Destinations;

/// <summary>
/// Which repository of a registry was seen to have a blob, so that the next one mounts it and is not sent it: services of a solution have many layers in
/// common. It is remembered of one registry and one user, and may be out of date; the registry decides, and what it does not grant is sent.
/// </summary>
/// <param name="repository">The one that blobs are wanted in.</param>
internal sealed class BlobHolders(ContentStore store, RegistryRepository repository, TimeProvider clock)
{
    private readonly StoreTurns turns = new(store, clock);

    // Not before it is used: who pushes is known once the registry has asked.
    private NoteKind Kind => NoteKind.Holders.Within(NameOf($"{repository.Registry}\n{repository.Login}"));

    /// <summary>Null where none is known, or one that a mount from is not worth trying.</summary>
    public string? Find(Digest blob)
        => Read(blob) is { } holder && ImageReference.IsRepository(holder) && repository.MayMountFrom(holder) ? holder : null;

    /// <summary>The repository has it, and another one may have it too.</summary>
    public void Add(Digest blob)
    {
        if (Read(blob) is null)
        {
            Set(blob);
        }
    }

    /// <summary>The repository has it, and what was remembered has not been of use.</summary>
    public void Set(Digest blob) => store.TryWriteNote(Kind, blob.Hex, repository.Name);

    /// <summary>Waits until nobody else on this machine sends the blob to that registry.</summary>
    public Task<IDisposable?> AwaitSendersAsync(ImageBlob blob, CancellationToken cancellationToken)
        => turns.TakeAsync($"{repository.Registry} {blob.Descriptor.Digest}", cancellationToken);

    private string? Read(Digest blob) => store.ReadNote(Kind, blob.Hex);

    private static string NameOf(string text) => Digest.Of(Encoding.UTF8.GetBytes(text)).Hex;
}
