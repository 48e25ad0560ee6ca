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

    /// <param name="readOnly">It serves, and takes nothing: a registry that is being maintained.</param>
    public static async Task<OwnRegistry> StartAsync(bool readOnly = false)
    {
        var run = Directory.CreateTempSubdirectory("containerize-own-registry").FullName;
        var images = (await Command.RunAsync(Script("base-images.sh"), [])).Trim();
        var environment = Environment(run);
        if (readOnly)
        {
            // The distribution's own way to override its configuration file.
            environment["REGISTRY_STORAGE_MAINTENANCE"] = "{ readonly: { enabled: true } }";
        }

        await Command.RunAsync(Script("registry.sh"), ["start", Name, "--seed", images], environment: environment);
        return new OwnRegistry(run);
    }

    public async ValueTask DisposeAsync()
    {
        Content.Dispose();
        await Command.RunAsync(Script("registry.sh"), ["stop", Name], environment: Environment(run));
        Directory.Delete(run, recursive: true);
    }

    private static Dictionary<string, string?> Environment(string run) => new(StringComparer.Ordinal) { ["LAB_RUN"] = run };

    private static string Script(string name) => Path.Join(PackedPackage.RepositoryRoot, "build", "lab", name);
}
