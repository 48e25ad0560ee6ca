using Containerize.Diagnostics;
using Containerize.TestKit.Registry.Faults;
using Shouldly;

namespace Containerize.Tests.Reliability;

/// <summary>The base's configuration and its layers, which pass through to another registry.</summary>
internal static class BaseContentFaults
{
    private const string Config = "reading the base's configuration";
    private const string Layer = "carrying a base layer over";

    public static IEnumerable<FaultCase> Cases { get; } =
    [
        new(Config, "content with one wrong bit", bench => bench.Registry.Faults.On("GET", At.BaseBlob).CorruptBody()) { Fails = ErrorCodes.DigestMismatch, Hits = 1 },
        new(Config, "content cut short, honestly announced", bench => bench.Registry.Faults.On("GET", At.BaseBlob).Truncate(100)) { Fails = ErrorCodes.DigestMismatch },
        new(Config, "content that goes on after its end", bench => bench.Registry.Faults.On("GET", At.BaseBlob).Rewrite(answer => answer.Body = [.. answer.Body, .. answer.Body])) { Fails = ErrorCodes.DigestMismatch },
        new(Config, "an HTML page with 200", bench => bench.Registry.Faults.On("GET", At.BaseBlob).Html()) { Fails = ErrorCodes.DigestMismatch },
        new(Config, "the connection ends after 100 bytes", bench => bench.Registry.Faults.On("GET", At.BaseBlob).Reset(100)) { Fails = ErrorCodes.RegistryUnreachable },
        new(Config, "one byte, then silence", bench => bench.Registry.Faults.On("GET", At.BaseBlob).FallSilent()) { Fails = ErrorCodes.RegistryTimeout, StallLimit = TimeSpan.FromMilliseconds(300) },
        new(Config, "a few bytes at a time", bench => bench.Registry.Faults.On("GET", At.BaseBlob).Times(1).Drip(50, TimeSpan.FromMilliseconds(30))) { StallLimit = TimeSpan.FromSeconds(1), Note = "slow is not stalled" },
        new(Config, "gzip that nobody asked for", bench => bench.Registry.Faults.On("GET", At.BaseBlob).Compress()) { Fails = ErrorCodes.DigestMismatch },
        new(Config, "404", bench => bench.Registry.Faults.On("GET", At.BaseBlob).Respond(404)) { Fails = ErrorCodes.RegistryAnswer, Hits = 1 },
        new(Config, "503, twice", bench => bench.Registry.Faults.On("GET", At.BaseBlob).Times(2).Respond(503)) { Hits = 2 },
        new(Config, "206 with a part of it, unasked", bench => bench.Registry.Faults.On("GET", At.BaseBlob).Rewrite(answer =>
        {
            answer.Response.StatusCode = 206;
            answer.Body = answer.Body[..50];
        })) { Fails = ErrorCodes.RegistryAnswer },
        Carry("content with one wrong bit", rule => rule.CorruptBody()) with { Fails = ErrorCodes.DigestMismatch, Note = "nothing of it is in the registry", Check = NoBaseLayer },
        Carry("the connection ends in the middle", rule => rule.Reset(100)) with { Fails = ErrorCodes.RegistryUnreachable, Check = NoBaseLayer },
        Carry("content cut short, honestly announced", rule => rule.Truncate(100)) with { Fails = ErrorCodes.DigestMismatch, Check = NoBaseLayer },
        Carry("content that goes on after its end", rule => rule.Rewrite(answer => answer.Body = [.. answer.Body, 0])) with { Fails = ErrorCodes.DigestMismatch, Check = NoBaseLayer },
        Carry("one byte, then silence", rule => rule.FallSilent()) with { Fails = ErrorCodes.RegistryTimeout, StallLimit = TimeSpan.FromMilliseconds(500), Check = NoBaseLayer },
        Carry("503, once", rule => rule.Times(1).Respond(503)) with { Hits = 1 },
        Carry("403", rule => rule.Respond(403)) with { Fails = ErrorCodes.RegistryDenied },
        Carry("404", rule => rule.Respond(404)) with { Fails = ErrorCodes.RegistryAnswer },
    ];

    /// <summary>A base in another registry, whose configuration comes unharmed and whose layers do not.</summary>
    private static FaultCase Carry(string fault, Func<FaultRule, FaultRule> arm)
        => new(Layer, fault, bench => arm(bench.Other.Faults.On("GET", At.BaseBlob).After(1))) { BaseElsewhere = true };

    private static void NoBaseLayer(FaultBench bench)
    {
        foreach (var digest in bench.Other.Store.BlobDigests("dotnet/aspnet").Where(digest => bench.Other.Requests.Of("GET", $"*{digest}").Count > 0))
        {
            if (bench.Registry.Store.Blob("acme/shop", digest) is { } blob)
            {
                blob.ShouldBe(bench.Other.Store.Blob("dotnet/aspnet", digest));
            }
        }
    }
}
