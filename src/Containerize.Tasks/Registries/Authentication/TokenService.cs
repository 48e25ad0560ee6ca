using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Containerize.Diagnostics;
using Containerize.Oci;
using Containerize.Registries.Addresses;
using Containerize.Registries.Credentials;

namespace Containerize.Registries.Authentication;

/// <summary>Fetches bearer tokens (distribution, "Token Authentication Specification" and "OAuth2 Token Authentication").</summary>
internal sealed class TokenService(RegistryEndpoint endpoint, HttpClient http, TransferCounts counts, Func<string, Attempts> newAttempts)
{
    private const int LongestAnswer = 1024 * 1024;

    /// <summary>Seconds, where the answer does not say ("Token Authentication Specification", expires_in).</summary>
    private const double UsualLifetime = 60;
    private const double LongestLifetime = 24 * 60 * 60;
    private const string ClientId = "containerize";
    private const int MostScopes = 8;

    private volatile bool hasAnswered;

    /// <param name="challenge">A Bearer challenge of the registry.</param>
    /// <param name="scopes">What is wanted, for example <c>repository:acme/shop:pull,push</c>.</param>
    /// <returns>A token fit for an Authorization header, and how long it is good for.</returns>
    /// <exception cref="ContainerizeException">The realm is not to be trusted, or refused.</exception>
    public async Task<AccessToken> FetchAsync(
        Uri registryAddress, AuthChallenge challenge, IReadOnlyList<string> scopes, CredentialSearch search, CancellationToken cancellationToken)
    {
        var credential = search.Found;
        scopes = WithOwnOf(challenge, scopes);
        var note = new LoginNote(search, WereSent: credential is not null);
        var realm = TrustedRealm(registryAddress, challenge);
        var doing = $"Logging in to {endpoint.Registry}";
        try
        {
            if (credential?.IdentityToken is not null)
            {
                using var exchanged = await SendAsync(() => Exchange(realm, challenge, scopes, credential.IdentityToken), note, doing, cancellationToken);
                if (exchanged.IsSuccessStatusCode)
                {
                    return await ReadTokenAsync(exchanged, doing, cancellationToken);
                }

                // Token services without OAuth2 answer one of these, and take the identity token as a password of nobody.
                if (exchanged.StatusCode is not
                    (HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed))
                {
                    throw await RegistryErrors.OfAnswerAsync(exchanged, doing, endpoint.Registry, cancellationToken);
                }
            }

            using var answer = await SendAsync(() => Ask(realm, challenge, scopes, credential), note, doing, cancellationToken);
            if (answer.IsSuccessStatusCode)
            {
                return await ReadTokenAsync(answer, doing, cancellationToken);
            }

            if (credential is { UserName: { } user, Password: { } password } && answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed)
            {
                // "OAuth2 Token Authentication" knows no GET, and some services nothing else.
                using var posted = await SendAsync(() => ByPassword(realm, challenge, scopes, user, password), note, doing, cancellationToken);
                return posted.IsSuccessStatusCode
                    ? await ReadTokenAsync(posted, doing, cancellationToken)
                    : throw await RegistryErrors.OfAnswerAsync(posted, doing, endpoint.Registry, cancellationToken);
            }

            throw await RegistryErrors.OfAnswerAsync(answer, doing, endpoint.Registry, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw RegistryErrors.OfFailure(e, doing, realm.Authority);
        }
        catch (IOException e)
        {
            throw RegistryErrors.OfBreak(e, doing, realm.Authority);
        }
    }

    /// <summary>
    /// A realm names where the password goes, so a registry reached safely must not send it on in the clear; and only a registry on
    /// this machine may name a service on this machine.
    /// </summary>
    private Uri TrustedRealm(Uri registryAddress, AuthChallenge challenge)
    {
        if (!Uri.TryCreate(challenge["realm"], UriKind.Absolute, out var realm) || realm.Scheme is not ("https" or "http") || realm.UserInfo.Length > 0)
        {
            throw Untrusted($"'{Excerpt.Of(challenge["realm"])}', which is not a web address");
        }

        if (realm.Scheme == "http" && registryAddress.Scheme == "https")
        {
            throw Untrusted($"{realm.Authority} over plain HTTP, where the registry itself uses HTTPS");
        }

        var isNeighbour = PrivateAddress.Is(registryAddress) && !PrivateAddress.IsOnlyHere(realm);
        if (!endpoint.IsLoopback && realm.Authority != registryAddress.Authority && PrivateAddress.Is(realm) && !isNeighbour)
        {
            throw Untrusted($"{realm.Authority}, an address inside a private network that the registry is not in");
        }

        return realm;

        ContainerizeException Untrusted(string what) => new(
            ErrorCodes.RegistryAnswer,
            $"Logging in to {endpoint.Registry}: it sends credentials to {what}. Nothing was sent. Check that this is the registry you mean.");
    }

    private static HttpRequestMessage Ask(Uri realm, AuthChallenge challenge, IReadOnlyList<string> scopes, Credential? credential)
    {
        var query = scopes.Select(scope => "scope=" + Uri.EscapeDataString(scope));
        if (challenge["service"] is { } service)
        {
            query = query.Prepend("service=" + Uri.EscapeDataString(service));
        }

        var separator = realm.Query.Length > 0 ? "&" : "?";
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(realm.AbsoluteUri + separator + string.Join('&', query), UriKind.Absolute));
        // An identity token goes as the password of nobody where there is no exchange.
        var basic = credential?.Basic ?? (credential?.IdentityToken is { } token ? Convert.ToBase64String(Encoding.UTF8.GetBytes(":" + token)) : null);
        if (basic is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", basic);
        }

        return request;
    }

    private static HttpRequestMessage Exchange(Uri realm, AuthChallenge challenge, IReadOnlyList<string> scopes, string identityToken)
        => Post(realm, challenge, scopes, ("grant_type", "refresh_token"), ("refresh_token", identityToken));

    private static HttpRequestMessage ByPassword(Uri realm, AuthChallenge challenge, IReadOnlyList<string> scopes, string user, string password)
        => Post(realm, challenge, scopes, ("grant_type", "password"), ("username", user), ("password", password));

    private static HttpRequestMessage Post(Uri realm, AuthChallenge challenge, IReadOnlyList<string> scopes, params (string Name, string Value)[] grant)
        => new(HttpMethod.Post, realm)
        {
            Content = new FormUrlEncodedContent(
            [
                .. grant.Select(field => KeyValuePair.Create(field.Name, field.Value)),
                KeyValuePair.Create("client_id", ClientId),
                KeyValuePair.Create("service", challenge["service"] ?? string.Empty),
                KeyValuePair.Create("scope", string.Join(' ', scopes)),
            ]),
        };

    /// <summary>What we want, and what the registry says that this request needs besides: one that keeps repositories under other names knows better.</summary>
    private static IReadOnlyList<string> WithOwnOf(AuthChallenge challenge, IReadOnlyList<string> wanted)
    {
        var own = (challenge["scope"] ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return own.Length > MostScopes || !own.All(scope => VisibleAscii.Is(scope)) ? wanted : [.. wanted, .. own.Where(IsNew)];

        bool IsNew(string scope)
            => scope.LastIndexOf(':') is var end and > 0 && !wanted.Any(known => known.StartsWith(scope[..(end + 1)], StringComparison.Ordinal));
    }

    private static async Task<AccessToken> ReadTokenAsync(HttpResponseMessage answer, string doing, CancellationToken cancellationToken)
    {
        var bytes = await BoundedRead.BytesAsync(answer, LongestAnswer, cancellationToken);
        var body = StrictJson.ParseObject(bytes, ErrorCodes.RegistryAnswer, "the answer of the token service");
        try
        {
            var token = (string?)body["token"] is { Length: > 0 } plain ? plain : (string?)body["access_token"];
            if (!string.IsNullOrEmpty(token) && VisibleAscii.Is(token))
            {
                return new AccessToken(token, LifetimeOf(body));
            }
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or JsonException)
        {
            // Not a text: as good as none.
        }

        throw new ContainerizeException(
            ErrorCodes.RegistryAnswer,
            $"{doing}: the token service {answer.RequestMessage?.RequestUri?.Authority} answered without a token.");
    }

    private static TimeSpan LifetimeOf(JsonObject body)
    {
        var seconds = (double?)body["expires_in"] ?? UsualLifetime;
        return TimeSpan.FromSeconds(double.IsNaN(seconds) ? UsualLifetime : Math.Clamp(seconds, 1, LongestLifetime));
    }

    /// <summary>What fails for a passing reason is asked again; a service that never answered is named wrongly or down.</summary>
    private Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> newRequest, LoginNote note, string doing, CancellationToken cancellationToken)
        => newAttempts(doing).SendAsync(
            async () =>
            {
                using var request = newRequest();
                request.Options.Set(LoginNote.Key, note);
                counts.AddRequest();
                var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                hasAnswered = true;
                return answer;
            },
            failure => hasAnswered && failure is HttpRequestException,
            cancellationToken);
}
