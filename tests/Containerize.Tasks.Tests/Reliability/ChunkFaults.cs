using Containerize.Diagnostics;
using Containerize.TestKit.Registry.Faults;
using Shouldly;
using static Containerize.Tests.Reliability.FaultBench;
using KitOptions = Containerize.TestKit.Registry.RegistryOptions;

namespace Containerize.Tests.Reliability;

internal static class ChunkFaults
{
    private const string Where = "sending a large blob";

    private static readonly KitOptions Limited = new() { LargestBlobRequest = 70_000 };

    public static IReadOnlyList<FaultCase> All { get; } =
    [
        new(Where, "a proxy limits request bodies (413)", "sent in chunks, whose size is found by halving; the image is published")
        {
            Registry = Limited,
            Arrange = Enlarge,
            Check = bench => bench.Registry.Requests.Of("PATCH", Uploads).ShouldNotBeEmpty(),
        },
        new(Where, "413 for every size", "given up at 64 KiB", ErrorCodes.RegistryAnswer) { Registry = Limited with { LargestBlobRequest = 100 }, Arrange = Enlarge },
        new(Where, "416 for the whole", "sent in chunks; the image is published")
        {
            Arrange = bench => bench.On("PUT", Uploads).Times(1).Respond(416),
            Check = bench => bench.Registry.Requests.Of("PATCH", Uploads).ShouldNotBeEmpty(),
        },
        .. new[] { 429, 500, 503, 416 }.Select(status => new FaultCase(Where, $"{status} for a chunk, once", "sent again from where the registry stands; the image is published")
        {
            Registry = Limited,
            Arrange = bench =>
            {
                Enlarge(bench);
                bench.On("PATCH", Uploads).After(2).Times(1).Respond(status);
            },
        }),
        new(Where, "the connection breaks in a chunk", "the session is lost, a new one begun; the image is published")
        {
            Registry = Limited,
            Arrange = bench =>
            {
                Enlarge(bench);
                bench.On("PATCH", Uploads).After(2).Times(1).Reset(1000);
            },
        },
        new(Where, "every body over a limit that nobody tells of is answered by a reset", "sent in chunks, shorter ones if those are reset too; the image is published")
        {
            Arrange = bench =>
            {
                Enlarge(bench);
                bench.On("*", Uploads).ResetOver(100_000);
            },
            Check = bench => bench.Registry.Requests.Of("PATCH", Uploads).ShouldNotBeEmpty(),
        },
        new(Where, "every body over a limit falls into silence", "sent in chunks after the limit on silence; the image is published")
        {
            Arrange = bench =>
            {
                Enlarge(bench);
                bench.On("*", Uploads).HangOver(100_000);
            },
            Check = bench => bench.Registry.Requests.Of("PATCH", Uploads).ShouldNotBeEmpty(),
        },
        new(Where, "the connection breaks for bodies of every length", "given up at 64 KiB; the error speaks of a limit on the way", ErrorCodes.RegistryUnreachable)
        {
            HasEarlierImage = true,
            Arrange = bench =>
            {
                Enlarge(bench);
                bench.On("*", Uploads).ResetOver(100);
            },
        },
        new(Where, "the registry says it has less than was sent", "given up where that goes on", ErrorCodes.RegistryAnswer)
        {
            HasEarlierImage = true,
            Registry = Limited,
            Arrange = bench =>
            {
                Enlarge(bench);
                bench.On("PATCH", Uploads).Rewrite(answer => answer.Response.Headers["Range"] = "0-9");
            },
        },
        new(Where, "chunks have a least length", "kept by all but the last; the image is published")
        {
            Registry = new KitOptions { MinimumChunk = 50_000 },
            Arrange = bench =>
            {
                Enlarge(bench);
                bench.On("PUT", Uploads).Times(1).Respond(416);
            },
        },
    ];

    /// <summary>Content that does not compress.</summary>
    private static void Enlarge(FaultBench bench)
    {
        var noise = new byte[300_000];
        new Random(1).NextBytes(noise);
        bench.Bench.Write("Stable.dll", Convert.ToBase64String(noise));
    }
}
