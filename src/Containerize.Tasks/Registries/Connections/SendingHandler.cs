namespace Containerize.Registries.Connections;

/// <summary>
/// The last step: each message that arrives goes out once, with a body made for it. It ends in an HttpClient and not in a handler of the
/// network, since that adds who we are, and says of what failed because it was canceled that it was canceled.
/// </summary>
internal sealed class SendingHandler(RegistryAddress registry, HttpClient http, TransferCounts counts, RegistryWarnings warnings) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var (request, watch) = RegistryExchange.Of(message);
        if (!registry.IsOf(message.RequestUri!))
        {
            message.Headers.Authorization = null;
        }

        using var body = request.Body is null ? null : await request.Body(watch);
        if (body is not null)
        {
            message.Content = body;
            message.Headers.ExpectContinue = request.AsksBeforeBody;
        }

        counts.AddRequest();
        watch.Alive();
        try
        {
            var answer = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            watch.Alive();
            warnings.Tell(answer);
            return answer;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            // SocketsHttpHandler's ConnectTimeout shows itself as a cancellation that nobody asked for.
            throw new HttpRequestException(HttpRequestError.ConnectionError, "the connection timed out", e);
        }
    }
}
