using Containerize.Diagnostics;
using Containerize.TestKit.Registry.Faults;
using Shouldly;

namespace Containerize.Tests.Reliability;

/// <summary>Blobs on their way in one piece.</summary>
internal static class UploadFaults
{
    private const string Ask = "asking for a blob";
    private const string Open = "opening an upload";
    private const string Send = "sending a blob";

    public static IEnumerable<FaultCase> Cases { get; } =
    [
        new(Ask, "403", bench => bench.Registry.Faults.On("HEAD", At.Blob).Respond(403)) { Fails = ErrorCodes.RegistryDenied },
        new(Ask, "405", bench => bench.Registry.Faults.On("HEAD", At.Blob).Respond(405)) { Fails = ErrorCodes.RegistryAnswer },
        new(Ask, "500, twice", bench => bench.Registry.Faults.On("HEAD", At.Blob).Times(2).Respond(500)) { Hits = 2 },
        new(Ask, "a length that the blob does not have", bench => bench.Registry.Faults.On("HEAD", At.Blob).Times(3).Do(new ClaimFault())) { Note = "not taken for the blob, which is sent" },
        new(Open, "403", bench => bench.Registry.Faults.On("POST", At.Start).Respond(403)) { BaseElsewhere = true, Fails = ErrorCodes.RegistryDenied },
        new(Open, "401 with a challenge that is answered already", bench => bench.Registry.Faults.On("POST", At.Start).Respond(401, Basic)) { BaseElsewhere = true, Fails = ErrorCodes.RegistryUnauthorized },
        new(Open, "405: a registry that may only be read", bench => bench.Registry.Faults.On("POST", At.Start).Respond(405)) { BaseElsewhere = true, Fails = ErrorCodes.RegistryAnswer, Check = bench => bench.LogLines.ShouldNotContain(line => line.Contains("trying again", StringComparison.Ordinal)), Note = "not tried again" },
        new(Open, "429, once for each of four", bench => bench.Registry.Faults.On("POST", At.Start).Times(4).Respond(429)) { BaseElsewhere = true },
        new(Open, "201 in place of 202", bench => bench.Registry.Faults.On("POST", At.Start).Respond(201)) { BaseElsewhere = true, Fails = ErrorCodes.RegistryAnswer },
        new(Open, "an HTML page with 200", bench => bench.Registry.Faults.On("POST", At.Start).Html()) { BaseElsewhere = true, Fails = ErrorCodes.RegistryAnswer },
        new(Open, "202 without a Location", bench => bench.Registry.Faults.On("POST", At.Start).Respond(202)) { BaseElsewhere = true, Fails = ErrorCodes.RegistryAnswer },
        new(Open, "connection reset, once", bench => bench.Registry.Faults.On("POST", At.Start).Times(1).Reset()) { BaseElsewhere = true },
        .. from status in (int[])[408, 429, 500, 502, 503, 504]
           select new FaultCase(Send, $"{status}, once", bench => bench.Registry.Faults.On("PUT", At.Upload).Times(1).Respond(status)) { Hits = 1 },
        .. from status in (int[])[429, 500, 503]
           select new FaultCase(Send, $"{status}, for ever", bench => bench.Registry.Faults.On("PUT", At.Upload).Respond(status)) { Fails = ErrorCodes.RegistryAnswer },
        new(Send, "503 before the body was read, once", bench => bench.Registry.Faults.On("PUT", At.Upload).Times(1).RespondBeforeBody(503)) { Hits = 1 },
        new(Send, "400", bench => bench.Registry.Faults.On("PUT", At.Upload).Respond(400)) { Fails = ErrorCodes.RegistryAnswer },
        new(Send, "403", bench => bench.Registry.Faults.On("PUT", At.Upload).Respond(403)) { Fails = ErrorCodes.RegistryDenied },
        new(Send, "an HTML page with 200", bench => bench.Registry.Faults.On("PUT", At.Upload).Html()) { Fails = ErrorCodes.RegistryAnswer, Note = "200 is not taken for 201" },
        new(Send, "the session is lost, once", bench => bench.Registry.Faults.On("PUT", At.Upload).Times(1).Respond(404)) { Hits = 1 },
        new(Send, "connection reset before the first byte", bench => bench.Registry.Faults.On("PUT", At.Upload).Times(1).Reset()) { Hits = 1 },
        new(Send, "connection reset after one byte", bench => bench.Registry.Faults.On("PUT", At.Upload).Times(1).Reset(1)) { Hits = 1 },
        new(Send, "connection reset after 200 bytes, of each blob twice", bench => bench.Registry.Faults.On("PUT", At.Upload).Times(8).Reset(200)) { Hits = 8 },
        new(Send, "connection reset after 200 bytes, for ever", bench => bench.Registry.Faults.On("PUT", At.Upload).Reset(200)) { Fails = ErrorCodes.RegistryUnreachable },
        new(Send, "the answer is lost after all was taken", bench => bench.Registry.Faults.On("PUT", At.Upload).Times(2).LoseAnswer()) { Hits = 2 },
        new(Send, "no answer and no end", bench => bench.Registry.Faults.On("PUT", At.Upload).Hang()) { Fails = ErrorCodes.RegistryTimeout, StallLimit = TimeSpan.FromMilliseconds(500) },
        new(Send, "`Warning: 299` with every answer", bench => bench.Registry.Faults.On("PUT", At.Upload).Rewrite(answer => answer.Response.Headers.Append("Warning", "299 - \"read only from tomorrow\"")))
        {
            Note = "shown once",
            Check = bench => bench.LogLines.Count(line => line.Contains("read only from tomorrow", StringComparison.Ordinal)).ShouldBe(1),
        },
    ];

    private static Dictionary<string, string> Basic { get; } = new(StringComparer.Ordinal) { ["WWW-Authenticate"] = "Basic realm=\"x\"" };

    /// <summary>Says of blobs that are not there that they are, with another length.</summary>
    private sealed class ClaimFault : IFault
    {
        public Task ApplyAsync(Microsoft.AspNetCore.Http.HttpContext context, Microsoft.AspNetCore.Http.RequestDelegate serve)
        {
            context.Response.StatusCode = 200;
            context.Response.ContentLength = 3;
            return Task.CompletedTask;
        }
    }
}
