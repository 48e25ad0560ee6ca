using System.Text;
using System.Text.Json.Nodes;
using Containerize.Diagnostics;
using Containerize.TestKit.Registry.Faults;
using Containerize.TestKit.Registry.Seeding;
using Shouldly;

namespace Containerize.Tests.Reliability;

/// <summary>Base images that are well signed by their digests, and strange.</summary>
internal static class HostileBaseFaults
{
    private const string Where = "a strange base image";
    private const string Manifest = "application/vnd.oci.image.manifest.v1+json";

    public static IEnumerable<FaultCase> Cases { get; } =
    [
        Index("an index without the platform", index => index["manifests"]!.AsArray().RemoveAt(0)) with { Fails = ErrorCodes.BaseImagePlatformMissing },
        Index("an index of attestations alone", index => index["manifests"] = new JsonArray(Attestation())) with { Fails = ErrorCodes.BaseImagePlatformMissing },
        Index("attestations before the images in the index", index => index["manifests"]!.AsArray().Insert(0, Attestation())) with { Note = "passed over" },
        Index("an empty index", index => index["manifests"] = new JsonArray()) with { Fails = ErrorCodes.BaseImagePlatformMissing },
        Index("an index that calls itself a manifest", index => index["mediaType"] = Manifest) with { Fails = ErrorCodes.RegistryAnswer },
        Index("an index whose entry has a negative size", index => index["manifests"]![0]!["size"] = -1) with { Fails = ErrorCodes.RegistryAnswer },
        Index("an index whose entry has a digest that is a path", index => index["manifests"]![0]!["digest"] = "../../../etc/passwd") with { Fails = ErrorCodes.RegistryAnswer },
        Index("an entry for the platform that leads to the image of another", index => index["manifests"]![0]!["digest"] = (string)index["manifests"]![1]!["digest"]!) with { Fails = ErrorCodes.BaseImagePlatformMissing },
        Index("an index with a name twice, which can be read two ways", _ => { }, text => text[..^1] + ",\"manifests\":[]}") with { Fails = ErrorCodes.RegistryAnswer },
        Index("JSON nested a thousand deep", _ => { }, text => text[..^1] + ",\"x\":" + new string('[', 1000) + new string(']', 1000) + "}") with { Fails = ErrorCodes.RegistryAnswer },
        Image("a manifest of Docker's first schema", manifest => manifest["mediaType"] = "application/vnd.docker.distribution.manifest.v1+prettyjws") with { Fails = ErrorCodes.BaseImageMissing },
        Image("an artifact in place of an image", manifest => manifest["config"]!["mediaType"] = "application/vnd.cncf.helm.config.v1+json") with { Fails = ErrorCodes.BaseImageUnusable },
        Image("a manifest without layers where its configuration has some", manifest => manifest["layers"] = new JsonArray()) with { Fails = ErrorCodes.BaseImageUnusable },
        Image("a configuration that says to be 17 MiB", manifest => manifest["config"]!["size"] = 17 * 1024 * 1024) with { Fails = ErrorCodes.AnswerTooLarge },
        Image("a configuration of another length than announced", manifest => manifest["config"]!["size"] = 17) with { Fails = ErrorCodes.DigestMismatch },
        Image("a configuration under sha512", manifest => manifest["config"]!["digest"] = "sha512:" + new string('a', 128)) with { Fails = ErrorCodes.RegistryAnswer },
        new(Where, "a layer with `urls` at another host", bench =>
        {
            bench.ReplaceBase(manifest =>
            {
                manifest["layers"]![0]!["urls"] = new JsonArray($"{bench.Other.Url}stolen");
                return manifest;
            });
            return null;
        })
        {
            Note = "the address is never asked, the layer comes from the registry",
            Check = bench => bench.Other.Requests.All.ShouldBeEmpty(),
        },
        new(Where, "manifest and index confused: an index served as a manifest", bench => bench.Registry.Faults.On("*", At.BaseTag).Rewrite(answer => answer.Response.ContentType = Manifest)) { Fails = ErrorCodes.RegistryAnswer },
        new(Where, "the tag moves between the question and the reading", bench =>
            bench.Registry.Faults.On("HEAD", At.BaseTag).Rewrite(_ => bench.Registry.PushBase("dotnet/aspnet", "10.0", docker: true))) { Note = "what the tag led to when it was asked is used throughout" },
    ];

    private static FaultCase Index(string fault, Action<JsonObject> change, Func<string, string>? changeText = null) => new(Where, fault, bench =>
    {
        bench.ReplaceIndex(change);
        if (changeText is not null)
        {
            var stored = bench.Registry.Store.Manifest("dotnet/aspnet", "10.0")!;
            bench.Registry.Store.PutManifest("dotnet/aspnet", "10.0", stored.MediaType, Encoding.UTF8.GetBytes(changeText(Encoding.UTF8.GetString(stored.Content))));
        }

        return null;
    });

    private static FaultCase Image(string fault, Action<JsonObject> change) => new(Where, fault, bench =>
    {
        bench.ReplaceBase(manifest =>
        {
            change(manifest);
            return manifest;
        });
        return null;
    });

    private static JsonObject Attestation() => new()
    {
        ["mediaType"] = Manifest,
        ["digest"] = "sha256:" + new string('a', 64),
        ["size"] = 500,
        ["platform"] = new JsonObject { ["architecture"] = "unknown", ["os"] = "unknown" },
        ["annotations"] = new JsonObject { ["vnd.docker.reference.type"] = "attestation-manifest" },
    };
}
