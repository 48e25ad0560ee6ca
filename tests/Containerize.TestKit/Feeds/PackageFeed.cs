using System.Net;
using System.Text;
using System.Text.Json;
using Containerize.TestKit.Registry;
using Containerize.TestKit.Registry.Auth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Containerize.TestKit.Feeds;

/// <summary>
/// A package feed that asks who you are, on a free loopback port: as much of NuGet's protocol 3 as a restore uses, which is the service
/// index and the folder of packages (learn.microsoft.com/nuget/api/package-base-address-resource).
/// </summary>
public sealed class PackageFeed : IAsyncDisposable
{
    private const string IndexPath = "/v3/index.json";
    private const string PackagesPath = "/v3/packages/";

    private readonly WebApplication app;
    private readonly PackedLibrary[] packages;

    private PackageFeed(Login login, PackedLibrary[] packages)
    {
        Login = login;
        this.packages = packages;
        app = LoopbackServer.Build(IPAddress.Loopback, certificate: null);
        var auth = new BasicAuth(login);
        app.Run(Requests.Wrap(context => auth.InvokeAsync(context, AnswerAsync)));
    }

    public Login Login { get; }

    /// <summary>As a nuget.config names the feed.</summary>
    public Uri Url { get; private set; } = null!;

    public RequestLog Requests { get; } = new();

    /// <summary>How many requests came with the right name and password.</summary>
    public int Logins => Requests.All.Count(request => request.SentAuthorization && request.Status is not StatusCodes.Status401Unauthorized);

    /// <summary>How many packages were fetched.</summary>
    public int Downloads => Requests.Of("GET", PackagesPath + "*.nupkg").Count(request => request.Status == StatusCodes.Status200OK);

    public static async Task<PackageFeed> StartAsync(Login login, CancellationToken cancellationToken, params PackedLibrary[] packages)
    {
        var feed = new PackageFeed(login, packages);
        await feed.app.StartAsync(cancellationToken);
        feed.Url = new Uri(new Uri(feed.app.Urls.Single()), IndexPath);
        return feed;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync(); // no waiting for clients that keep their connections
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext context) => Find(context.Request.Path.Value!) is var (type, body)
        ? context.Response.AnswerAsync(StatusCodes.Status200OK, type, body)
        : context.Response.AnswerAsync(StatusCodes.Status404NotFound, "text/plain", Encoding.UTF8.GetBytes("no such thing here"));

    /// <summary>Ids and versions are in lower case in a path, whatever the package says.</summary>
    private (string Type, byte[] Body)? Find(string path)
    {
        if (path == IndexPath)
        {
            var resource = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["@id"] = new Uri(Url, PackagesPath).ToString(),
                ["@type"] = "PackageBaseAddress/3.0.0",
            };
            return Json(new { version = "3.0.0", resources = new[] { resource } });
        }

        foreach (var versions in packages.GroupBy(package => PackagesPath + Lower(package.Id), StringComparer.Ordinal))
        {
            if (path == versions.Key + "/index.json")
            {
                return Json(new { versions = versions.Select(package => Lower(package.Version)) });
            }

            if (versions.FirstOrDefault(package => path == $"{versions.Key}/{Lower(package.Version)}/{Lower(package.FileName)}") is { } wanted)
            {
                return ("application/octet-stream", wanted.Content);
            }
        }

        return null;
    }

    private static string Lower(string text) => text.ToLowerInvariant();

    private static (string Type, byte[] Body) Json(object value) => ("application/json", JsonSerializer.SerializeToUtf8Bytes(value));
}
