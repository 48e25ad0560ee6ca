using Containerize.Diagnostics;
using Containerize.TestKit.Registry.Auth;
using Containerize.TestKit.Registry.Faults;
using Shouldly;
using KitOptions = Containerize.TestKit.Registry.RegistryOptions;

namespace Containerize.Tests.Reliability;

/// <summary>Tokens, challenges and who is sent to whom with what.</summary>
internal static class TokenFaults
{
    private const string Get = "fetching a token";
    private const string Use = "using a token";
    private const string Challenge = "a challenge";

    public static IEnumerable<FaultCase> Cases { get; } =
    [
        .. from status in (int[])[429, 500, 502, 503, 504]
           select new FaultCase(Get, $"{status}, once", bench => bench.Registry.Faults.On("GET", At.Token).Times(1).Respond(status)) { Hits = 1 },
        new(Get, "503, for ever", bench => bench.Registry.Faults.On("GET", At.Token).Respond(503)) { Fails = ErrorCodes.RegistryAnswer },
        new(Get, "401", bench => bench.Registry.Faults.On("GET", At.Token).Respond(401)) { Fails = ErrorCodes.RegistryUnauthorized },
        new(Get, "403", bench => bench.Registry.Faults.On("GET", At.Token).Respond(403)) { Fails = ErrorCodes.RegistryDenied },
        new(Get, "the service is down", bench => bench.Registry.Faults.On("GET", At.Token).Reset()) { Fails = ErrorCodes.RegistryUnreachable },
        new(Get, "no answer and no end", bench => bench.Registry.Faults.On("GET", At.Token).Hang()) { Fails = ErrorCodes.RegistryTimeout, StallLimit = TimeSpan.FromMilliseconds(400) },
        Answer("an answer without a token", "{}"),
        Answer("a token that is a number", "{\"token\":5}"),
        Answer("a token with a line break", "{\"token\":\"a\\r\\nX-Evil: b\"}"),
        Answer("an empty token", "{\"token\":\"\"}"),
        Answer("an answer that is no JSON", "token=abc"),
        Answer("an answer that is a list", "[]"),
        Answer("an HTML page with 200", "<!DOCTYPE html><html></html>"),
        Answer("an answer of 2 MiB", $"{{\"token\":\"{new string('t', 2 * 1024 * 1024)}\"}}") with { Fails = ErrorCodes.AnswerTooLarge },
        new(Get, "`access_token` in place of `token`", bench => bench.Registry.Faults.On("GET", At.Token).Rewrite(answer => answer.Body = [.. System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(answer.Body).Replace("\"token\"", "\"other\"", StringComparison.Ordinal))])),
        new(Get, "`expires_in` of a negative number", bench => bench.Registry.Faults.On("GET", At.Token).Rewrite(answer => answer.Body = System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(answer.Body).Replace("\"expires_in\":300", "\"expires_in\":-1", StringComparison.Ordinal)))),
        new(Get, "`expires_in` of 1e300", bench => bench.Registry.Faults.On("GET", At.Token).Rewrite(answer => answer.Body = System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(answer.Body).Replace("\"expires_in\":300", "\"expires_in\":1e300", StringComparison.Ordinal)))),
        new(Use, "all tokens are withdrawn in the middle of the push", bench => bench.Registry.Faults.On("PUT", At.Upload).Times(1).Do(new ExpireFault(bench.Auth))) { Hits = 1, Note = "a new one is fetched" },
        new(Use, "tokens are withdrawn before the tag is written", bench => bench.Registry.Faults.On("PUT", At.Tag).Times(1).Do(new ExpireFault(bench.Auth))) { Hits = 1, Note = "a new one is fetched" },
        new(Use, "tokens that expire at once", _ => null) { Registry = new KitOptions { Auth = new BearerAuth(FaultBench.Login) { TokenLifetime = TimeSpan.FromMilliseconds(1) } }, Fails = ErrorCodes.RegistryUnauthorized },
        new(Use, "401 for whatever is shown", bench => bench.Registry.Faults.On("*", "/v2/acme/*").Respond(401, Header("Bearer realm=\"" + bench.Registry.Url + "token\",service=\"test-registry\"")))
        {
            Fails = ErrorCodes.RegistryUnauthorized,
            Note = "asked for new proof once, not for ever",
            Check = bench => bench.Registry.Requests.All.Count.ShouldBeLessThan(15),
        },
        new(Use, "Basic where a token service was", bench => bench.Registry.Faults.On("*", "/v2/acme/*").Respond(401, Header("Basic realm=\"x\""))) { Fails = ErrorCodes.RegistryUnauthorized },
        Realm("a realm that is no address", "not a url"),
        Realm("a realm that is a file", "file:///etc/passwd"),
        Realm("a realm with a user in it", "http://user:password@127.0.0.1/token"),
        Realm("no realm", null),
        new(Challenge, "a scheme that nobody knows", bench => bench.Registry.Faults.On("*", "/v2/*").Respond(401, Header("Negotiate abc"))) { Fails = ErrorCodes.RegistryUnauthorized },
        new(Challenge, "a header that is no challenge", bench => bench.Registry.Faults.On("*", "/v2/*").Respond(401, Header("====, ,\"\"")) ) { Fails = ErrorCodes.RegistryUnauthorized },
        new(Challenge, "no header at all", bench => bench.Registry.Faults.On("*", "/v2/*").Respond(401)) { Fails = ErrorCodes.RegistryUnauthorized },
        new(Challenge, "an unknown scheme before the right one", _ => null) { Registry = new KitOptions { Auth = new BearerAuth(FaultBench.Login) { OtherChallenges = ["Negotiate", "DPoP algs=\"ES256\""] } } },
    ];

    private static FaultCase Answer(string fault, string body) => new(Get, fault, bench => bench.Registry.Faults.On("GET", At.Token).Respond(200, body: body)) { Fails = ErrorCodes.RegistryAnswer };

    private static FaultCase Realm(string fault, string? realm)
        => new(Challenge, fault, bench => bench.Registry.Faults.On("*", "/v2/*").Respond(401, Header(realm is null ? "Bearer service=\"x\"" : $"Bearer realm=\"{realm}\"")))
        {
            Fails = ErrorCodes.RegistryAnswer,
            Note = "no credentials are sent",
            Check = bench => bench.Registry.Requests.All.ShouldAllBe(request => !request.SentAuthorization),
        };

    private static Dictionary<string, string> Header(string value) => new(StringComparer.Ordinal) { ["WWW-Authenticate"] = value };

    /// <summary>Makes all tokens invalid just before the request is looked at.</summary>
    private sealed class ExpireFault(BearerAuth auth) : IFault
    {
        public Task ApplyAsync(Microsoft.AspNetCore.Http.HttpContext context, Microsoft.AspNetCore.Http.RequestDelegate serve)
        {
            auth.ExpireTokens();
            return serve(context);
        }
    }
}
