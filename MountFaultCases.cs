using Containerize.Diagnostics;
using Containerize.TestKit.Registry;
using Containerize.TestKit.Registry.Faults;
using Shouldly;

namespace Containerize.Tests.Reliability;

/// <summary>Base layers that the registry is asked to copy by itself.</summary>
internal static class MountFaultCases
{
    private const string Where = "mounting a base layer";

    public static IEnumerable<FaultCase> Cases { get; } =
    [
        new(Where, "202 with a session to upload to", bench => bench.Registry.Faults.On("POST", At.Mount).RefuseMount())
        {
            Hits = 2,
            Note = "that session is used",
            Check = bench => Starts(bench).ShouldBe(bench.Registry.Requests.Of("PUT", At.Upload).Count),
        },
        .. from status in (int[])[400, 401, 403, 404, 405, 409, 501]
           select new FaultCase(Where, $"{status}", bench => bench.Registry.Faults.On("POST", At.Mount).Respond(status)) { Note = "sent instead" },
        new(Where, "202 without a Location", bench => bench.Registry.Faults.On("POST", At.Mount).Respond(202)) { Note = "sent instead" },
        new(Where, "202 with a Location that is no address", bench => bench.Registry.Faults.On("POST", At.Mount).Respond(202, Location("http://[::1"))) { Note = "sent instead" },
        new(Where, "202 with the session of another", bench => bench.Registry.Faults.On("POST", At.Mount).Respond(202, Location("/v2/acme/shop/blobs/uploads/0000?_state=0"))) { Note = "the lost session is replaced" },
        new(Where, "503, once", bench => bench.Registry.Faults.On("POST", At.Mount).Times(1).Respond(503)) { Hits = 1 },
        new(Where, "503, for ever", bench => bench.Registry.Faults.On("POST", At.Mount).Respond(503)) { Hits = 6, Note = "sent instead" },
        new(Where, "connection reset, once", bench => bench.Registry.Faults.On("POST", At.Mount).Times(1).Reset()) { Hits = 1 },
        new(Where, "201 for what was never copied", bench => bench.Registry.Faults.On("POST", At.Mount).Respond(201)) { Note = "the refused manifest has every blob looked for; still not there", Fails = ErrorCodes.RegistryAnswer },
        new(Where, "the token for both repositories is refused", bench => bench.Registry.Faults.On("GET", "/token?*acme*dotnet*").Respond(403)) { Note = "sent instead" },
    ];

    private static int Starts(FaultBench bench) => bench.Registry.Requests.Of("POST", At.Start).Count(request => request.Status == 202);

    private static Dictionary<string, string> Location(string value) => new(StringComparer.Ordinal) { ["Location"] = value };
}
