using Containerize.Describing;
using Containerize.Destinations;
using Containerize.Host;
using Containerize.Layering;
using Containerize.Layers;
using Containerize.Oci;
using Containerize.Publishing;
using Containerize.Registries;
using Containerize.Registries.Credentials;
using Containerize.Storage;
using Containerize.Tests.Publishing;

namespace Containerize.Tests.Hammering;

/// <summary>A publish that can be described in a command line.</summary>
/// <param name="App">An <see cref="AppFolder"/>.</param>
/// <param name="Cache">The folder of the store.</param>
/// <param name="Registry">Where the base image is, and the image goes.</param>
internal sealed record PublishJob(string App, string Cache, string Registry, string Repository)
{
    public const string BaseRepository = "dotnet/aspnet";
    public const string Tag = "latest";

    public IReadOnlyList<string> Arguments => [App, Cache, Registry, Repository];

    public static PublishJob Parse(string[] arguments) => new(arguments[0], arguments[1], arguments[2], arguments[3]);

    /// <summary>In this process.</summary>
    /// <returns>The manifest's digest.</returns>
    public async Task<string> PublishAsync(CancellationToken cancellationToken)
    {
        var log = new RecordingLog();
        var options = new RegistryOptions();
        var host = new HostEnvironment(name => name == "SOURCE_DATE_EPOCH" ? "1700000000" : null, Path.Join(App, "home"));
        using var registries = new RegistryClient(RegistryClient.CreateNetwork(options), options, new CredentialSource(host, Registry, log), TimeProvider.System, log);
        var services = new PublishServices(registries, new ContentStore(Cache), LayerEncoding.Parse(null), host, TimeProvider.System, log);
        var order = new PublishOrder([Definition()]);
        var outcome = await new ImagePublisher(order, new LayeringImageMaker(order, services), services).PublishAsync(cancellationToken);
        return outcome.Results.Single().Top.Digest.ToString();
    }

    private ImageDefinition Definition() => new()
    {
        ProjectName = "Shop",
        ProjectDirectory = App,
        PublishDirectory = Path.Join(App, "publish"),
        IntermediateDirectory = Path.Join(App, "obj"),
        BaseImage = new ImageReference { Registry = Registry, Repository = BaseRepository, Tag = "10.0" },
        Platform = new Platform("linux", "amd64"),
        Targets = [new ImageTarget(new ImagePlace.Registry(Registry), Registry, Repository, [Tag])],
        WorkingDirectory = "/app",
        CommandLine = new CommandLine { AppCommand = ["dotnet", "/app/Shop.dll"] },
        IsWeb = true,
        Provenance = new ByFolder(),
    };

    private sealed class ByFolder : IFileProvenance
    {
        public FileOrigin OriginOf(string relativePath) => relativePath.Split('/')[0] switch
        {
            "packages" => new FileOrigin.Package("Package", "1.0.0"),
            "wwwroot" => new FileOrigin.Content(),
            _ => new FileOrigin.App(),
        };

        public bool ChangesWithApp(string relativePath) => false;
    }
}
