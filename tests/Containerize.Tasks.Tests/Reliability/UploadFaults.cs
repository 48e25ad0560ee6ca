using Containerize.Diagnostics;
using Containerize.TestKit.Registry.Faults;
using Containerize.Tests.Publishing;
using Shouldly;
using static Containerize.Tests.Reliability.FaultBench;

namespace Containerize.Tests.Reliability;

internal static class UploadFaults
{
    private const string Where = "sending a blob";

    public static IReadOnlyList<FaultCase> All { get; } =
    [
        new(Where, "opening the upload fails with 503, twice", "asked a third time; the image is published") { Arrange = bench => bench.On("POST", Uploads).Times(2).Respond(503) },
        .. new[] { 429, 500, 502, 503, 504 }.Select(status => new FaultCase(Where, $"{status} for the blob, once", "a new upload with all of it; the image is published")
        {
            HasEarlierImage = true,
            Arrange = bench => bench.On("PUT", Uploads).Times(1).Respond(status),
        }),
        new(Where, "429 before the blob was read", "waited and sent again; fewer blobs at a time from then on") { Arrange = bench => bench.On("PUT", Uploads).Times(2).RespondBeforeBody(429) },
        new(Where, "503 for ever", "given up after a bounded number of attempts", ErrorCodes.RegistryAnswer)
        {
            HasEarlierImage = true,
            Arrange = bench => bench.On("PUT", Uploads).Respond(503),
        },
        new(Where, "the session is unknown to the registry (404), once", "a new upload; the image is published") { Arrange = bench => bench.On("PUT", Uploads).Times(1).Respond(404) },
        new(Where, "every session is unknown to the registry", "given up after a bounded number of attempts", ErrorCodes.RegistryAnswer)
        {
            HasEarlierImage = true,
            Arrange = bench =>
            {
                bench.On("PUT", Uploads).Respond(404);
                bench.On("PATCH", Uploads).Respond(404);
            },
        },
        new(Where, "the connection breaks in the middle", "a new upload with all of it; the image is published") { Arrange = bench => bench.On("PUT", Uploads).Times(1).Reset(200) },
        new(Where, "the connection breaks every time", "given up after a bounded number of attempts", ErrorCodes.RegistryUnreachable)
        {
            HasEarlierImage = true,
            Arrange = bench => bench.On("PUT", Uploads).Reset(10),
        },
        new(Where, "the registry takes it and never answers", "ended after the limit on silence", ErrorCodes.RegistryTimeout) { HasEarlierImage = true, Arrange = bench => bench.On("PUT", Uploads).Hang() },
        new(Where, "the registry says the digest is another (400)", "the error has the registry's own words", ErrorCodes.RegistryAnswer)
        {
            HasEarlierImage = true,
            Arrange = bench => bench.On("PUT", Uploads).Respond(400, body: """{"errors":[{"code":"DIGEST_INVALID","message":"provided digest did not match uploaded content"}]}"""),
        },
        new(Where, "the account may not push (403)", "the error says so", ErrorCodes.RegistryDenied) { HasEarlierImage = true, Arrange = bench => bench.On("POST", Uploads).Respond(403) },
        new(Where, "the registry is read-only (405)", "the error says so", ErrorCodes.RegistryAnswer) { HasEarlierImage = true, Arrange = bench => bench.On("POST", Uploads).Respond(405) },
        new(Where, "the upload's address is relative", "it is below the registry; the image is published") { Arrange = bench => bench.On("POST", Uploads).RelativeLocation() },
        new(Where, "the upload's address has the other scheme", "followed in the registry's own; the image is published")
        {
            HasLogin = true,
            Arrange = bench => bench.On("POST", Uploads).OtherSchemeLocation(),
        },
        new(Where, "the upload's address is at another host", "the blob goes there, no credentials; that the registry misses it is told", ErrorCodes.RegistryAnswer)
        {
            HasLogin = true,
            HasEarlierImage = true,
            Arrange = bench =>
            {
                bench.Elsewhere.Faults.On("PUT", "*").Respond(201);
                bench.On("POST", Uploads).CrossHostLocation(bench.Elsewhere.Url);
            },
            Check = bench => bench.Elsewhere.Requests.Of("PUT", "*").ShouldNotBeEmpty(),
        },
        new(Where, "the upload has no address", "the error says so", ErrorCodes.RegistryAnswer) { HasEarlierImage = true, Arrange = bench => bench.On("POST", Uploads).Respond(202) },
        new(Where, "the upload's address is none", "the error says so", ErrorCodes.RegistryAnswer)
        {
            HasEarlierImage = true,
            Arrange = bench => bench.On("POST", Uploads).Respond(202, Header("Location", "ftp://elsewhere/x")),
        },
        new(Where, "the upload is sent to another host (307)", "the blob goes there, no credentials; that the registry misses it is told", ErrorCodes.RegistryAnswer)
        {
            HasLogin = true,
            HasEarlierImage = true,
            Arrange = bench =>
            {
                bench.Elsewhere.Faults.On("PUT", "*").Respond(201);
                bench.On("PUT", Uploads).RedirectTo(new Uri(bench.Elsewhere.Url, "/x"));
            },
            Check = bench => bench.Elsewhere.Requests.Of("PUT", "*").ShouldNotBeEmpty(),
        },
        new(Where, "asking for it fails with 403", "told, and not taken for absence", ErrorCodes.RegistryDenied)
        {
            HasEarlierImage = true,
            Arrange = bench =>
            {
                // Little is sent unasked.
                bench.Bench.Write("Shop.dll", PublishBench.CreateNoise(600_000));
                bench.On("HEAD", Blobs).Respond(403);
            },
        },
        new(Where, "a page of HTML with status 200 says it is there", "its length gives it away; the blob is sent") { Arrange = bench => bench.On("HEAD", Blobs).Html() },
    ];
}
