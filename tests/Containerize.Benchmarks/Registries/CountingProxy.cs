using System.Net;
using Containerize.Benchmarks.Scenarios;
using Containerize.TestKit.Registry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Containerize.Benchmarks.Registries;

/// <summary>
/// Stands in front of a registry on loopback and counts, so that one measure serves all contenders. Passes everything through as it
/// comes, the Host header included: a registry builds its Location answers from it, and so they lead back here. But for one thing: what
/// earlier publishes left in other repositories is not to be had.
/// </summary>
internal sealed class CountingProxy : IAsyncDisposable
{
    // RFC 9110, section 7.6.1: these speak of one connection, not of the message.
    private static readonly HashSet<string> HopByHop = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Expect",
    };

    private readonly HttpMessageInvoker _upstream = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
    });

    private readonly string _upstreamAddress;
    private readonly WebApplication _server;
    private long _requests;
    private long _bytesSent;
    private long _bytesReceived;

    private CountingProxy(string upstreamAddress)
    {
        _upstreamAddress = upstreamAddress;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Listen);
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.Run(ForwardAsync);
    }

    /// <summary><c>host:port</c>, as an image reference names a registry.</summary>
    public string Address => new Uri(_server.Urls.Single()).Authority;

    public Traffic Traffic => new(Interlocked.Read(ref _requests), Interlocked.Read(ref _bytesSent), Interlocked.Read(ref _bytesReceived));

    public static async Task<CountingProxy> StartAsync(string upstreamAddress, CancellationToken cancellationToken)
    {
        var proxy = new CountingProxy(upstreamAddress);
        await proxy._server.StartAsync(cancellationToken);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _upstream.Dispose();
    }

    private static void Listen(KestrelServerOptions options)
    {
        options.Listen(IPAddress.Loopback, 0);
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.AddServerHeader = false;
    }

    private async Task ForwardAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        using var request = Translate(context);
        using var answer = await _upstream.SendAsync(request, context.RequestAborted);

        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated))
        {
            if (!HopByHop.Contains(name))
            {
                context.Response.Headers[name] = new StringValues([.. values]);
            }
        }

        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await using var body = await answer.Content.ReadAsStreamAsync(context.RequestAborted);
            await using var counted = new CountingStream(body, count => Interlocked.Add(ref _bytesReceived, count));
            await counted.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
    }

    private HttpRequestMessage Translate(HttpContext context)
    {
        // Upload addresses carry a state in their query that a registry wants back byte for byte.
        var target = WithoutMountOfOurs(context, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        var address = new Uri($"http://{_upstreamAddress}{target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), address);
        if (context.Features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody || context.Request.ContentLength is 0)
        {
            request.Content = new StreamContent(new CountingStream(context.Request.Body, count => Interlocked.Add(ref _bytesSent, count)));
        }

        foreach (var (name, values) in context.Request.Headers)
        {
            if (!HopByHop.Contains(name) && !request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        return request;
    }

    /// <summary>
    /// A lane's new repository stands for another registry. A Docker Engine never forgets which repositories have a layer, and would mount it
    /// from the one before. Asked without a mount, the registry opens an upload, as it does where it cannot mount.
    /// </summary>
    private static string WithoutMountOfOurs(HttpContext context, string target)
        => HttpMethods.IsPost(context.Request.Method)
            && context.Request.Query["from"].ToString() is var source
            && source.StartsWith(Lane.RepositoryPrefix, StringComparison.Ordinal)
            && !target.StartsWith($"/v2/{Lane.RegistryOf(source)}/", StringComparison.Ordinal)
                ? target[..target.IndexOf('?', StringComparison.Ordinal)]
                : target;
}
