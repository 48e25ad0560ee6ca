using Containerize.Diagnostics;
using Containerize.TestKit.Registry.Faults;
using Shouldly;
using KitOptions = Containerize.TestKit.Registry.RegistryOptions;

namespace Containerize.Tests.Reliability;

/// <summary>Blobs that are too large in one piece.</summary>
internal static class ChunkFaults
{
    private const string Where = "sending a blob in chunks";

    private static readonly KitOptions Limited = new() { LargestBlobRequest = 100_000 };

    public static IEnumerable<FaultCase> Cases { get; } =
    [
        Chunks("413 for a body of more than 100 kB", _ => null) with
        {
            Note = "the limit is found by halving",
            Check = bench => bench.Registry.Requests.Of("PATCH", "*").Where(request => request.Status == 202).ShouldNotBeEmpty(),
        },
        new(Where, "413 for every body", bench => bench.Registry.Faults.On("*", At.Upload).Respond(413)) { Fails = ErrorCodes.RegistryAnswer },
        new(Where, "416 for a whole blob", bench => bench.Registry.Faults.On("PUT", At.Upload).Times(1).Respond(416)) { Hits = 1 },
        .. from status in (int[])[408, 429, 500, 502, 503, 504]
           select Chunks($"{status} for a chunk, once", bench => bench.Registry.Faults.On("PATCH", At.Upload).After(2).Times(1).Respond(status)) with { Hits = 1 },
        Chunks("503 for a chunk, for ever", bench => bench.Registry.Faults.On("PATCH", At.Upload).After(2).Respond(503)) with { Fails = ErrorCodes.RegistryAnswer, Hits = 3 },
        Chunks("416 for a chunk, once", bench => bench.Registry.Faults.On("PATCH", At.Upload).After(2).Times(1).Respond(416)) with { Note = "sent again from where the registry says it stands" },
        Chunks("416 for a chunk, for ever", bench => bench.Registry.Faults.On("PATCH", At.Upload).After(1).Respond(416)) with { Fails = ErrorCodes.RegistryAnswer },
        Chunks("the session is lost in a chunk, once", bench => bench.Registry.Faults.On("PATCH", At.Upload).After(2).Times(1).Respond(404)),
        Chunks("the session is lost at the end, once", bench => bench.Registry.Faults.On("PUT", At.Upload).After(9).Times(1).Respond(404)),
        Chunks("connection reset in a chunk, once", bench => bench.Registry.Faults.On("PATCH", At.Upload).After(2).Times(1).Reset(30_000)) with { Hits = 1 },
        Chunks("connection reset in every chunk", bench => bench.Registry.Faults.On("PATCH", At.Upload).Reset(30_000)) with { Fails = ErrorCodes.RegistryUnreachable },
        Chunks("the answer to a chunk is lost", bench => bench.Registry.Faults.On("PATCH", At.Upload).After(2).Times(1).LoseAnswer()) with { Hits = 1 },
        Chunks("a `Range` that stays where it was, once", bench => bench.Registry.Faults.On("PATCH", At.Upload).After(2).Times(1).Rewrite(answer => answer.Response.Headers.Range = "0-0")),
        Chunks("a `Range` that never moves", bench => bench.Registry.Faults.On("*", At.Upload).Rewrite(answer =>
        {
            if (answer.Response.StatusCode is 202 or 204)
            {
                answer.Response.Headers.Range = "0-0";
            }
        })) with { Fails = ErrorCodes.RegistryAnswer, Note = "not for ever" },
        Chunks("a `Range` beyond what was sent", bench => bench.Registry.Faults.On("PATCH", At.Upload).Times(1).Rewrite(answer => answer.Response.Headers.Range = "0-99999999999")),
        Chunks("a `Range` that is no range", bench => bench.Registry.Faults.On("PATCH", At.Upload).Rewrite(answer => answer.Response.Headers.Range = "potato")) with { Note = "the status is believed" },
        Chunks("no answer to a chunk and no end", bench => bench.Registry.Faults.On("PATCH", At.Upload).After(1).Hang()) with { Fails = ErrorCodes.RegistryTimeout, StallLimit = TimeSpan.FromMilliseconds(500) },
        new(Where, "`OCI-Chunk-Min-Length` of 9 exabytes", bench => bench.Registry.Faults.On("POST", At.Start).Rewrite(answer => answer.Response.Headers["OCI-Chunk-Min-Length"] = long.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture)))
        {
            Registry = new KitOptions { LargestBlobRequest = 300_000 },
            Change = Incompressible,
            BaseElsewhere = true,
            Note = "no such memory is taken",
        },
    ];

    /// <summary>A publish whose largest layer goes in chunks.</summary>
    private static FaultCase Chunks(string fault, Func<FaultBench, FaultRule?> arrange) => new(Where, fault, arrange)
    {
        Registry = Limited,
        Change = Incompressible,
    };

    /// <summary>The large file with content that does not become small.</summary>
    private static Containerize.Publishing.ImageDefinition Incompressible(Containerize.Publishing.ImageDefinition definition)
    {
        var noise = new byte[400_000];
        new Random(7).NextBytes(noise);
        File.WriteAllBytes(Path.Join(definition.PublishDirectory, "Stable.dll"), noise);
        return definition;
    }
}
