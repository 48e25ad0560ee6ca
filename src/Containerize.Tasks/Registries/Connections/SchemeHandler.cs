using System.Net;
using Containerize.Registries.Addresses;

namespace Containerize.Registries.Connections;

/// <summary>Makes relative addresses absolute. The first request to a registry that may speak HTTP or HTTPS finds out which it is.</summary>
internal sealed class SchemeHandler(RegistryAddress registry, HttpMessageHandler next) : DelegatingHandler(next)
{
    private readonly RegistryEndpoint endpoint = registry.Endpoint;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        if (message.RequestUri!.IsAbsoluteUri)
        {
            return await base.SendAsync(message, cancellationToken);
        }

        if (registry.Scheme is { } known)
        {
            return await SendByAsync(known, message, cancellationToken);
        }

        var found = await FindAsync(message, cancellationToken);
        registry.Scheme = found.Scheme;
        return found.Answer;
    }

    private async Task<Found> FindAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        if (!endpoint.MayUsePlainHttp)
        {
            return new Found("https", await SendByAsync("https", message, cancellationToken));
        }

        // On loopback plain HTTP is the rule; for another registry, though declared insecure, HTTPS goes first.
        var (first, second) = endpoint.IsLoopback ? ("http", "https") : ("https", "http");
        HttpResponseMessage answer;
        try
        {
            answer = await SendByAsync(first, message, cancellationToken);
        }
        catch (HttpRequestException e) when (e.HttpRequestError is not (HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError))
        {
            return new Found(second, await SendByAsync(second, message, cancellationToken));
        }

        if (first == "http" && MayWantTls(answer) && await InsteadByTlsAsync(answer, message, cancellationToken) is { } secure)
        {
            answer.Dispose();
            return new Found("https", secure);
        }

        return new Found(first, answer);
    }

    /// <summary>A Go server with TLS answers plain HTTP with this status and no registry header.</summary>
    private static bool MayWantTls(HttpResponseMessage answer)
        => answer.StatusCode == HttpStatusCode.BadRequest && !answer.Headers.Contains("Docker-Distribution-Api-Version");

    /// <summary>Null where it is plain HTTP after all, and means its 400.</summary>
    private async Task<HttpResponseMessage?> InsteadByTlsAsync(HttpResponseMessage answer, HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var complaint = await RegistryErrors.TextOfAsync(answer, cancellationToken);
        try
        {
            return await SendByAsync("https", message, cancellationToken);
        }
        catch (HttpRequestException) when (!WantsTls(complaint))
        {
            return null;
        }
    }

    /// <summary>nginx: "The plain HTTP request was sent to HTTPS port". Go: "Client sent an HTTP request to an HTTPS server".</summary>
    private static bool WantsTls(string complaint) => complaint.Contains("HTTPS", StringComparison.OrdinalIgnoreCase);

    private Task<HttpResponseMessage> SendByAsync(string scheme, HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var exchange = RegistryExchange.Of(message);
        return base.SendAsync(exchange.ToMessage(endpoint.Uri(scheme, exchange.Request.PathAndQuery), message.Headers.Authorization), cancellationToken);
    }

    private sealed record Found(string Scheme, HttpResponseMessage Answer);
}
