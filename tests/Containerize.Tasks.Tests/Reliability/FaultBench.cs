using System.Net;
using Containerize.TestKit.Registry;
using Containerize.TestKit.Registry.Faults;
using Containerize.Tests.Publishing;
using Containerize.Tests.Registries;

namespace Containerize.Tests.Reliability;

/// <summary>Where a fault is tried: a publisher, its registry, and a host that is not the registry.</summary>
internal sealed class FaultBench : IAsyncDisposable
{
    public const string Tag = "/v2/acme/shop/manifests/*";
    public const string Base = "/v2/dotnet/aspnet/manifests/*";
    public const string BaseBlobs = "/v2/dotnet/aspnet/blobs/*";
    public const string Uploads = "/v2/acme/shop/blobs/uploads*";
    public const string Blobs = "/v2/acme/shop/blobs/sha256*";

    private FaultBench(PublishBench bench, InProcessRegistry elsewhere)
    {
        Bench = bench;
        Elsewhere = elsewhere;
    }

    public PublishBench Bench { get; }

    public InProcessRegistry Registry => Bench.Registry;

    /// <summary>A host that must never see a credential.</summary>
    public InProcessRegistry Elsewhere { get; }

    /// <summary>Digest under the tag before it went wrong.</summary>
    public string? Before { get; private set; }

    public static async Task<FaultBench> StartAsync(FaultCase fault)
    {
        var bench = new FaultBench(await PublishBench.StartAsync(fault.Registry), await InProcessRegistry.StartAsync());
        bench.Bench.StallLimit = TimeSpan.FromMilliseconds(400);
        if (fault.HasLogin)
        {
            bench.Bench.Environment["DOTNET_CONTAINER_REGISTRY_UNAME"] = TestHosts.User;
            bench.Bench.Environment["DOTNET_CONTAINER_REGISTRY_PWORD"] = TestHosts.Password;
        }

        if (fault.HasEarlierImage)
        {
            bench.Before = (await bench.Bench.PublishAsync()).Top.Digest.ToString();
            bench.Bench.Write("Shop.dll", "the app, edited");
            bench.Registry.Requests.Clear();
        }

        return bench;
    }

    public FaultRule On(string method, string path) => Registry.Faults.On(method, path);

    public int Count(string method, string path) => Registry.Requests.Of(method, path).Count;

    public string? UnderTag => Registry.Store.Manifest(PublishBench.Repository, "latest")?.Digest;

    /// <summary>Headers for an answer of a fault.</summary>
    public static Dictionary<string, string> Header(string name, string value) => new(StringComparer.Ordinal) { [name] = value };

    public async ValueTask DisposeAsync()
    {
        await Bench.DisposeAsync();
        await Elsewhere.DisposeAsync();
    }
}
