using System.Net;
using System.Text.Json.Nodes;
using Containerize.TestKit.Registry;
using Shouldly;
using Xunit;

namespace Containerize.Tests.TestKit;

/// <summary>A registry and a plain client of its own for each test.</summary>
public abstract class RegistryTest : IAsyncLifetime
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected InProcessRegistry Registry { get; private set; } = null!;

    protected HttpClient Client { get; private set; } = null!;

    protected virtual RegistryOptions Options => new();

    public async ValueTask InitializeAsync()
    {
        Registry = await InProcessRegistry.StartAsync(Options, Cancellation);
        Client = Registry.CreateClient();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Client.Dispose();
        await Registry.DisposeAsync();
    }
}

internal static class ErrorAnswers
{
    public static async Task ShouldBeErrorAsync(this HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        answer.StatusCode.ShouldBe(status);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        ((string?)body["errors"]![0]!["code"]).ShouldBe(code);
        ((string?)body["errors"]![0]!["message"]).ShouldNotBeNullOrEmpty();
    }
}

/// <summary>Where an upload goes on, byte by byte: parsed headers and plain Uris have <c>~</c> where the registry wrote <c>%7E</c>.</summary>
internal static class Upload
{
    public static string LocationOf(HttpResponseMessage answer) => answer.Headers.NonValidated["Location"].ToString();

    public static Uri Verbatim(string location) => new(location, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
}
