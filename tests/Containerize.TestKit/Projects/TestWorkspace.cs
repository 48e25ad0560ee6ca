using System.Text;

namespace Containerize.TestKit.Projects;

/// <summary>A folder of its own for one test, with a home folder in it for the programs it runs; gone when disposed.</summary>
public sealed class TestWorkspace : IDisposable
{
    private TestWorkspace(string root)
    {
        Root = root;
        Home = Path.Join(root, ".home");
        Dotnet = new DotnetCli(this);
    }

    /// <summary>Absolute path without a trailing separator.</summary>
    public string Root { get; }

    /// <summary>HOME of the programs that run here: caches and credentials of one test are no other's.</summary>
    public string Home { get; }

    public DotnetCli Dotnet { get; }

    /// <summary>For other programs that are to be started as <see cref="Dotnet"/> is; null removes.</summary>
    public Dictionary<string, string?> Environment
    {
        get
        {
            var ours = System.Environment.GetEnvironmentVariables().Keys.Cast<string>().ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);
            var theirs = ours.Keys.ToDictionary(name => name, System.Environment.GetEnvironmentVariable, StringComparer.Ordinal);
            CleanEnvironment.Apply(theirs, Home);
            return ours.Keys.Union(theirs.Keys).ToDictionary(name => name, theirs.GetValueOrDefault, StringComparer.Ordinal);
        }
    }

    /// <param name="name">The last part of the path; it may hold what paths may hold.</param>
    public static TestWorkspace Create(string name = "w")
    {
        var root = Path.Join(Path.GetTempPath(), "containerize-tests", Path.GetRandomFileName(), name);
        var workspace = new TestWorkspace(root);
        Directory.CreateDirectory(workspace.Home);
        // Whatever lies above the temp folder ends here.
        workspace.Write("Directory.Build.props", "<Project />");
        workspace.Write("Directory.Build.targets", "<Project />");
        workspace.Write("Directory.Packages.props", "<Project />");
        return workspace;
    }

    /// <summary>Has restores here find the package under test beside the machine's own sources.</summary>
    public TestWorkspace WithPackage()
    {
        Write("nuget.config", $"""
            <?xml version="1.0" encoding="utf-8"?>
            <configuration>
              <packageSources>
                <add key="containerize-under-test" value="{PackedPackage.Folder}" />
              </packageSources>
            </configuration>
            """);
        return this;
    }

    /// <summary>As <see cref="WithPackage"/>, with the package in a folder below the workspace, where a builder can have it.</summary>
    /// <param name="folder">Relative to the workspace: where <c>nuget.config</c> and the package lie.</param>
    public TestWorkspace WithPackageInside(string folder = "")
    {
        var packages = PathOf(Path.Join(folder, "packages"));
        Directory.CreateDirectory(packages);
        foreach (var package in Directory.EnumerateFiles(PackedPackage.Folder, "*.nupkg"))
        {
            File.Copy(package, Path.Join(packages, Path.GetFileName(package)), overwrite: true);
        }

        Write(Path.Join(folder, "nuget.config"), """
            <?xml version="1.0" encoding="utf-8"?>
            <configuration>
              <packageSources>
                <add key="inside" value="packages" />
              </packageSources>
            </configuration>
            """);
        return this;
    }

    public ProjectCreator Project(string path, string? sdk = "Microsoft.NET.Sdk") => ProjectCreator.Create(this, path, sdk);

    /// <param name="path">Relative to the workspace, or absolute.</param>
    public string PathOf(string path) => Path.Combine(Root, path);

    public void Write(string path, string content)
    {
        var full = PathOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    /// <summary>Does something while a file is another; then it is as it was.</summary>
    /// <exception cref="InvalidOperationException">The text is not in the file.</exception>
    public async Task<T> WhileChangedAsync<T>(string path, string text, string other, Func<Task<T>> act)
    {
        var original = Read(path);
        if (!original.Contains(text, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{path} has no '{text}'.");
        }

        Write(path, original.Replace(text, other, StringComparison.Ordinal));
        try
        {
            return await act();
        }
        finally
        {
            Write(path, original);
        }
    }

    public string Read(string path) => File.ReadAllText(PathOf(path));

    /// <summary>Every file below a folder, relative to it, sorted.</summary>
    public IReadOnlyList<string> FilesBelow(string path) => Directory.Exists(PathOf(path))
        ? [.. Directory.EnumerateFiles(PathOf(path), "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(PathOf(path), f)).Order(StringComparer.Ordinal)]
        : [];

    public void Dispose()
    {
        var own = Path.GetDirectoryName(Root)!;
        try
        {
            Directory.Delete(own, recursive: true);
        }
        catch (IOException)
        {
            // A process that was cut off may still be writing; the folder is in the temp folder and will go with it.
        }
    }
}
