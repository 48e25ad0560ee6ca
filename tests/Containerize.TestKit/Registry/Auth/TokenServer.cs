using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Containerize.TestKit.Registry.Auth;

/// <summary>
/// A token service for real registries (distribution, "Token Authentication Specification"): signs what it grants, so that docker-registry believes
/// it. Who shows the login may do what he asks for; others may pull.
/// </summary>
public sealed class TokenServer : IAsyncDisposable
{
    private const string Issuer = "containerize-test-issuer";

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 certificate;
    private readonly WebApplication app;
    private readonly Login login;
    private readonly TimeSpan lifetime;
    private int granted;

    private TokenServer(Login login, TimeSpan lifetime)
    {
        this.login = login;
        this.lifetime = lifetime;
        var request = new CertificateRequest("CN=containerize test tokens", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        app = LoopbackServer.Build(IPAddress.Loopback, certificate: null);
        app.Run(AnswerAsync);
    }

    /// <summary>Tokens given out so far.</summary>
    public int Granted => Volatile.Read(ref granted);

    public static async Task<TokenServer> StartAsync(Login login, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var server = new TokenServer(login, lifetime);
        await server.app.StartAsync(cancellationToken);
        return server;
    }

    /// <summary>Environment variables that make docker-registry ask for this server's tokens.</summary>
    /// <param name="folder">Where the certificate is written to.</param>
    public async Task<IReadOnlyDictionary<string, string?>> RegistrySettingsAsync(string folder)
    {
        var path = Path.Join(folder, "token-certificate.pem");
        await File.WriteAllTextAsync(path, certificate.ExportCertificatePem());
        return new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["REGISTRY_AUTH"] = "token",
            ["REGISTRY_AUTH_TOKEN_REALM"] = app.Urls.Single() + "/token",
            ["REGISTRY_AUTH_TOKEN_SERVICE"] = "lab",
            ["REGISTRY_AUTH_TOKEN_ISSUER"] = Issuer,
            ["REGISTRY_AUTH_TOKEN_ROOTCERTBUNDLE"] = path,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        certificate.Dispose();
        key.Dispose();
    }

    private Task AnswerAsync(HttpContext context)
    {
        var known = login.IsShownBy(context.Request);
        if (!known && context.Request.Headers.ContainsKey("Authorization"))
        {
            return OciError.WriteAsync(context, StatusCodes.Status401Unauthorized, "UNAUTHORIZED", "incorrect username or password");
        }

        var access = new JsonArray();
        foreach (var asked in context.Request.Query["scope"].SelectMany(text => (text ?? string.Empty).Split(' ')).Select(Access.Parse).OfType<Access>())
        {
            var actions = asked.Actions.Where(action => known || action == "pull").Select(action => (JsonNode)action);
            access.Add(new JsonObject { ["type"] = "repository", ["name"] = asked.Repository, ["actions"] = new JsonArray([.. actions]) });
        }

        Interlocked.Increment(ref granted);
        var body = new JsonObject { ["token"] = Sign(access, context.Request.Query["service"].ToString()), ["expires_in"] = (int)lifetime.TotalSeconds };
        return context.Response.AnswerAsync(StatusCodes.Status200OK, "application/json", Encoding.UTF8.GetBytes(body.ToJsonString()));
    }

    /// <summary>A JSON web token (RFC 7519) with the certificate in its header, by which docker-registry finds the key.</summary>
    private string Sign(JsonArray access, string service)
    {
        var now = DateTimeOffset.UtcNow;
        var header = new JsonObject { ["typ"] = "JWT", ["alg"] = "ES256", ["x5c"] = new JsonArray(Convert.ToBase64String(certificate.RawData)) };
        var claims = new JsonObject
        {
            ["iss"] = Issuer,
            ["sub"] = login.User,
            ["aud"] = service,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.AddSeconds(-10).ToUnixTimeSeconds(),
            ["exp"] = (now + lifetime).ToUnixTimeSeconds(),
            ["jti"] = Guid.NewGuid().ToString("N"),
            ["access"] = access,
        };
        var signed = $"{Url(Encoding.UTF8.GetBytes(header.ToJsonString()))}.{Url(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        return $"{signed}.{Url(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    private static string Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
