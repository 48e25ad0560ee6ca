using System.Net;
using Containerize.Registries;
using Containerize.Registries.Credentials;
using Containerize.Tests.Publishing;

namespace Containerize.Tests.Registries;

/// <summary>Stands in for the network where names and addresses matter that a test cannot have: nothing leaves the process.</summary>
internal sealed class FakeNetwork(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    private readonly Lock gate = new();
    private readonly List<SeenRequest> seen = [];

    public IReadOnlyList<SeenRequest> Seen
    {
        get
        {
            lock (gate)
            {
                return [.. seen];
            }
        }
    }

    public RecordingLog Log { get; } = new();

    public static HttpResponseMessage Answer(HttpStatusCode status, string body = "", params (string Name, string Value)[] headers)
    {
        var message = new HttpResponseMessage(status) { Content = new StringContent(body) };
        foreach (var (name, value) in headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    public static HttpResponseMessage Challenge(params string[] challenges)
        => Answer(HttpStatusCode.Unauthorized, "", [.. challenges.Select(c => ("WWW-Authenticate", c))]);

    /// <summary>A client on this network that knows one user, by the general variables.</summary>
    /// <param name="insecure">Registries the user named as such.</param>
    public RegistryClient Client(string destination, params string[] insecure) => Client(destination, TestHosts.WithLogin, insecure);

    public RegistryClient Client(string destination, Containerize.Host.HostEnvironment host, params string[] insecure)
    {
        var options = new RegistryOptions { Attempts = 3, LongestPause = TimeSpan.FromMilliseconds(1), Insecure = insecure.ToHashSet(StringComparer.Ordinal) };
        return new RegistryClient(this, options, new CredentialSource(host, destination, Log), TimeProvider.System, Log);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? string.Empty : await request.Content.ReadAsStringAsync(cancellationToken);
        lock (gate)
        {
            seen.Add(new SeenRequest(request.Method.Method, request.RequestUri!.AbsoluteUri, request.Headers.Authorization?.ToString(), body));
        }

        var response = answer(request);
        response.RequestMessage = request;
        return response;
    }
}

internal sealed record SeenRequest(string Method, string Address, string? Authorization, string Body);

internal static class TestHosts
{
    public const string User = "me";
    public const string Password = "correct horse";

    public static string Basic { get; } = "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{User}:{Password}"));

    public static Containerize.Host.HostEnvironment WithLogin { get; } = Of(("DOTNET_CONTAINER_REGISTRY_UNAME", User), ("DOTNET_CONTAINER_REGISTRY_PWORD", Password));

    public static Containerize.Host.HostEnvironment Of(params (string Name, string Value)[] variables)
        => new(name => variables.FirstOrDefault(v => v.Name == name).Value, string.Empty);
}
