using System.Net.Http.Headers;

namespace Containerize.Registries.Connections;

/// <summary>A request under way, as its messages carry it through the handlers of a connection.</summary>
internal sealed record RegistryExchange(RegistryRequest Request, StallWatch Watch)
{
    private static readonly HttpRequestOptionsKey<RegistryExchange> Key = new("containerize.exchange");

    /// <exception cref="InvalidOperationException">The message is not one of an exchange.</exception>
    public static RegistryExchange Of(HttpRequestMessage message)
        => message.Options.TryGetValue(Key, out var exchange) ? exchange : throw new InvalidOperationException("The message belongs to no exchange.");

    /// <summary>A new message, since each can be sent only once. Its body comes last, in <see cref="SendingHandler"/>.</summary>
    /// <param name="address">Null for the request's own, which is relative as long as nobody knows the registry's scheme.</param>
    /// <param name="proof">Who asks; it stays behind where <paramref name="address"/> is not the registry's.</param>
    public HttpRequestMessage ToMessage(Uri? address = null, AuthenticationHeaderValue? proof = null)
    {
        var message = new HttpRequestMessage(Request.Method, address ?? Request.Address ?? new Uri(Request.PathAndQuery, UriKind.Relative));
        message.Options.Set(Key, this);
        message.Headers.Authorization = proof;
        foreach (var mediaType in Request.Accept)
        {
            message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(mediaType));
        }

        return message;
    }
}
