using System.Globalization;
using System.Text;
using Containerize.Diagnostics;
using Containerize.Oci;
using Containerize.TestKit.Registry.Faults;
using Containerize.TestKit.Registry.Seeding;
using Shouldly;
using static Containerize.Tests.Reliability.FaultBench;

namespace Containerize.Tests.Reliability;

internal static class BaseImageFaults
{
    private const string Where = "reading the base image";

    public static IReadOnlyList<FaultCase> All { get; } =
    [
        .. new[] { 408, 429, 500, 502, 503, 504 }.Select(status => new FaultCase(Where, $"{status}, twice", "asked a third time; the image is published")
        {
            Arrange = bench => bench.On("HEAD", Base).Times(2).Respond(status),
            Check = bench => bench.Count("HEAD", Base).ShouldBe(3),
        }),
        new(Where, "503 with Retry-After in seconds", "the wish is honoured, up to a limit; the image is published")
        {
            Arrange = bench => bench.On("HEAD", Base).Times(1).Respond(503, Header("Retry-After", "7200")),
        },
        new(Where, "503 with Retry-After as a date", "the wish is honoured, up to a limit; the image is published")
        {
            Arrange = bench => bench.On("HEAD", Base).Times(1).Respond(503, Header("Retry-After", DateTimeOffset.UtcNow.AddHours(1).ToString("r", CultureInfo.InvariantCulture))),
        },
        new(Where, "503 for ever", "given up after a bounded number of attempts", ErrorCodes.RegistryAnswer)
        {
            Arrange = bench => bench.On("*", Base).Respond(503),
            Check = bench => bench.Count("HEAD", Base).ShouldBe(3),
        },
        new(Where, "the connection breaks once", "asked again; the image is published") { Arrange = bench => bench.On("GET", Base).Times(1).Reset() },
        new(Where, "the connection breaks every time", "given up after a bounded number of attempts", ErrorCodes.RegistryUnreachable) { Arrange = bench => bench.On("*", Base).Reset() },
        new(Where, "a manifest breaks off in its middle, once", "asked again; the image is published") { Arrange = bench => bench.On("GET", Base).Times(1).Reset(100) },
        new(Where, "a manifest breaks off in its middle every time", "given up after a bounded number of attempts", ErrorCodes.RegistryUnreachable) { Arrange = bench => bench.On("GET", Base).Reset(100) },
        new(Where, "the configuration breaks off in its middle, once", "asked again; the image is published") { Arrange = bench => bench.On("GET", BaseBlobs).Times(1).Reset(100) },
        new(Where, "no answer comes", "ended after the limit on silence", ErrorCodes.RegistryTimeout) { Arrange = bench => bench.On("GET", Base).Hang() },
        new(Where, "one byte of a manifest, then silence", "ended after the limit on silence", ErrorCodes.RegistryTimeout) { Arrange = bench => bench.On("GET", Base).OneByteThenSilence() },
        new(Where, "one byte of the configuration, then silence", "ended after the limit on silence", ErrorCodes.RegistryTimeout) { Arrange = bench => bench.On("GET", BaseBlobs).OneByteThenSilence() },
        new(Where, "answers are slow, but come", "waited for; the image is published") { Arrange = bench => bench.On("*", Base).Delay(TimeSpan.FromMilliseconds(150)) },
        new(Where, "a manifest drips in, longer in all than the limit on silence", "waited for; the image is published") { Arrange = bench => bench.On("GET", Base).Drip(60, TimeSpan.FromMilliseconds(60)) },
        new(Where, "403, whose text stops after a byte", "the status is told without the text", ErrorCodes.RegistryDenied)
        {
            Arrange = bench =>
            {
                bench.On("HEAD", Base).Respond(404);
                bench.On("GET", Base).OneByteThenSilence();
                bench.On("GET", Base).Respond(403, body: "no such luck");
            },
        },
        new(Where, "a body is compressed unasked (Content-Encoding: gzip)", "not unpacked, and so not used", ErrorCodes.DigestMismatch)
        {
            Arrange = bench => bench.On("GET", Base).Rewrite(answer =>
            {
                using var packed = new MemoryStream();
                using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
                {
                    gzip.Write(answer.Body);
                }

                answer.Response.Headers.ContentEncoding = "gzip";
                answer.Body = packed.ToArray();
            }),
        },
        new(Where, "a layer names another place to get it from (urls of a foreign layer)", "nobody is asked there; the image is published")
        {
            Arrange = bench =>
            {
                var index = System.Text.Json.Nodes.JsonNode.Parse(bench.Registry.Store.Manifest("dotnet/aspnet", "10.0")!.Content)!;
                var amd64 = bench.Registry.Store.Manifest("dotnet/aspnet", (string)index["manifests"]![0]!["digest"]!)!;
                var manifest = System.Text.Json.Nodes.JsonNode.Parse(amd64.Content)!;
                manifest["layers"]![0]!["urls"] = new System.Text.Json.Nodes.JsonArray(new Uri(bench.Elsewhere.Url, "/layer").AbsoluteUri);
                Replace(bench, manifest.ToJsonString());
            },
            Check = bench => bench.Elsewhere.Requests.All.ShouldBeEmpty(),
        },
        new(Where, "the tag is not there", "the error names it", ErrorCodes.BaseImageMissing) { Arrange = bench => bench.On("*", Base).Respond(404) },
        new(Where, "the index has no image for the platform", "the error says which it has", ErrorCodes.BaseImagePlatformMissing)
        {
            Arrange = bench => bench.Registry.PushIndex("dotnet/aspnet", "10.0", ("linux/s390x", bench.Registry.PushImage("dotnet/aspnet", null, FakeBases.Config("s390x", null), FakeBases.Layers("s390x")))),
        },
        new(Where, "the index names a manifest that is not there", "the error names the digest", ErrorCodes.BaseImageUnusable)
        {
            Arrange = bench =>
            {
                foreach (var manifest in bench.Registry.Store.Manifests("dotnet/aspnet").Where(stored => !MediaTypes.IsIndex(stored.MediaType)).ToArray())
                {
                    bench.Registry.Store.DeleteManifest("dotnet/aspnet", manifest.Digest);
                }
            },
        },
        new(Where, "a manifest has one wrong bit", "not used", ErrorCodes.DigestMismatch) { Arrange = bench => bench.On("GET", Base).CorruptBody() },
        new(Where, "a manifest is cut short", "not used", ErrorCodes.DigestMismatch) { Arrange = bench => bench.On("GET", Base).Truncate(100) },
        new(Where, "a page of HTML with status 200 (a login page of some proxy)", "not used", ErrorCodes.DigestMismatch) { Arrange = bench => bench.On("GET", Base).Html() },
        new(Where, "the digest in the header is wrong", "what the digest names is asked for, and is not there", ErrorCodes.BaseImageMissing) { Arrange = bench => bench.On("HEAD", Base).WrongDigestHeader() },
        new(Where, "HEAD tells no digest", "the manifest is read by its tag; the image is published")
        {
            Arrange = bench => bench.On("HEAD", Base).Rewrite(answer => answer.Response.Headers.Remove("Docker-Content-Digest")),
        },
        new(Where, "a manifest is larger than the specification's 4 MiB", "not read", ErrorCodes.AnswerTooLarge)
        {
            Arrange = bench => bench.On("GET", Base).Rewrite(answer => answer.Body = new byte[5 * 1024 * 1024]),
        },
        new(Where, "the manifest is an artifact's, no image's", "the error says so", ErrorCodes.BaseImageUnusable)
        {
            Arrange = bench => Replace(bench, """{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","artifactType":"application/spdx+json","config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2},"layers":[]}"""),
        },
        new(Where, "what calls itself an index is a manifest", "refused", ErrorCodes.RegistryAnswer)
        {
            Arrange = bench => bench.Registry.Store.PutManifest(
                "dotnet/aspnet", "10.0", MediaTypes.OciManifest, bench.Registry.Store.Manifest("dotnet/aspnet", "10.0")!.Content),
        },
        new(Where, "the configuration has one wrong bit", "not used", ErrorCodes.DigestMismatch) { Arrange = bench => bench.On("GET", BaseBlobs).CorruptBody() },
        new(Where, "the configuration is longer than announced", "not used", ErrorCodes.DigestMismatch)
        {
            Arrange = bench => bench.On("GET", BaseBlobs).Rewrite(answer => answer.Body = [.. answer.Body, .. new byte[1000]]),
        },
        new(Where, "reads are sent to another host (307)", "followed, without credentials; the image is published")
        {
            HasLogin = true,
            Arrange = bench =>
            {
                bench.Elsewhere.PushBase("dotnet/aspnet", "10.0");
                bench.On("GET", BaseBlobs).Rewrite(answer =>
                {
                    answer.Response.StatusCode = 307;
                    answer.Response.Headers.Location = new Uri(bench.Elsewhere.Url, answer.Response.HttpContext.Request.Path).AbsoluteUri;
                    answer.Body = [];
                });
            },
            Check = bench => bench.Elsewhere.Requests.All.ShouldNotBeEmpty(),
        },
        new(Where, "reads are sent in circles", "not followed for ever", ErrorCodes.RegistryAnswer)
        {
            Arrange = bench => bench.On("GET", BaseBlobs).Rewrite(answer =>
            {
                answer.Response.StatusCode = 302;
                answer.Response.Headers.Location = answer.Response.HttpContext.Request.Path.Value;
                answer.Body = [];
            }),
            Check = bench => bench.Count("GET", BaseBlobs).ShouldBeLessThan(10),
        },
        new(Where, "the registry wants a login and there is none", "the error says how to log in", ErrorCodes.RegistryUnauthorized) { Arrange = bench => bench.On("*", Base).Respond(401) },
        new(Where, "the account may not read it (403)", "the error says so", ErrorCodes.RegistryDenied) { Arrange = bench => bench.On("*", Base).Respond(403) },
    ];

    private static void Replace(FaultBench bench, string manifest)
        => bench.Registry.Store.PutManifest("dotnet/aspnet", "10.0", MediaTypes.OciManifest, Encoding.UTF8.GetBytes(manifest));
}
