using Containerize.Registries.Addresses;

namespace Containerize.Registries.Connections;

/// <summary>
/// Follows redirects by hand: HttpClient would drop the credentials even where they belong. A body is sent on only where the answer
/// keeps the method (307, 308).
/// </summary>
internal sealed class RedirectHandler(HttpMessageHandler next) : DelegatingHandler(next)
{
    private const int Most = 5;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var exchange = RegistryExchange.Of(message);
        var answer = await base.SendAsync(message, cancellationToken);
        for (var followed = 0; followed < Most && LocationHeader.Redirects(answer, hasBody: exchange.Request.Body is not null); followed++)
        {
            var from = answer.RequestMessage!.RequestUri!;
            if (LocationHeader.TargetOf(answer, from) is not { } target || !LocationHeader.MayLead(from, target))
            {
                return answer;
            }

            answer.Dispose();
            answer = await base.SendAsync(exchange.ToMessage(target, message.Headers.Authorization), cancellationToken);
        }

        return answer;
    }
}
