using Containerize.Oci;

namespace Containerize.Registries;

/// <summary>
/// What refers to an image (signatures, bills of materials, attestations), by the registry's own list or, where it keeps none, by an index under
/// a tag made of the image's digest (distribution spec, "Referrers Tag Schema").
/// </summary>
internal sealed class Referrers(RegistryRepository repository)
{
    public async Task<IReadOnlyList<Descriptor>> ListAsync(Digest subject, CancellationToken cancellationToken)
        => (await repository.GetReferrersAsync(subject, cancellationToken) ?? await UnderTagAsync(subject, cancellationToken))?.Manifests ?? [];

    /// <summary>Pushes a manifest whose <c>subject</c> is the image, and sees to it that it is listed.</summary>
    /// <param name="referrer">Descriptor of the manifest as the list is to have it: with artifact type and annotations.</param>
    public async Task AddAsync(Digest subject, Descriptor referrer, byte[] manifest, CancellationToken cancellationToken)
    {
        if (await repository.PutManifestAsync(referrer.Digest.ToString(), referrer, manifest, cancellationToken) == subject)
        {
            return;
        }

        var listed = (await UnderTagAsync(subject, cancellationToken))?.Manifests ?? [];
        if (listed.All(entry => entry.Digest != referrer.Digest))
        {
            var index = new ImageIndex(MediaTypes.OciIndex, [.. listed, referrer]).ToBytes();
            await repository.PutManifestAsync(TagOf(subject), new Descriptor(MediaTypes.OciIndex, Digest.Of(index), index.Length), index, cancellationToken);
        }
    }

    private static string TagOf(Digest subject) => subject.ToString().Replace(':', '-');

    private async Task<ImageIndex?> UnderTagAsync(Digest subject, CancellationToken cancellationToken)
        => await repository.GetManifestAsync(TagOf(subject), cancellationToken) is { } found && MediaTypes.IsIndex(found.Descriptor.MediaType)
            ? ImageIndex.Parse(found.Bytes, found.Descriptor.MediaType, $"the referrers of {repository}@{subject}")
            : null;
}
