using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Containerize.Diagnostics;
using Containerize.Registries.Authentication;
using Containerize.Registries.Network;
using Containerize.Registries.Uploads;

namespace Containerize.Registries;

/// <summary>Turns what went wrong on the wire into one line: what was being done, what the registry said, what to do.</summary>
internal static class RegistryErrors
{
    private const int LongestBody = 64 * 1024;

    /// <summary>What an answer says besides its status is worth no more waiting than this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>The error for an answer that was not hoped for.</summary>
    /// <param name="doing">What was being done, as a participle: <c>Pushing the manifest of ghcr.io/acme/shop:latest</c>.</param>
    public static async Task<ContainerizeException> OfAnswerAsync(
        HttpResponseMessage answer, string doing, string registry, CancellationToken cancellationToken)
    {
        var said = await WhatItSaysAsync(answer, cancellationToken);
        var line = $"{(int)answer.StatusCode} {answer.ReasonPhrase}".TrimEnd();
        var told = said.Length > 0 ? $"{line}: {said}" : line;
        return answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized => new ContainerizeException(
                ErrorCodes.RegistryUnauthorized, LoginNote.Refusal(LoginNote.Of(answer), doing, registry, told)),
            HttpStatusCode.Forbidden => new ContainerizeException(ErrorCodes.RegistryDenied, LoginNote.Denial(LoginNote.Of(answer), doing, registry, told)),
            HttpStatusCode.MethodNotAllowed => new ContainerizeException(
                ErrorCodes.RegistryAnswer,
                $"{doing}: {registry} does not take this ({told}). It may be read-only, or a mirror that only hands out; push to another registry."),
            HttpStatusCode.RequestEntityTooLarge => new ContainerizeException(
                ErrorCodes.RegistryAnswer,
                $"{doing}: the content is too large for {registry} or a proxy before it ({told}). Raise its limit on request bodies."),
            var status => new ContainerizeException(
                ErrorCodes.RegistryAnswer,
                $"{doing}: {registry} answered {told}.",
                new HttpRequestException(HttpRequestError.Unknown, told, inner: null, status)),
        };
    }

    /// <summary>The error for a request that got no answer.</summary>
    public static ContainerizeException OfFailure(HttpRequestException failure, string doing, string registry)
        => failure is ProxyException byProxy ? OfProxy(byProxy, doing, registry) : new ContainerizeException(
            ErrorCodes.RegistryUnreachable,
            $"{doing}: cannot reach {registry}: {Why(failure)}. Check the name, the port, and that the registry is running and reachable from here.",
            failure);

    /// <summary>The error for an upload whose connections end in the middle, one after the other.</summary>
    /// <param name="last">Why the last one ended.</param>
    /// <param name="shortest">The length of the shortest chunks tried; null where the blob was sent in one piece only.</param>
    public static ContainerizeException OfLostUploads(ContainerizeException last, string doing, string registry, long? shortest) => new(
        ErrorCodes.RegistryUnreachable,
        $"{doing}: {registry}, or something before it, closes the connection in the middle of the upload, time and again"
            + $"{(shortest is { } bytes ? $", also in chunks of {ByteSize.Format(bytes)}" : string.Empty)} ({Why(last)}). "
            + "Look for a limit on uploads in the proxy or firewall before it, and into the registry's log.",
        last);

    /// <summary>Whether an exchange got lost while a body that might have been too long for somebody was on its way.</summary>
    public static bool IsLostIn(ContainerizeException failure, long length) => length > BodyLimit.Least && IsLost(failure);

    /// <summary>Whether there was a connection, and it ended or fell silent before there was an answer.</summary>
    public static bool IsLost(ContainerizeException failure) => failure.Code == ErrorCodes.RegistryTimeout
        || (failure.Code == ErrorCodes.RegistryUnreachable
            && failure.InnerException is HttpRequestException
            {
                HttpRequestError: not (HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError),
            });

    /// <summary>Whether there was nobody to answer, or nobody able to: for now, and not because of what was asked.</summary>
    public static bool IsAbsence(ContainerizeException failure)
    {
        for (Exception? e = failure; e is not null; e = e.InnerException)
        {
            if (e is HttpRequestException
                {
                    StatusCode: >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout,
                })
            {
                return true;
            }
        }

        return failure.Code == ErrorCodes.RegistryUnreachable
            || failure.Code == ErrorCodes.RegistryTimeout
            || failure.Code == ErrorCodes.RegistryTls
            || failure.Code == ErrorCodes.ProxyUnusable;
    }

    private static ContainerizeException OfProxy(ProxyException failure, string doing, string registry) => new(
        ErrorCodes.ProxyUnusable,
        failure.StatusCode switch
        {
            HttpStatusCode.ProxyAuthenticationRequired =>
                $"{doing}: the proxy {failure.Proxy} wants credentials (407), or others than it was given. Put them into HTTPS_PROXY: "
                    + $"http://user:password@{failure.Proxy}.",
            { } status =>
                $"{doing}: the proxy {failure.Proxy} did not open a way to {registry}: it answered {(int)status}. "
                    + $"Have it allowed there, or name {registry} in NO_PROXY if it is reachable without a proxy.",
            null =>
                $"{doing}: cannot reach the proxy {failure.Proxy} on the way to {registry}: {Why(failure)}. "
                    + $"Check HTTPS_PROXY, or name {registry} in NO_PROXY if it is reachable without a proxy.",
        },
        failure);

    private static string Why(Exception failure) => Innermost(failure) switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "the connection was refused",
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } => "the name is not known",
        SocketException { SocketErrorCode: SocketError.TimedOut } => "the connection timed out",
        OperationCanceledException or TimeoutException => "the connection timed out",
        var inner => Excerpt.Of(inner.Message).TrimEnd('.'),
    };

    public static ContainerizeException OfPlainHttp(string doing, string registry) => new(
        ErrorCodes.RegistryPlainHttp,
        $"{doing}: {registry} answers plain HTTP, not HTTPS. If that is intended, add {registry} to ContainerizeInsecureRegistry; credentials and "
            + "images then travel unencrypted.");

    public static ContainerizeException OfTls(HttpRequestException failure, string doing, string registry) => new(
        ErrorCodes.RegistryTls,
        $"{doing}: no trusted TLS connection to {registry}: {Excerpt.Of(Innermost(failure).Message).TrimEnd('.')}. "
            + $"Install the registry's CA certificate on this machine or as /etc/docker/certs.d/{registry}/ca.crt, or name the registry in "
            + "ContainerizeInsecureRegistry to go without.",
        failure);

    /// <summary>The error for an answer that broke off.</summary>
    public static ContainerizeException OfBreak(Exception cause, string doing, string registry) => new(
        ErrorCodes.RegistryUnreachable,
        $"{doing}: the connection to {registry} broke while its answer was read. Publish again when the network is better.",
        cause);

    public static ContainerizeException OfStall(string doing, string registry, TimeSpan limit) => new(
        ErrorCodes.RegistryTimeout,
        $"{doing}: {registry} took nothing and sent nothing for {limit.TotalSeconds:0} s. Check the network and the registry, then publish again.");

    private static Exception Innermost(Exception e)
    {
        while (e.InnerException is { } inner)
        {
            e = inner;
        }

        return e;
    }

    /// <summary>An answer's body, which stays readable. Empty where it cannot be read.</summary>
    public static async Task<string> TextOfAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        byte[] body = [];
        try
        {
            body = await BoundedRead.BytesAsync(answer, LongestBody, limit.Token);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or ContainerizeException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Then there is no text.
        }

        var mediaType = answer.Content.Headers.ContentType;
        answer.Content = new ByteArrayContent(body);
        answer.Content.Headers.ContentType = mediaType;
        return System.Text.Encoding.UTF8.GetString(body);
    }

    /// <summary>The message of the first error in the body (distribution spec, "Error Codes"), or the start of a plain text.</summary>
    private static async Task<string> WhatItSaysAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var text = await TextOfAsync(answer, cancellationToken);
        try
        {
            if (text.StartsWith('{'))
            {
                using var json = JsonDocument.Parse(text);
                if (json.RootElement.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array && errors.GetArrayLength() > 0)
                {
                    return OfFirst(errors[0]);
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return string.Empty;
        }

        return answer.Content.Headers.ContentType?.MediaType is "text/plain" ? Excerpt.Of(text, 120) : string.Empty;
    }

    private static string OfFirst(JsonElement error)
    {
        var code = Text("code");
        var message = Text("message");
        return message.Length > 0 && code.Length > 0 ? $"{code}, {message}" : code + message;

        string Text(string name)
            => error.ValueKind == JsonValueKind.Object && error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? Excerpt.Of(value.GetString(), 160).TrimEnd('.')
                : string.Empty;
    }
}
