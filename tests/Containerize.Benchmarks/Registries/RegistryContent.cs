using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Containerize.Benchmarks.Registries;

/// <summary>The little that the benchmark itself says to a registry: put a base image there, ask what a tag names.</summary>
internal sealed class RegistryContent(string address) : IDisposable
{
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";
    private const string IndexType = "application/vnd.oci.image.index.v1+json";

    private readonly HttpClient _client = new() { BaseAddress = new Uri($"http://{address}/v2/") };

    public void Dispose() => _client.Dispose();

    /// <summary>The digest that the registry gives for a tag; null where there is no such tag.</summary>
    public async Task<string?> DigestOfAsync(string repository, string tag, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, $"{repository}/manifests/{tag}");
        string[] accepted =
        [
            ManifestType, IndexType, "application/vnd.docker.distribution.manifest.v2+json", "application/vnd.docker.distribution.manifest.list.v2+json",
        ];
        foreach (var type in accepted)
        {
            request.Headers.Accept.ParseAdd(type);
        }

        using var answer = await _client.SendAsync(request, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        answer.EnsureSuccessStatusCode();
        return answer.Headers.GetValues("Docker-Content-Digest").Single();
    }

    /// <summary>Returns the blob's descriptor.</summary>
    public async Task<JsonObject> PutBlobAsync(string repository, string mediaType, byte[] content, CancellationToken cancellationToken)
    {
        using var opened = await _client.PostAsync($"{repository}/blobs/uploads/", content: null, cancellationToken);
        opened.EnsureSuccessStatusCode();
        var descriptor = Describe(mediaType, content);
        using var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var put = await _client.PutAsync(UploadAddress(opened.Headers.Location!.OriginalString, descriptor), body, cancellationToken);
        put.EnsureSuccessStatusCode();
        return descriptor;
    }

    /// <summary>Puts a manifest or an index under a tag, or under its digest where there is none, and returns its descriptor.</summary>
    public async Task<JsonObject> PutManifestAsync(string repository, string? tag, JsonObject manifest, CancellationToken cancellationToken)
    {
        var mediaType = (string)manifest["mediaType"]!;
        var content = JsonSerializer.SerializeToUtf8Bytes(manifest);
        var descriptor = Describe(mediaType, content);
        using var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        using var put = await _client.PutAsync($"{repository}/manifests/{tag ?? (string)descriptor["digest"]!}", body, cancellationToken);
        put.EnsureSuccessStatusCode();
        return descriptor;
    }

    public static string DigestOf(ReadOnlySpan<byte> content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";

    /// <param name="location">Relative or absolute, and with a state in its query that goes back byte for byte.</param>
    private Uri UploadAddress(string location, JsonObject descriptor)
    {
        var absolute = location.StartsWith('/') ? $"http://{address}{location}" : location;
        var separator = location.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return new Uri($"{absolute}{separator}digest={descriptor["digest"]}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
    }

    private static JsonObject Describe(string mediaType, byte[] content)
        => new() { ["mediaType"] = mediaType, ["digest"] = DigestOf(content), ["size"] = content.Length };
}
