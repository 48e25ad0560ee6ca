using Containerize.Diagnostics;

namespace Containerize.Registries.Connections;

/// <summary>Sends again what failed for a passing reason, and says what it was that would not pass.</summary>
internal sealed class RetryHandler(RegistryAddress registry, FailureDiagnosis diagnosis, Func<string, Attempts> newAttempts, HttpMessageHandler next)
    : DelegatingHandler(next)
{
    /// <exception cref="ContainerizeException">No answer could be had.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var (request, watch) = RegistryExchange.Of(message);
        try
        {
            if (!request.Repeatable)
            {
                return await base.SendAsync(message, cancellationToken);
            }

            var attempts = request.PartOf?.At(request.Doing) ?? newAttempts(request.Doing);
            return await attempts.SendAsync(
                () =>
                {
                    watch.Alive();
                    return base.SendAsync(message, cancellationToken);
                },
                IsPassing,
                watch.Caller);
        }
        catch (HttpRequestException e)
        {
            throw await diagnosis.OfAsync(e, request.Doing, watch.Caller);
        }
        catch (OperationCanceledException) when (!watch.Caller.IsCancellationRequested)
        {
            throw RegistryErrors.OfStall(request.Doing, registry.Endpoint.Registry, watch.Limit);
        }
    }

    /// <summary>
    /// A registry that never answered is named wrongly or down; one that did is worth another try, but no certificate gets better by waiting.
    /// </summary>
    private bool IsPassing(Exception failure)
        => registry.Scheme is not null && failure is HttpRequestException { HttpRequestError: not HttpRequestError.SecureConnectionError };
}
