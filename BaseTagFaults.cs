using System.Globalization;
using Containerize.Diagnostics;
using Containerize.TestKit.Registry.Faults;
using Shouldly;

namespace Containerize.Tests.Reliability;

/// <summary>Asking what the base image's tag leads to, and reading its manifests.</summary>
internal static class BaseTagFaults
{
    private const string Head = "asking for the base's tag";
    private const string Read = "reading the base's manifests";

    public static IEnumerable<FaultCase> Cases { get; } =
    [
        .. Transient(),
        new(Head, "404", bench => bench.Registry.Faults.On("*", At.BaseTag).Respond(404)) { Fails = ErrorCodes.BaseImageMissing },
        new(Head, "403", bench => bench.Registry.Faults.On("HEAD", At.BaseTag).Respond(403)) { Fails = ErrorCodes.RegistryDenied, Hits = 1, Note = "asked once" },
        new(Head, "405, as from a server that has no HEAD", bench => bench.Registry.Faults.On("HEAD", At.BaseTag).Respond(405)) { Fails = ErrorCodes.RegistryAnswer, Hits = 1 },
        new(Head, "`Retry-After: 0` with a 503", bench => bench.Registry.Faults.On("HEAD", At.BaseTag).Times(1).Respond(503, After("0")))
        {
            LongestPause = TimeSpan.FromSeconds(30),
            Note = "asked again at once",
            Check = bench => bench.LogLines.ShouldContain(line => line.Contains("trying again in 0.0 s", StringComparison.Ordinal)),
        },
        new(Head, "`Retry-After` with a date that has passed", bench => bench.Registry.Faults.On("HEAD", At.BaseTag).Times(1).Respond(429, After(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).ToString("R", CultureInfo.InvariantCulture))))
        {
            LongestPause = TimeSpan.FromSeconds(30),
            Note = "asked again at once",
            Check = bench => bench.LogLines.ShouldContain(line => line.Contains("trying again in 0.0 s", StringComparison.Ordinal)),
        },
        new(Head, "`Retry-After` with more than the longest pause", bench => bench.Registry.Faults.On("HEAD", At.BaseTag).Times(1).Respond(429, After("86400")))
        {
            LongestPause = TimeSpan.FromMilliseconds(200),
            Note = "asked again after the longest pause",
            Check = bench => bench.LogLines.ShouldContain(line => line.Contains("trying again in 0.2 s", StringComparison.Ordinal)),
        },
        new(Head, "connection reset, once", bench => bench.Registry.Faults.On("HEAD", At.BaseTag).Times(1).Reset()),
        new(Head, "connection reset, for ever", bench => bench.Registry.Faults.On("*", At.BaseTag).Reset()) { Fails = ErrorCodes.RegistryUnreachable },
        new(Head, "no answer and no end", bench => bench.Registry.Faults.On("HEAD", At.BaseTag).Hang()) { Fails = ErrorCodes.RegistryTimeout, StallLimit = TimeSpan.FromMilliseconds(300), Hits = 1 },
        new(Head, "`Docker-Content-Digest` of other content", bench => bench.Registry.Faults.On("HEAD", At.BaseTag).WrongDigestHeader()) { Fails = ErrorCodes.BaseImageMissing },
        new(Head, "no `Docker-Content-Digest`", bench => bench.Registry.Faults.On("HEAD", At.BaseTag).Rewrite(answer => answer.Response.Headers.Remove("Docker-Content-Digest"))) { Note = "the tag's content says its digest" },
        new(Head, "a `Docker-Content-Digest` that is no digest", bench => bench.Registry.Faults.On("HEAD", At.BaseTag).Rewrite(answer => answer.Response.Headers["Docker-Content-Digest"] = "sha256:../../etc/passwd")) { Note = "the tag's content says its digest" },
        new(Head, "an HTML page with 200", bench => bench.Registry.Faults.On("*", At.BaseManifest).Html()) { Fails = ErrorCodes.BaseImageUnusable },
        new(Read, "content with one wrong bit", bench => bench.Registry.Faults.On("GET", At.BaseManifest).CorruptBody()) { Fails = ErrorCodes.DigestMismatch, Hits = 1 },
        new(Read, "content cut short, honestly announced", bench => bench.Registry.Faults.On("GET", At.BaseManifest).Truncate(40)) { Fails = ErrorCodes.DigestMismatch },
        new(Read, "gzip that nobody asked for", bench => bench.Registry.Faults.On("GET", At.BaseManifest).Compress()) { Fails = ErrorCodes.DigestMismatch },
        new(Read, "one byte at a time", bench => bench.Registry.Faults.On("GET", At.BaseManifest).Times(1).Drip(16, TimeSpan.FromMilliseconds(5))) { StallLimit = TimeSpan.FromSeconds(2) },
        new(Read, "4 MiB and a bit", bench => bench.Registry.Faults.On("GET", At.BaseManifest).Respond(200, Json, new string(' ', (4 * 1024 * 1024) + 1))) { Fails = ErrorCodes.AnswerTooLarge, Hits = 1 },
        new(Read, "404 for what the index names", bench => bench.Registry.Faults.On("GET", At.BaseManifest).After(1).Respond(404)) { Fails = ErrorCodes.BaseImageUnusable },
        new(Read, "an error that is 5 MiB of text", bench => bench.Registry.Faults.On("GET", At.BaseManifest).Respond(400, body: new string('x', 5 * 1024 * 1024))) { Fails = ErrorCodes.RegistryAnswer, Hits = 1, Note = "its text is left out" },
        new(Read, "an error whose text has line breaks and colours", bench => bench.Registry.Faults.On("GET", At.BaseManifest).Respond(400, body: "a\r\nerror CTZ9999: b\u001b[31m")) { Fails = ErrorCodes.RegistryAnswer, Hits = 1, Note = "shown in one line without control characters" },
    ];

    private static Dictionary<string, string> Json { get; } = new(StringComparer.Ordinal) { ["Content-Type"] = "application/vnd.oci.image.index.v1+json" };

    /// <summary>What may pass: one failure is overcome, and three are enough.</summary>
    private static IEnumerable<FaultCase> Transient()
    {
        foreach (var status in (int[])[408, 429, 500, 502, 503, 504])
        {
            yield return new FaultCase(Head, $"{status}, once", bench => bench.Registry.Faults.On("HEAD", At.BaseTag).Times(1).Respond(status)) { Hits = 1 };
            yield return new FaultCase(Head, $"{status}, for ever", bench => bench.Registry.Faults.On("HEAD", At.BaseTag).Respond(status))
            {
                Fails = ErrorCodes.RegistryAnswer,
                Hits = 3,
                Note = "after all attempts",
            };
        }
    }

    private static Dictionary<string, string> After(string value) => new(StringComparer.Ordinal) { ["Retry-After"] = value };
}
