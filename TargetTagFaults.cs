using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Containerize.Diagnostics;
using Containerize.TestKit.Registry.Faults;
using Containerize.TestKit.Registry.Seeding;
using Containerize.Tests.Publishing;
using Shouldly;

namespace Containerize.Tests.Reliability;

/// <summary>Looking at what the target's tag leads to, and taking layers over from there.</summary>
internal static class TargetTagFaults
{
    private const string Look = "looking at the tag";
    private const string Adopt = "taking layers over from the image under the tag";

    public static IEnumerable<FaultCase> Cases { get; } =
    [
        new(Look, "403: may push, not pull", bench => bench.Registry.Faults.On("GET", At.Tag).Respond(403)) { Note = "nothing is known of the registry, all is asked for" },
        new(Look, "401, for ever", bench => bench.Registry.Faults.On("GET", At.Tag).Respond(401, Challenge)) { Fails = ErrorCodes.RegistryUnauthorized },
        new(Look, "404", bench => bench.Registry.Faults.On("GET", At.Tag).Respond(404)),
        new(Look, "500, for ever", bench => bench.Registry.Faults.On("GET", At.Tag).Respond(500)) { Hits = 3, Note = "no obstacle to writing the tag" },
        new(Look, "502, once", bench => bench.Registry.Faults.On("GET", At.Tag).Times(1).Respond(502)) { Hits = 1 },
        new(Look, "connection reset, for ever", bench => bench.Registry.Faults.On("GET", At.Tag).Reset()) { Fails = ErrorCodes.RegistryUnreachable },
        new(Look, "no answer and no end", bench => bench.Registry.Faults.On("GET", At.Tag).Hang()) { Fails = ErrorCodes.RegistryTimeout, StallLimit = TimeSpan.FromMilliseconds(300) },
        new(Look, "an HTML page with 200", bench => bench.Registry.Faults.On("GET", At.Tag).Html()) { Note = "not taken for an image" },
        new(Look, "an image whose blobs are gone", bench => LoseBlobs(bench)) { PublishedBefore = true, Note = "the refused manifest has every blob looked for and sent" },
        new(Look, "another moves the tag meanwhile", bench =>
            bench.Registry.Faults.On("HEAD", At.Blob).Times(1).Rewrite(_ => bench.Registry.PushImage(PublishBench.Repository, "latest", FakeBases.Config("amd64", null), []))) { Note = "the last to write wins, with a whole image" },
        Offer("a blob that is not there", digest: "sha256:" + new string('b', 64)),
        Offer("a blob with foreign content", blob: Gzip(Encoding.UTF8.GetBytes("something else entirely"))),
        Offer("a decompression bomb", blob: Gzip(new byte[100_000_000])),
        Offer("a blob that is no gzip", blob: Encoding.UTF8.GetBytes("no gzip")),
        Offer("a blob that says to be a gigabyte", blob: Encoding.UTF8.GetBytes("small"), size: 1_000_000_000),
    ];

    private static Dictionary<string, string> Challenge { get; } = new(StringComparer.Ordinal) { ["WWW-Authenticate"] = "Basic realm=\"x\"" };

    /// <summary>The tag leads to a copy of the earlier publish's image, whose own layers the registry does not have any more.</summary>
    private static FaultRule LoseBlobs(FaultBench bench)
    {
        var store = bench.Registry.Store;
        var earlier = store.Manifest(PublishBench.Repository, "earlier")!;
        bench.Registry.Store.PutManifest(PublishBench.Repository, "latest", earlier.MediaType, earlier.Content);
        bench.Bench.Write("Shop.dll", "an app between");
        bench.PublishAsync(definition => definition).GetAwaiter().GetResult();
        bench.Bench.Write("Shop.dll", "the app");
        foreach (var layer in JsonNode.Parse(earlier.Content)!["layers"]!.AsArray())
        {
            store.DeleteBlob(PublishBench.Repository, (string)layer!["digest"]!);
        }

        return bench.Registry.Faults.On("PUT", At.Tag).Times(1).Rewrite(_ => { });
    }

    private static FaultCase Offer(string fault, byte[]? blob = null, string? digest = null, long? size = null) => new(Adopt, fault, bench =>
    {
        // What an honest publish would have left, but that each of our layers is said to be in another blob.
        bench.PublishAsync(definition => definition).GetAwaiter().GetResult();
        var store = bench.Registry.Store;
        var manifest = JsonNode.Parse(store.Manifest(PublishBench.Repository, "latest")!.Content)!.AsObject();
        foreach (var layer in manifest["layers"]!.AsArray().Skip(2))
        {
            layer!["digest"] = digest ?? store.PutBlob(PublishBench.Repository, blob!);
            layer["size"] = size ?? blob?.Length ?? 100;
        }

        store.PutManifest(PublishBench.Repository, "latest", (string)manifest["mediaType"]!, Encoding.UTF8.GetBytes(manifest.ToJsonString()));
        bench.Bench.CacheFolder = "empty";
        return null;
    })
    {
        Note = "not used, the layer is made here",
        Check = bench => bench.LogLines.ShouldContain(line => line.Contains("not taken over", StringComparison.Ordinal) || line.Contains("not used", StringComparison.Ordinal)),
    };

    private static byte[] Gzip(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }
}
