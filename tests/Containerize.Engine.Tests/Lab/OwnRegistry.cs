using Containerize.TestKit.Projects;

namespace Containerize.Tests.Engine.Lab;

/// <summary>A docker-registry of a test's own, with the base images in it: its log holds nobody else's requests.</summary>
internal sealed class OwnRegistry : IAsyncDisposable
{
    private const string Name = "own";

    private readonly string run;

    private OwnRegistry(string run)
    {
        this.run = run;
        Address = File.ReadAllText(Path.Join(run, Name, "address")).Trim();
        Content = new RegistryContent(Address);
        Log = new AccessLog(Path.Join(run, Name, "access.log"), Content);
    }

    /// <summary>Host and port.</summary>
    public string Address { get; }

    public RegistryContent Content { get; }

    public AccessLog Log { get; }

    /// <summary>The settings of a registry that serves, and takes nothing: one that is being maintained.</summary>
    public static IReadOnlyDictionary<string, string?> ReadOnly { get; } = new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["REGISTRY_STORAGE_MAINTENANCE"] = "{ readonly: { enabled: true } }",
    };

    /// <param name="settings">Environment variables, the distribution's own way to override its configuration file.</param>
    public static async Task<OwnRegistry> StartAsync(IReadOnlyDictionary<string, string?>? settings = null)
    {
        var run = Directory.CreateTempSubdirectory("containerize-own-registry").FullName;
        var images = (await Command.RunAsync(Script("base-images.sh"), [])).Trim();
        var environment = Environment(run);
        foreach (var (name, value) in settings ?? new Dictionary<string, string?>(StringComparer.Ordinal))
        {
            environment[name] = value;
        }

        await Command.RunAsync(Script("registry.sh"), ["start", Name, "--seed", images], environment: environment);
        return new OwnRegistry(run);
    }

    /// <summary>Folders of uploads that are under way.</summary>
    public string UploadsOf(string repository) => Path.Join(run, Name, "data/docker/registry/v2/repositories", repository, "_uploads");

    /// <summary>Ends it in the middle of whatever it does.</summary>
    public Task KillAsync() => Command.RunAsync(Script("registry.sh"), ["kill", Name], environment: Environment(run));

    /// <summary>Starts it again at its address, with what it had stored.</summary>
    public Task StartAgainAsync() => Command.RunAsync(Script("registry.sh"), ["again", Name], environment: Environment(run));

    public async ValueTask DisposeAsync()
    {
        Content.Dispose();
        await Command.RunAsync(Script("registry.sh"), ["stop", Name], environment: Environment(run));
        Directory.Delete(run, recursive: true);
    }

    private static Dictionary<string, string?> Environment(string run) => new(StringComparer.Ordinal) { ["LAB_RUN"] = run };

    private static string Script(string name) => Path.Join(PackedPackage.RepositoryRoot, "build", "lab", name);
}
