using Containerize.Diagnostics;
using Containerize.TestKit.Registry.Auth;
using Containerize.TestKit.Registry.Faults;
using Containerize.Tests.Registries;
using Shouldly;
using static Containerize.Tests.Reliability.FaultBench;
using KitOptions = Containerize.TestKit.Registry.RegistryOptions;

namespace Containerize.Tests.Reliability;

internal static class LoginFaults
{
    private const string Where = "logging in";

    private static readonly Login Known = new(TestHosts.User, TestHosts.Password);

    public static IReadOnlyList<FaultCase> All { get; } =
    [
        new(Where, "the password is wrong", "the error does not repeat it", ErrorCodes.RegistryUnauthorized) { HasLogin = true, Registry = Basic(new Login(TestHosts.User, "another")), Arrange = _ => { } },
        new(Where, "tokens expire while blobs are sent", "new ones are fetched; the image is published")
        {
            HasLogin = true,
            Registry = Bearer(),
            Arrange = bench => bench.On("PUT", Uploads).Times(1).Rewrite(_ => ((BearerAuth)bench.Registry.Auth).ExpireTokens()),
        },
        new(Where, "the token service fails with 503, twice", "asked a third time; the image is published") { HasLogin = true, Registry = Bearer(), Arrange = bench => bench.On("GET", "/token*").Times(2).Respond(503) },
        new(Where, "the token service fails for ever", "given up after a bounded number of attempts", ErrorCodes.RegistryAnswer) { HasLogin = true, Registry = Bearer(), Arrange = bench => bench.On("GET", "/token*").Respond(500) },
        new(Where, "the token service's answer breaks off", "the error says so", ErrorCodes.RegistryUnreachable) { HasLogin = true, Registry = Bearer(), Arrange = bench => bench.On("GET", "/token*").Reset(10) },
        new(Where, "the token service never answers", "ended after the limit on silence", ErrorCodes.RegistryTimeout) { HasLogin = true, Registry = Bearer(), Arrange = bench => bench.On("GET", "/token*").Hang() },
        new(Where, "the token service answers without a token", "the error says so", ErrorCodes.RegistryAnswer) { HasLogin = true, Registry = Bearer(), Arrange = bench => bench.On("GET", "/token*").Respond(200, body: "{}") },
        new(Where, "the token has line breaks in it", "refused: it would become headers of its own", ErrorCodes.RegistryAnswer)
        {
            HasLogin = true,
            Registry = Bearer(),
            Arrange = bench => bench.On("GET", "/token*").Respond(200, body: """{"token":"a\r\nX-Evil: 1"}"""),
        },
        new(Where, "the token service's answer is larger than 1 MiB", "not read", ErrorCodes.AnswerTooLarge)
        {
            HasLogin = true,
            Registry = Bearer(),
            Arrange = bench => bench.On("GET", "/token*").Respond(200, body: new string(' ', 2_000_000)),
        },
        new(Where, "the token is for less than was asked for", "the error says how to log in", ErrorCodes.RegistryUnauthorized) { Registry = Bearer(anonymous: true), Arrange = _ => { } },
        new(Where, "the realm is no web address", "nothing is sent there", ErrorCodes.RegistryAnswer) { HasLogin = true, Registry = Bearer(realm: "file:///etc/passwd"), Arrange = _ => { } },
        new(Where, "a challenge that nobody understands", "the error says how to log in", ErrorCodes.RegistryUnauthorized)
        {
            HasLogin = true,
            Arrange = bench => bench.On("*", "/v2/*").Respond(401, Header("WWW-Authenticate", "Negotiate")),
        },
    ];

    private static KitOptions Basic(Login login) => new() { Auth = new BasicAuth(login) };

    private static KitOptions Bearer(bool anonymous = false, string? realm = null) => new() { Auth = new BearerAuth(Known) { AnonymousPull = anonymous, Realm = realm } };
}
