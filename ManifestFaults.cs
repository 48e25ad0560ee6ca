using Containerize.Diagnostics;
using Containerize.TestKit.Registry.Faults;
using Shouldly;

namespace Containerize.Tests.Reliability;

/// <summary>Writing the tag.</summary>
internal static class ManifestFaults
{
    private const string Where = "writing the tag";

    public static IEnumerable<FaultCase> Cases { get; } =
    [
        .. from status in (int[])[408, 429, 500, 502, 503, 504]
           select new FaultCase(Where, $"{status}, once", bench => bench.Registry.Faults.On("PUT", At.Tag).Times(1).Respond(status)) { Hits = 1 },
        new(Where, "503, for ever", bench => bench.Registry.Faults.On("PUT", At.Tag).Respond(503)) { Fails = ErrorCodes.RegistryAnswer, Hits = 6, Note = "every blob was looked for in between" },
        new(Where, "400, `MANIFEST_INVALID`", bench => bench.Registry.Faults.On("PUT", At.Tag).Respond(400, body: "{\"errors\":[{\"code\":\"MANIFEST_INVALID\",\"message\":\"no\"}]}")) { Fails = ErrorCodes.RegistryAnswer },
        new(Where, "401", bench => bench.Registry.Faults.On("PUT", At.Tag).Respond(401)) { Fails = ErrorCodes.RegistryUnauthorized },
        new(Where, "403: a tag that may not be moved", bench => bench.Registry.Faults.On("PUT", At.Tag).Respond(403)) { Fails = ErrorCodes.RegistryDenied, Hits = 1 },
        new(Where, "404", bench => bench.Registry.Faults.On("PUT", At.Tag).Respond(404)) { Fails = ErrorCodes.RegistryAnswer },
        new(Where, "405: a registry that may only be read", bench => bench.Registry.Faults.On("PUT", At.Tag).Respond(405)) { Fails = ErrorCodes.RegistryAnswer },
        new(Where, "409: a tag that may not be moved", bench => bench.Registry.Faults.On("PUT", At.Tag).Respond(409)) { Fails = ErrorCodes.RegistryAnswer },
        new(Where, "413", bench => bench.Registry.Faults.On("PUT", At.Tag).Respond(413)) { Fails = ErrorCodes.RegistryAnswer },
        new(Where, "an HTML page with 200", bench => bench.Registry.Faults.On("PUT", At.Tag).Html()) { Fails = ErrorCodes.RegistryAnswer, Note = "200 is not taken for 201" },
        new(Where, "connection reset before the first byte", bench => bench.Registry.Faults.On("PUT", At.Tag).Times(1).Reset()) { Hits = 1 },
        new(Where, "connection reset in its middle", bench => bench.Registry.Faults.On("PUT", At.Tag).Times(1).Reset(100)) { Hits = 1 },
        new(Where, "connection reset, for ever", bench => bench.Registry.Faults.On("PUT", At.Tag).Reset()) { Fails = ErrorCodes.RegistryUnreachable, Hits = 12 },
        new(Where, "the answer is lost after all was taken", bench => bench.Registry.Faults.On("PUT", At.Tag).Times(1).LoseAnswer()) { Hits = 1, Note = "written again, which changes nothing" },
        new(Where, "no answer and no end", bench => bench.Registry.Faults.On("PUT", At.Tag).Hang()) { Fails = ErrorCodes.RegistryTimeout, StallLimit = TimeSpan.FromMilliseconds(300) },
        new(Where, "a digest in the answer that is not ours", bench => bench.Registry.Faults.On("PUT", At.Tag).WrongDigestHeader()) { Note = "our own is told" },
        new(Where, "a tag of several is refused: 403 for the second", bench => bench.Registry.Faults.On("PUT", "/v2/acme/shop/manifests/second").Respond(403))
        {
            Fails = ErrorCodes.RegistryDenied,
            Change = definition => definition with { Target = definition.Target with { Tags = ["first", "second"] } },
            Note = "the first is written",
            Check = bench => bench.Registry.Store.Tags("acme/shop").ShouldContain("first"),
        },
    ];
}
