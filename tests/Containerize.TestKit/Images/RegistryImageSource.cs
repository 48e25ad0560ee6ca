using System.Net;
using Containerize.TestKit.Registry;

namespace Containerize.TestKit.Images;

/// <summary>From any registry over HTTP.</summary>
/// <param name="client">With the registry as its base address, and its credentials if it wants some.</param>
public sealed class RegistryImageSource(HttpClient client, string repository) : IImageSource
{
    private static readonly string[] Types =
    [
        "application/vnd.oci.image.index.v1+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.v2+json",
    ];

    public async Task<StoredManifest?> ManifestAsync(string reference, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v2/{repository}/manifests/{reference}");
        foreach (var type in Types)
        {
            request.Headers.Accept.ParseAdd(type);
        }

        using var answer = await client.SendAsync(request, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        answer.EnsureSuccessStatusCode();
        var content = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        return new StoredManifest(answer.Content.Headers.ContentType?.MediaType ?? string.Empty, Sha256.Of(content), content);
    }

    public async Task<byte[]?> BlobAsync(string digest, CancellationToken cancellationToken)
    {
        using var answer = await client.GetAsync($"/v2/{repository}/blobs/{digest}", cancellationToken);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsByteArrayAsync(cancellationToken);
    }
}
