using System.Text;
using System.Text.Json.Nodes;
using Containerize.TestKit.Registry;

namespace Containerize.TestKit.Images;

/// <summary>
/// The one image of an unpacked <c>docker save</c> of before Docker 25: a configuration and tars, and no manifest, so one is made up. A layer
/// goes by its diffID, which of an uncompressed layer is the digest.
/// </summary>
public sealed class SavedImageSource : IImageSource
{
    private const string Config = "sha256:config";

    private readonly Dictionary<string, string> files = new(StringComparer.Ordinal);
    private readonly byte[] manifest;

    /// <param name="folder">Absolute path.</param>
    public SavedImageSource(string folder)
    {
        var saved = JsonNode.Parse(File.ReadAllBytes(Path.Join(folder, "manifest.json")))!.AsArray().Single()!;
        files[Config] = Path.Join(folder, (string)saved["Config"]!);
        var layers = new JsonArray();
        var diffIds = JsonNode.Parse(File.ReadAllBytes(files[Config]))!["rootfs"]!["diff_ids"]!.AsArray();
        foreach (var (diffId, path) in diffIds.Zip(saved["Layers"]!.AsArray(), (diffId, path) => ((string)diffId!, (string)path!)))
        {
            files[diffId] = Path.Join(folder, path);
            layers.Add(new JsonObject { ["mediaType"] = "application/vnd.oci.image.layer.v1.tar", ["digest"] = diffId });
        }

        manifest = Encoding.UTF8.GetBytes(new JsonObject { ["config"] = new JsonObject { ["digest"] = Config }, ["layers"] = layers }.ToJsonString());
    }

    public Task<StoredManifest?> ManifestAsync(string reference, CancellationToken cancellationToken)
        => Task.FromResult<StoredManifest?>(new StoredManifest("application/vnd.oci.image.manifest.v1+json", Sha256.Of(manifest), manifest));

    public async Task<byte[]?> BlobAsync(string digest, CancellationToken cancellationToken)
        => files.TryGetValue(digest, out var file) ? await File.ReadAllBytesAsync(file, cancellationToken) : null;
}
