using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using Containerize.Diagnostics;
using Containerize.Registries.Addresses;
using Containerize.Registries.Authentication;
using Containerize.Registries.Uploads;

namespace Containerize.Registries.Connections;

/// <summary>
/// The way to one registry: finds out whether it speaks HTTPS, answers its challenges, follows its redirects, and asks again what
/// failed for a passing reason. What it returns is an answer that the caller has to judge.
/// </summary>
internal sealed class RegistryConnection
{
    private const int MostRedirects = 5;

    private readonly RegistryEndpoint endpoint;
    private readonly HttpClient http;
    private readonly RegistryOptions options;
    private readonly Authenticator authenticator;
    private readonly TransferCounts counts;
    private readonly TimeProvider clock;
    private readonly IPublishLog log;

    private readonly RegistryWarnings warnings;
    private volatile string? scheme;

    public RegistryConnection(
        RegistryEndpoint endpoint,
        HttpClient http,
        RegistryOptions options,
        Authenticator authenticator,
        TransferCounts counts,
        TimeProvider clock,
        IPublishLog log)
    {
        this.endpoint = endpoint;
        this.http = http;
        this.options = options;
        this.authenticator = authenticator;
        this.counts = counts;
        this.clock = clock;
        this.log = log;
        warnings = new RegistryWarnings(endpoint.Registry, log);
    }

    public string Registry => endpoint.Registry;

    /// <summary>Base of relative locations.</summary>
    public Uri Address => endpoint.Uri(scheme ?? "https", "/");

    public TransferCounts Counts => counts;

    public StallWatch Watch(CancellationToken cancellationToken) => new(options.StallLimit, cancellationToken);

    public Attempts NewAttempts(string doing) => new(options, clock, log, doing);

    /// <summary>Sends a request until an answer is final. The body may still be on its way when this returns.</summary>
    /// <param name="watch">Told of every sign of life; its limit bounds each silence.</param>
    /// <exception cref="ContainerizeException">No answer could be had.</exception>
    public async Task<HttpResponseMessage> SendAsync(RegistryRequest request, StallWatch watch, CancellationToken cancellationToken)
    {
        var attempts = NewAttempts(request.Doing);
        while (true)
        {
            try
            {
                var answer = await SendAuthenticatedAsync(request, watch);
                if (!request.Repeatable || !attempts.MayFollow(answer.StatusCode))
                {
                    return answer;
                }

                var pause = attempts.PauseAfterAsync(answer, cancellationToken);
                answer.Dispose();
                await pause;
            }
            catch (HttpRequestException e)
            {
                // A registry that never answered is named wrongly or down; one that did is worth another try, but no certificate gets better by waiting.
                if (!request.Repeatable || scheme is null || e.HttpRequestError == HttpRequestError.SecureConnectionError || !attempts.MayReconnect)
                {
                    throw await DiagnoseAsync(e, request, cancellationToken);
                }

                await attempts.PauseBeforeReconnectAsync(e.Message, cancellationToken);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw RegistryErrors.OfStall(request.Doing, Registry, watch.Limit);
            }

            watch.Alive();
        }
    }

    private async Task<HttpResponseMessage> SendAuthenticatedAsync(RegistryRequest request, StallWatch watch)
    {
        var proof = await authenticator.KnownAsync(request.Scope, watch.Token);
        var answer = await SendRedirectedAsync(request, proof, watch);
        if (answer.StatusCode != HttpStatusCode.Unauthorized || !BelongsToRegistry(answer.RequestMessage!.RequestUri!))
        {
            return Noted(answer, request);
        }

        var challenges = AuthChallenge.Of(answer.Headers);
        var better = await authenticator.AnswerAsync(request.Scope, Address, challenges, proof, watch.Token);
        if (better is not null)
        {
            answer.Dispose();
            answer = await SendRedirectedAsync(request, better, watch);
        }

        return Noted(answer, request);
    }

    private HttpResponseMessage Noted(HttpResponseMessage answer, RegistryRequest request)
    {
        if (authenticator.NoteOf(request.Scope) is { } note && BelongsToRegistry(answer.RequestMessage!.RequestUri!))
        {
            answer.RequestMessage.Options.Set(LoginNote.Key, note);
        }

        return answer;
    }

    /// <summary>
    /// Follows redirects by hand: HttpClient would drop the credentials even where they belong. A body is sent on only where the answer
    /// keeps the method (307, 308).
    /// </summary>
    private async Task<HttpResponseMessage> SendRedirectedAsync(RegistryRequest request, AuthenticationHeaderValue? proof, StallWatch watch)
    {
        var answer = await SendSchemedAsync(request, proof, watch);
        for (var followed = 0; followed < MostRedirects && LocationHeader.Redirects(answer, hasBody: request.Body is not null); followed++)
        {
            var from = answer.RequestMessage!.RequestUri!;
            if (LocationHeader.TargetOf(answer, from) is not { } target || !LocationHeader.MayLead(from, target))
            {
                return answer;
            }

            answer.Dispose();
            answer = await SendOnceAsync(request with { Address = target }, target, proof, watch);
        }

        return answer;
    }

    /// <summary>The first request to a registry that may speak either finds out which it is.</summary>
    private async Task<HttpResponseMessage> SendSchemedAsync(RegistryRequest request, AuthenticationHeaderValue? proof, StallWatch watch)
    {
        var known = scheme;
        if (known is not null || request.Address is not null)
        {
            return await SendOnceAsync(request, request.Address ?? endpoint.Uri(known!, request.PathAndQuery), proof, watch);
        }

        if (!endpoint.MayUsePlainHttp)
        {
            var answer = await SendOnceAsync(request, endpoint.Uri("https", request.PathAndQuery), proof, watch);
            scheme = "https";
            return answer;
        }

        // On loopback plain HTTP is the rule; for another registry, though declared insecure, HTTPS goes first.
        var (first, second) = endpoint.IsLoopback ? ("http", "https") : ("https", "http");
        HttpResponseMessage tried;
        try
        {
            tried = await SendOnceAsync(request, endpoint.Uri(first, request.PathAndQuery), proof, watch);
        }
        catch (HttpRequestException e) when (e.HttpRequestError is not (HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError))
        {
            tried = await SendOnceAsync(request, endpoint.Uri(second, request.PathAndQuery), proof, watch);
            scheme = second;
            return tried;
        }

        // A Go server with TLS answers plain HTTP with this status and no registry header.
        if (first == "http" && tried.StatusCode == HttpStatusCode.BadRequest && !tried.Headers.Contains("Docker-Distribution-Api-Version"))
        {
            var complaint = await RegistryErrors.TextOfAsync(tried, watch.Token);
            try
            {
                var secure = await SendOnceAsync(request, endpoint.Uri(second, request.PathAndQuery), proof, watch);
                tried.Dispose();
                scheme = second;
                return secure;
            }
            catch (HttpRequestException) when (!WantsTls(complaint))
            {
                // It is plain HTTP after all, and means its 400.
            }
        }

        scheme = first;
        return tried;
    }

    /// <summary>nginx: "The plain HTTP request was sent to HTTPS port". Go: "Client sent an HTTP request to an HTTPS server".</summary>
    private static bool WantsTls(string complaint) => complaint.Contains("HTTPS", StringComparison.OrdinalIgnoreCase);

    private async Task<HttpResponseMessage> SendOnceAsync(RegistryRequest request, Uri address, AuthenticationHeaderValue? proof, StallWatch watch)
    {
        using var message = new HttpRequestMessage(request.Method, address);
        if (proof is not null && BelongsToRegistry(address))
        {
            message.Headers.Authorization = proof;
        }

        foreach (var mediaType in request.Accept)
        {
            message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(mediaType));
        }

        if (request.Body is not null)
        {
            message.Content = await request.Body(watch.Token);
            // A registry that wants a token says so before the body is sent, instead of closing the connection in its middle.
            message.Headers.ExpectContinue = message.Content is BlobContent;
        }

        counts.AddRequest();
        watch.Alive();
        try
        {
            var answer = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, watch.Token);
            watch.Alive();
            warnings.Tell(answer);
            return answer;
        }
        catch (OperationCanceledException e) when (!watch.Token.IsCancellationRequested)
        {
            // SocketsHttpHandler's ConnectTimeout shows itself as a cancellation that nobody asked for.
            throw new HttpRequestException(HttpRequestError.ConnectionError, "the connection timed out", e);
        }
    }

    /// <summary>Credentials are for one scheme, host and port.</summary>
    private bool BelongsToRegistry(Uri address)
        => address.Authority == Address.Authority && address.Scheme == (scheme ?? address.Scheme) && (address.Scheme == "https" || endpoint.MayUsePlainHttp);

    private async Task<ContainerizeException> DiagnoseAsync(HttpRequestException failure, RegistryRequest request, CancellationToken cancellationToken)
    {
        var isTls = failure.HttpRequestError == HttpRequestError.SecureConnectionError || failure.InnerException is AuthenticationException;
        if (!isTls)
        {
            return RegistryErrors.OfFailure(failure, request.Doing, Registry);
        }

        if (!await AnswersPlainHttpAsync(cancellationToken))
        {
            return RegistryErrors.OfTls(failure, request.Doing, Registry);
        }

        // Where plain HTTP may be used it was tried first, and broke.
        return endpoint.MayUsePlainHttp
            ? RegistryErrors.OfFailure(new HttpRequestException("the connection broke"), request.Doing, Registry)
            : RegistryErrors.OfPlainHttp(request.Doing, Registry);
    }

    /// <summary>Only to tell the user; nothing but a bare request is sent.</summary>
    private async Task<bool> AnswersPlainHttpAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(3));
        try
        {
            using var ping = new HttpRequestMessage(HttpMethod.Get, endpoint.Uri("http", "/v2/"));
            counts.AddRequest();
            using var answer = await http.SendAsync(ping, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return answer.StatusCode != HttpStatusCode.BadRequest;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}
