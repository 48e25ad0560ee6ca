using System.Net;
using System.Security.Authentication;
using Containerize.Diagnostics;
using Containerize.Registries.Addresses;

namespace Containerize.Registries.Connections;

/// <summary>Finds out why no answer could be had.</summary>
internal sealed class FailureDiagnosis(RegistryEndpoint endpoint, HttpClient http, TransferCounts counts)
{
    /// <param name="doing">As in errors, a participle.</param>
    public async Task<ContainerizeException> OfAsync(HttpRequestException failure, string doing, CancellationToken cancellationToken)
    {
        var isTls = failure.HttpRequestError == HttpRequestError.SecureConnectionError || failure.InnerException is AuthenticationException;
        if (!isTls)
        {
            return RegistryErrors.OfFailure(failure, doing, endpoint.Registry);
        }

        if (!await AnswersPlainHttpAsync(cancellationToken))
        {
            return RegistryErrors.OfTls(failure, doing, endpoint.Registry);
        }

        // Where plain HTTP may be used it was tried first, and broke.
        return endpoint.MayUsePlainHttp
            ? RegistryErrors.OfFailure(new HttpRequestException("the connection broke"), doing, endpoint.Registry)
            : RegistryErrors.OfPlainHttp(doing, endpoint.Registry);
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
