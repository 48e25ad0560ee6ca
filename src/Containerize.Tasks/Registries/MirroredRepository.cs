using System.Collections.Concurrent;
using Containerize.Diagnostics;
using Containerize.Oci;

namespace Containerize.Registries;

/// <summary>
/// A repository to read from, through its mirrors where there are some. A mirror that does not have something, is down or refuses is passed
/// over from then on, and the registry itself is the last to be asked. What comes by digest is checked wherever it comes from.
/// </summary>
/// <param name="mirrors">In the order in which they are asked.</param>
internal sealed class MirroredRepository(RegistryRepository itself, IReadOnlyList<RegistryRepository> mirrors, IPublishLog log)
{
    private readonly ConcurrentDictionary<RegistryRepository, string> passedOver = new();

    /// <inheritdoc cref="RegistryRepository.HeadManifestAsync"/>
    public Task<Descriptor?> HeadManifestAsync(string tagOrDigest, CancellationToken cancellationToken)
        => AskAsync(repository => repository.HeadManifestAsync(tagOrDigest, cancellationToken));

    /// <inheritdoc cref="RegistryRepository.GetManifestAsync"/>
    public Task<FetchedManifest?> GetManifestAsync(string tagOrDigest, CancellationToken cancellationToken)
        => AskAsync(repository => repository.GetManifestAsync(tagOrDigest, cancellationToken));

    /// <inheritdoc cref="RegistryRepository.OpenBlobAsync"/>
    public async Task<Stream> OpenBlobAsync(Descriptor blob, string whatItIs, CancellationToken cancellationToken)
        => (await AskAsync<Stream>(async repository => await repository.OpenBlobAsync(blob, whatItIs, cancellationToken)))!;

    /// <inheritdoc cref="RegistryRepository.ReadBlobAsync"/>
    public async Task<byte[]> ReadBlobAsync(Descriptor blob, string whatItIs, CancellationToken cancellationToken)
        => (await AskAsync<byte[]>(async repository => await repository.ReadBlobAsync(blob, whatItIs, cancellationToken)))!;

    private async Task<T?> AskAsync<T>(Func<RegistryRepository, Task<T?>> ask)
        where T : class
    {
        foreach (var mirror in mirrors.Where(mirror => !passedOver.ContainsKey(mirror)))
        {
            try
            {
                if (await ask(mirror) is { } answer)
                {
                    return answer;
                }

                PassOver(mirror, "it does not have it");
            }
            catch (ContainerizeException e) when (!IsOurOwnMistake(e))
            {
                PassOver(mirror, e.Message);
            }
        }

        try
        {
            return await ask(itself);
        }
        catch (ContainerizeException e) when (mirrors.Count > 0 && !IsOurOwnMistake(e))
        {
            throw new ContainerizeException(e.Code, $"{e.Message} Asked before, in vain: {string.Join(", ", mirrors.Select(mirror => mirror.Registry))}.", e);
        }
    }

    /// <summary>A file on this machine that cannot be read is told, since the next registry would only hide it.</summary>
    private static bool IsOurOwnMistake(ContainerizeException e) => e.Code == ErrorCodes.CertificatesUnreadable;

    private void PassOver(RegistryRepository mirror, string why)
    {
        if (passedOver.TryAdd(mirror, why))
        {
            log.Detail($"The mirror {mirror} is passed over: {why}");
        }
    }
}
