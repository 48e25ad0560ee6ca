using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Containerize.TestKit.Images;
using Xunit;

namespace Containerize.Tests.Engine.Lab;

/// <summary>What a registry holds, asked directly.</summary>
internal sealed class RegistryContent : IDisposable
{
    private const string OciManifest = "application/vnd.oci.image.manifest.v1+json";

    private readonly HttpClient client;

    /// <param name="registry">Host and port.</param>
    public RegistryContent(string registry, bool loggedIn = false)
    {
        client = new HttpClient { BaseAddress = new Uri($"http://{registry}") };
        if (loggedIn)
        {
            client.DefaultRequestHeaders.Authorization = new("Basic", TheLab.EncodedLogin);
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <returns>None, where there is no such repository.</returns>
    public async Task<string[]> TagsAsync(string repository)
    {
        using var answer = await client.GetAsync(new Uri($"/v2/{repository}/tags/list", UriKind.Relative), Cancellation);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return [];
        }

        answer.EnsureSuccessStatusCode();
        var list = await answer.Content.ReadFromJsonAsync<JsonObject>(Cancellation);
        return [.. (list!["tags"]?.AsArray() ?? []).Select(tag => (string)tag!)];
    }

    public async Task<long> BlobSizeAsync(string repository, string digest)
    {
        using var question = new HttpRequestMessage(HttpMethod.Head, $"/v2/{repository}/blobs/{digest}");
        using var answer = await client.SendAsync(question, Cancellation);
        answer.EnsureSuccessStatusCode();
        return answer.Content.Headers.ContentLength!.Value;
    }

    public Task<PulledImage> PullAsync(string repository, string tag = "latest", string architecture = "amd64")
        => PulledImage.ReadAsync(new RegistryImageSource(client, repository), tag, architecture, Cancellation);

    /// <summary>Puts another manifest under the tag <c>latest</c>.</summary>
    public async Task ReplaceManifestAsync(string repository, Action<JsonObject> change)
    {
        var address = new Uri($"/v2/{repository}/manifests/latest", UriKind.Relative);
        using var question = new HttpRequestMessage(HttpMethod.Get, address);
        question.Headers.Accept.ParseAdd(OciManifest);
        using var answer = await client.SendAsync(question, Cancellation);
        var manifest = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>(Cancellation))!;
        change(manifest);
        using var content = new StringContent(manifest.ToJsonString(), new MediaTypeHeaderValue(OciManifest));
        (await client.PutAsync(address, content, Cancellation)).EnsureSuccessStatusCode().Dispose();
    }

    /// <summary>A request that nobody else makes.</summary>
    public async Task TouchAsync(string mark) => (await client.GetAsync(new Uri($"/v2/?{mark}", UriKind.Relative), Cancellation)).Dispose();

    public void Dispose() => client.Dispose();
}
