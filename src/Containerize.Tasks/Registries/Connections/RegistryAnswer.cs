using System.Net;
using Containerize.Diagnostics;

namespace Containerize.Registries.Connections;

/// <summary>What a registry answered, for the caller to judge. Its body may still be on its way, watched until this is disposed.</summary>
internal sealed class RegistryAnswer(HttpResponseMessage message, RegistryExchange exchange, string registry) : IDisposable
{
    public HttpResponseMessage Message => message;

    public HttpStatusCode StatusCode => message.StatusCode;

    /// <summary>What the request was for, as a participle.</summary>
    public string Doing => exchange.Request.Doing;

    public StallWatch Watch => exchange.Watch;

    /// <summary>The first header of a name; null where there is none.</summary>
    public string? Header(string name) => message.Headers.TryGetValues(name, out var values) ? values.First() : null;

    /// <summary>The body, however slowly it comes: only silence ends it.</summary>
    /// <exception cref="ContainerizeException">It is longer than the limit, broke off, or stalled.</exception>
    public async Task<byte[]> ReadAsync(int limit)
    {
        try
        {
            return await BoundedRead.BytesAsync(message, limit, Watch);
        }
        catch (OperationCanceledException) when (Watch.HasStalled)
        {
            throw RegistryErrors.OfStall(Doing, registry, Watch.Limit);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw RegistryErrors.OfBreak(e, Doing, registry);
        }
    }

    /// <exception cref="ContainerizeException">For an answer other than this.</exception>
    public async Task RequireAsync(HttpStatusCode expected)
    {
        if (StatusCode != expected)
        {
            throw await ToErrorAsync();
        }
    }

    /// <summary>The error for an answer that was not hoped for.</summary>
    public Task<ContainerizeException> ToErrorAsync() => RegistryErrors.OfAnswerAsync(message, Doing, registry, Watch.Caller);

    public void Dispose()
    {
        message.Dispose();
        Watch.Dispose();
    }
}
