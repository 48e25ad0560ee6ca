using Containerize.Describing;
using Containerize.Destinations;
using Containerize.Engines;
using Containerize.Host;
using Containerize.Layering;
using Containerize.Layers;
using Containerize.Oci;
using Containerize.Publishing;
using Containerize.Registries;
using Containerize.Registries.Credentials;
using Containerize.Reporting;
using Containerize.Storage;
using Containerize.TestKit.Registry;
using Containerize.TestKit.Registry.Auth;
using Containerize.TestKit.Registry.Seeding;

namespace Containerize.Tests.Publishing;

/// <summary>An app of a few files, a registry with a base image, and a publisher between them.</summary>
internal sealed class PublishBench : IAsyncDisposable
{
    public const string Repository = "acme/shop";

    private readonly TemporaryFolder folder = new();

    private PublishBench(InProcessRegistry registry)
    {
        Registry = registry;
        Write("Shop.dll", "the app");
        Write("Stable.dll", new string('p', 400_000));
        Write("wwwroot/site.css", "body {}");
    }

    public InProcessRegistry Registry { get; }

    public RecordingLog Log { get; } = new();

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal) { ["SOURCE_DATE_EPOCH"] = "1700000000" };

    public CancellationToken Cancellation { get; set; } = Xunit.TestContext.Current.CancellationToken;

    /// <summary>The property ContainerizeRegistryMirror.</summary>
    public string? Mirrors { get; set; }

    /// <summary>The property ContainerizeCompression.</summary>
    public string? Compression { get; set; }

    /// <summary>How long nothing may move.</summary>
    public TimeSpan StallLimit { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>What publishes of one build have in common in a process; null where each is alone.</summary>
    public RegistryMemory? Memory { get; set; }

    /// <summary>What publishes of one build have in common in all processes; null where each is alone.</summary>
    public BuildNotes? Build { get; set; }

    /// <summary>What was begun before the publish; null where nothing was.</summary>
    public EarlyLayers? Early { get; set; }

    public string CacheFolder { get; set; } = "cache";

    public string Cache => folder.At(CacheFolder);

    public IReadOnlyList<string> Files => folder.Files();

    public static async Task<PublishBench> StartAsync(Containerize.TestKit.Registry.RegistryOptions? options = null, bool dockerBase = false)
    {
        var registry = await InProcessRegistry.StartAsync(options);
        registry.PushBase("dotnet/aspnet", "10.0", dockerBase);
        return new PublishBench(registry);
    }

    /// <summary>Text that hardly gets smaller.</summary>
    public static string CreateNoise(int length)
    {
        var noise = new byte[length / 2];
        new Random(1).NextBytes(noise);
        return Convert.ToHexString(noise);
    }

    /// <summary>The registry asks for a login, which the environment has.</summary>
    public static async Task<PublishBench> StartLoggedInAsync()
    {
        var login = new Login("me", "secret");
        var bench = await StartAsync(new() { Auth = new BearerAuth(login) });
        bench.Environment["DOTNET_CONTAINER_REGISTRY_UNAME"] = login.User;
        bench.Environment["DOTNET_CONTAINER_REGISTRY_PWORD"] = login.Password;
        return bench;
    }

    public void Write(string path, string content) => folder.Write("publish/" + path, content);

    /// <returns>The other publish directory's path.</returns>
    public string WriteElsewhere(string directory, string path, string content)
    {
        folder.Write($"{directory}/{path}", content);
        return folder.At(directory);
    }

    /// <summary>The image as that of another service of a solution, in a repository of its own.</summary>
    public Task<PublishResult> PublishToAsync(string repository, string? registry = null) => PublishAsync(definition => definition.To(target => target with
    {
        Place = new ImagePlace.Registry(registry ?? Registry.Host),
        Registry = registry ?? Registry.Host,
        Repository = repository,
    }));

    public string At(string path) => folder.At(path);

    public ImageDefinition Definition() => new()
    {
        ProjectName = "Shop",
        ProjectDirectory = folder.Root,
        PublishDirectory = folder.At("publish"),
        IntermediateDirectory = folder.At("obj"),
        BaseImage = new ImageReference { Registry = Registry.Host, Repository = "dotnet/aspnet", Tag = "10.0" },
        Platform = new Platform("linux", "amd64"),
        Targets = [new ImageTarget(new ImagePlace.Registry(Registry.Host), Registry.Host, Repository, ["latest"])],
        WorkingDirectory = "/app",
        CommandLine = new CommandLine { AppCommand = ["dotnet", "/app/Shop.dll"] },
        IsWeb = true,
        Provenance = new ByName(),
    };

    public Task<PublishResult> PublishAsync(Func<ImageDefinition, ImageDefinition>? change = null)
        => PublishAsync([change is null ? Definition() : change(Definition())]);

    public async Task<PublishResult> PublishAsync(IReadOnlyList<ImageDefinition> definitions) => (await PublishToAllAsync(definitions)).Results.Single();

    public Task<PublishOutcome> PublishToAllAsync(params IReadOnlyList<ImageDefinition> definitions)
        => WithServicesAsync(definitions, (order, services) => new ImagePublisher(order, new LayeringImageMaker(order, services), services).PublishAsync(Cancellation));

    /// <summary>The same with the images that a builder makes.</summary>
    public Task<PublishOutcome> PublishBuiltAsync(BuilderRecipe recipe, BuilderClient builder, params IReadOnlyList<ImageDefinition> definitions)
        => WithServicesAsync(definitions, async (order, services) =>
        {
            using var maker = new BuilderImageMaker(order, recipe, builder, services);
            return await new ImagePublisher(order, maker, services).PublishAsync(Cancellation);
        });

    public Task<ImagePlan> PlanAsync(params IReadOnlyList<ImageDefinition> definitions)
        => WithServicesAsync(definitions, (order, services) => new ImagePlanner(order, services).PlanAsync(Cancellation));

    public async Task<T> WithServicesAsync<T>(IReadOnlyList<ImageDefinition> definitions, Func<PublishOrder, PublishServices, Task<T>> act)
    {
        var options = new Containerize.Registries.RegistryOptions { Attempts = 3, LongestPause = TimeSpan.FromMilliseconds(1), StallLimit = StallLimit, Mirrors = RegistryMirrors.Parse(Mirrors, []) };
        var host = new HostEnvironment(name => Environment.GetValueOrDefault(name), folder.At("home"));
        using var registries = new RegistryClient(
            RegistryClient.CreateNetwork(options), options, new CredentialSource(host, new PublishOrder(definitions).FirstRegistry, Log, answers: Memory?.Helpers), TimeProvider.System, Log, memory: Memory);
        var services = new PublishServices(registries, new ContentStore(Cache), LayerEncoding.Parse(Compression), host, TimeProvider.System, Log) { Build = Build, Early = Early };
        return await act(new PublishOrder(definitions), services);
    }

    public async ValueTask DisposeAsync()
    {
        await Registry.DisposeAsync();
        folder.Dispose();
    }

    private sealed class ByName : IFileProvenance
    {
        public FileOrigin OriginOf(string relativePath) => relativePath switch
        {
            "Stable.dll" => new FileOrigin.Package("Stable", "1.0.0"),
            _ when relativePath.StartsWith("wwwroot/", StringComparison.Ordinal) => new FileOrigin.Content(),
            _ => new FileOrigin.App(),
        };

        public bool ChangesWithApp(string relativePath) => false;
    }
}
