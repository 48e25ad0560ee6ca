namespace Containerize.Benchmarks;

/// <summary>
/// A folder of our own for all that is written: app copies, NuGet packages, a home. Nothing of the person who runs the benchmark is
/// read but their NuGet sources, and nothing of theirs is changed.
/// </summary>
internal sealed class Workspace : IDisposable
{
    /// <summary>Whether NuGet asks for revoked certificates.</summary>
    public const string RevocationMode = "NUGET_CERT_REVOCATION_MODE";

    // The way out to package sources, and where .NET is. Anything else could be read as an MSBuild property.
    private static readonly string[] PassedOn =
    [
        "PATH", "LANG", "LC_ALL", "DOTNET_ROOT", "SSL_CERT_FILE", "SSL_CERT_DIR", RevocationMode,
        "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
    ];

    private readonly bool _isKept;

    /// <param name="folder">Kept afterwards, and used again; null for a temporary one.</param>
    /// <param name="package">In a package source of this workspace's own; null for none.</param>
    public Workspace(string? folder, ContainerizePackage? package)
    {
        _isKept = folder is not null;
        Root = folder is null ? Directory.CreateTempSubdirectory("containerize-benchmarks-").FullName : Path.GetFullPath(folder);
        Directory.CreateDirectory(Home);
        Empty(AppsFolder);
        Empty(RegistryFolder);

        // A version that was packed anew keeps its number: what NuGet unpacked before is not it.
        Delete(Path.Combine(PackagesFolder, ContainerizePackage.Id.ToLowerInvariant()));
        CopyPackageSources();
        Empty(FeedFolder);
        if (package is not null)
        {
            File.Copy(package.File, Path.Combine(FeedFolder, Path.GetFileName(package.File)));
        }

        File.WriteAllText(Path.Combine(Root, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <add key="containerize-local" value="{Path.GetFileName(FeedFolder)}" />
              </packageSources>
            </configuration>
            """);
    }

    public string Root { get; }

    public string SharedFolder => Path.Combine(Root, "shared");

    public string RegistryFolder => Path.Combine(Root, "registry");

    private string AppsFolder => Path.Combine(Root, "apps");

    /// <summary>Below the root, and named relative to it: a build in a container has nothing else of this machine.</summary>
    private string FeedFolder => Path.Combine(Root, "feed");

    private string Home => Path.Combine(Root, "home");

    private string PackagesFolder => Path.Combine(Root, "packages");

    /// <summary>An empty folder for one contender in one scenario.</summary>
    public string NewLaneFolder(string scenario, string contender)
    {
        var folder = Path.Combine(AppsFolder, scenario, contender);
        Empty(folder);
        return folder;
    }

    public void RemoveApps() => Empty(AppsFolder);

    /// <summary>All the environment that a measured command gets.</summary>
    public Dictionary<string, string> EnvironmentFor(string temporaryFolder)
    {
        var environment = new Dictionary<string, string>
        {
            ["HOME"] = Home,
            ["TMPDIR"] = temporaryFolder,
            ["NUGET_PACKAGES"] = PackagesFolder,
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE"] = "true",
            ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
            ["DOTNET_NOLOGO"] = "1",
            // Each run starts from nothing and ends with all that it started.
            ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
            ["MSBUILDDISABLENODEREUSE"] = "1",
        };
        foreach (var name in PassedOn)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                environment[name] = value;
            }
        }

        return environment;
    }

    public void Dispose()
    {
        if (!_isKept)
        {
            Delete(Root);
        }
    }

    private void CopyPackageSources()
    {
        var place = Path.Combine(".nuget", "NuGet", "NuGet.Config");
        var theirs = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), place);
        if (File.Exists(theirs))
        {
            var ours = Path.Combine(Home, place);
            Directory.CreateDirectory(Path.GetDirectoryName(ours)!);
            File.Copy(theirs, ours, overwrite: true);
        }
    }

    private static void Empty(string folder)
    {
        Delete(folder);
        Directory.CreateDirectory(folder);
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
