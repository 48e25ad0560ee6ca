using Containerize.TestKit.Projects;
using Xunit;

namespace Containerize.Tests.Engine.Publishing;

/// <summary>A copy of one of the samples, published as a user would: from its folder, with nothing but properties.</summary>
public sealed class Sample : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private readonly string folder;
    private bool built;

    private Sample(TestWorkspace workspace, string folder)
    {
        Workspace = workspace;
        this.folder = folder;
    }

    public TestWorkspace Workspace { get; }

    /// <summary>A path below the project's folder, made absolute.</summary>
    public string PathOf(string path) => Path.Combine(folder, path);

    /// <param name="sample">Its folder below <c>samples/</c>.</param>
    /// <param name="project">The project's folder in it.</param>
    /// <param name="into">The last part of the workspace's path.</param>
    public static Sample Copy(string sample, string project = "", string into = "w")
    {
        var workspace = TestWorkspace.Create(into).WithPackage();
        var from = Path.Join(PackedPackage.RepositoryRoot, "samples", sample);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(from, file);
            if (!relative.Split('/').Any(part => part is "bin" or "obj"))
            {
                var copy = Path.Join(workspace.Root, sample, relative);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }

        return In(workspace, Path.Join(sample, project));
    }

    /// <summary>A project that already lies in a workspace.</summary>
    public static Sample In(TestWorkspace workspace, string folder) => new(workspace, Path.Join(workspace.Root, folder));

    /// <summary>Publishes. What was built before is built again only if that is asked for.</summary>
    /// <param name="environment">On top of a clean one.</param>
    public async Task<Publication> PublishAsync(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, bool rebuild = false)
    {
        await turn.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            var results = Directory.Exists(PathOf("obj")) ? Directory.GetFiles(PathOf("obj"), "image.json", SearchOption.AllDirectories) : [];
            Array.ForEach(results, File.Delete);
            Workspace.Dotnet.Environment.Clear();
            foreach (var (name, value) in environment ?? new Dictionary<string, string?>(StringComparer.Ordinal))
            {
                Workspace.Dotnet.Environment[name] = value;
            }

            string[] build = built && !rebuild ? ["--no-build"] : [];
            var result = await Workspace.Dotnet.RunAsync(["publish", .. build, "-p:ContainerImage=true", .. arguments], TestContext.Current.CancellationToken, folder);
            built |= result.Succeeded;
            return Publication.Of(result, PathOf("obj"));
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        turn.Dispose();
        Workspace.Dispose();
    }
}
