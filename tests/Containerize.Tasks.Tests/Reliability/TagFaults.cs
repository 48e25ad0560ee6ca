using Containerize.Oci;
using Containerize.TestKit.Registry.Faults;
using Containerize.Tests.Publishing;
using Shouldly;
using static Containerize.Tests.Reliability.FaultBench;

namespace Containerize.Tests.Reliability;

internal static class TagFaults
{
    private const string Where = "looking at the tag";

    public static IReadOnlyList<FaultCase> All { get; } =
    [
        new(Where, "the account may push but not pull (403)", "nothing is taken over; the image is published") { HasEarlierImage = true, Arrange = bench => bench.On("GET", Tag).Respond(403) },
        new(Where, "500 for ever", "nothing is taken over; the image is published") { HasEarlierImage = true, Arrange = bench => bench.On("GET", Tag).Respond(500) },
        new(Where, "the manifest breaks off in its middle, once", "asked again; the image is published") { HasEarlierImage = true, Arrange = bench => bench.On("GET", Tag).Times(1).Reset(50) },
        new(Where, "what is under it is no manifest", "it is replaced") { HasEarlierImage = true, Arrange = bench => bench.On("GET", Tag).Html() },
        new(Where, "the image under it has lost a blob", "the blob is sent again; the image is published")
        {
            HasEarlierImage = true,
            Arrange = bench => bench.Registry.Store.DeleteBlob(PublishBench.Repository, bench.Registry.Store.BlobDigests(PublishBench.Repository)[0]).ShouldBeTrue(),
        },
        new(Where, "an index under it names images that are not there", "it is replaced")
        {
            Arrange = bench => bench.On("GET", Tag).Times(1).Rewrite(answer =>
            {
                answer.Response.StatusCode = 200;
                answer.Response.ContentType = MediaTypes.OciIndex;
                answer.Body = System.Text.Encoding.UTF8.GetBytes($$$"""{"schemaVersion":2,"mediaType":"{{{MediaTypes.OciIndex}}}","manifests":[{"mediaType":"{{{MediaTypes.OciManifest}}}","digest":"sha256:{{{new string('a', 64)}}}","size":5,"platform":{"os":"linux","architecture":"amd64"}}]}""");
            }),
        },
    ];
}
