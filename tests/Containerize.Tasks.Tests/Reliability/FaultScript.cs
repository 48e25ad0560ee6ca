using System.Globalization;
using Containerize.TestKit.Registry;
using Containerize.TestKit.Registry.Faults;

namespace Containerize.Tests.Reliability;

/// <summary>A few faults, drawn by chance: what a registry does on a bad day. The same seed gives the same day.</summary>
internal sealed class FaultScript
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "*"];

    private static readonly string[] Paths = ["*", "/v2/*/manifests/*", "/v2/*/blobs/sha256*", "/v2/*/blobs/uploads*", "/token*"];

    private static readonly int[] Statuses = [400, 401, 403, 404, 405, 408, 409, 413, 416, 418, 429, 500, 502, 503, 504];

    private readonly Random random;
    private readonly List<string> said = [];

    public FaultScript(int seed) => random = new Random(seed);

    /// <param name="elsewhere">A host that the faults send the client to.</param>
    public void Arm(FaultBook faults, Uri elsewhere)
    {
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            var (method, path, after) = (Pick(Methods), Pick(Paths), random.Next(4));
            var rule = faults.On(method, path).After(after);
            var times = random.Next(4);
            if (times > 0)
            {
                rule.Times(times);
            }

            said.Add($"{method} {path} after {after}, {(times > 0 ? $"{times} times" : "for ever")}: {Misbehave(rule, elsewhere)}");
        }
    }

    public override string ToString() => string.Join(Environment.NewLine, said);

    private string Misbehave(FaultRule rule, Uri elsewhere)
    {
        switch (random.Next(14))
        {
            case 0 or 1 or 2:
                var status = Pick(Statuses);
                var wish = random.Next(3) switch { 0 => "0", 1 => "1000", _ => "soon" };
                rule.Respond(status, new Dictionary<string, string>(StringComparer.Ordinal) { ["Retry-After"] = wish });
                return $"{status}, Retry-After {wish}";
            case 3 or 4:
                var bytes = random.Next(4) switch { 0 => 0, 1 => random.Next(20_000), _ => random.Next(500) };
                rule.Reset(bytes);
                return $"reset after {bytes} bytes";
            case 5:
                rule.Rewrite(answer => answer.Body = answer.Body.Length == 0 ? answer.Body : [.. answer.Body[..^1], (byte)(answer.Body[^1] ^ 1)]);
                return "one wrong bit";
            case 6:
                rule.WrongDigestHeader();
                return "a wrong digest in the header";
            case 7:
                var length = random.Next(300);
                rule.Truncate(length);
                return $"cut to {length} bytes";
            case 8:
                rule.RespondBeforeBody(503);
                return "503 before the body was read";
            case 9:
                rule.CrossHostLocation(elsewhere);
                return "Location at another host";
            case 10:
                rule.RedirectTo(new Uri(elsewhere, "/somewhere"), Pick([301, 302, 303, 307, 308]));
                return "redirected to another host";
            case 12:
                rule.Drip(200, TimeSpan.FromMilliseconds(2));
                return "drips";
            case 11:
                rule.RefuseMount();
                return "mount refused";
            default:
                rule.Rewrite(answer => answer.Response.Headers["Range"] = string.Create(CultureInfo.InvariantCulture, $"0-{random.Next(1000)}"));
                return "a range out of the air";
        }
    }

    private T Pick<T>(T[] from) => from[random.Next(from.Length)];
}
