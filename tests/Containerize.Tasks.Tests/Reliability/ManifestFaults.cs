using Containerize.Diagnostics;
using Containerize.TestKit.Registry.Faults;
using static Containerize.Tests.Reliability.FaultBench;

namespace Containerize.Tests.Reliability;

internal static class ManifestFaults
{
    private const string Where = "writing the tag";

    public static IReadOnlyList<FaultCase> All { get; } =
    [
        new(Where, "503, twice", "asked a third time; the image is published") { HasEarlierImage = true, Arrange = bench => bench.On("PUT", Tag).Times(2).Respond(503) },
        new(Where, "the connection breaks once", "asked again; the image is published") { HasEarlierImage = true, Arrange = bench => bench.On("PUT", Tag).Times(1).Reset(10) },
        new(Where, "the manifest is refused (400)", "every blob is looked for and the manifest sent once more; then told, and the tag leads where it led", ErrorCodes.RegistryAnswer)
        {
            HasEarlierImage = true,
            Arrange = bench => bench.On("PUT", Tag).Respond(400, body: """{"errors":[{"code":"MANIFEST_INVALID","message":"no"}]}"""),
        },
        new(Where, "the tag may not be overwritten (403)", "the error says so; the tag leads where it led", ErrorCodes.RegistryDenied) { HasEarlierImage = true, Arrange = bench => bench.On("PUT", Tag).Respond(403) },
        new(Where, "too many requests for ever (429)", "given up after a bounded number of attempts; the tag leads where it led", ErrorCodes.RegistryAnswer)
        {
            HasEarlierImage = true,
            Arrange = bench => bench.On("PUT", Tag).Respond(429),
        },
        new(Where, "a page of HTML with status 200", "not taken for success; the tag leads where it led", ErrorCodes.RegistryAnswer) { HasEarlierImage = true, Arrange = bench => bench.On("PUT", Tag).Html() },
    ];
}
