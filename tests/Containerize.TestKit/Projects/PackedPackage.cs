using System.Security.Cryptography;

namespace Containerize.TestKit.Projects;

/// <summary>
/// The package as it ships: packed from this repository if it is not there or older than its sources, and restored into a packages
/// folder of the tests' own, where a stale copy of the same version is thrown out.
/// </summary>
public static class PackedPackage
{
    public const string Name = "Containerize.Sdk";

    public const string Version = "0.1.0";

    /// <summary>Names a folder that holds the package ready made; then nothing is packed.</summary>
    private const string FolderVariable = "CONTAINERIZE_TEST_PACKAGES";

    private static readonly Lazy<string> Ready = new(MakeReady);

    public static string RepositoryRoot { get; } = FindRepository();

    /// <summary>The folder with the package in it.</summary>
    public static string Folder => Ready.Value;

    /// <summary>NUGET_PACKAGES for every test on this machine: what was restored once is not fetched again.</summary>
    public static string GlobalPackages { get; } = Path.Join(CacheRoot, "packages");

    public static string HttpCache { get; } = Path.Join(CacheRoot, "http-cache");

    private static string CacheRoot => Path.Join(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } data ? data : Path.GetTempPath(),
        "containerize-tests");

    private static string MakeReady()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable) ?? Path.Join(RepositoryRoot, "build", "packages");
        var package = Path.Join(folder, $"{Name}.{Version}.nupkg");
        // Other test programs may start at this moment; one of them makes ready for all.
        Directory.CreateDirectory(CacheRoot);
        using var only = Lock(Path.Join(CacheRoot, "making-ready.lock"));
        if (Environment.GetEnvironmentVariable(FolderVariable) is null && IsOlderThanSources(package))
        {
            Pack(folder);
        }

        DropStaleCopy(package);
        return folder;
    }

    private static bool IsOlderThanSources(string package)
    {
        var packed = File.Exists(package) ? File.GetLastWriteTimeUtc(package) : DateTime.MinValue;
        return Directory.EnumerateFiles(Path.Join(RepositoryRoot, "src"), "*", SearchOption.AllDirectories)
            .Where(file => !IsBuildOutput(Path.GetRelativePath(RepositoryRoot, file)))
            .Any(file => File.GetLastWriteTimeUtc(file) > packed);
    }

    private static bool IsBuildOutput(string path) => path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj");

    private static void Pack(string folder)
    {
        using var workspace = TestWorkspace.Create("pack");
        var project = Path.Join(RepositoryRoot, "src", Name, Name + ".csproj");
        // The repository's own build; its packages go where the user's do.
        var result = workspace.Dotnet
            .RunAsync(["pack", project, "-c", "Release", "-o", folder], CancellationToken.None)
            .GetAwaiter().GetResult();
        result.ShouldSucceed();
    }

    /// <summary>NuGet takes a version that it has for the one it is asked for, whatever the feed has now.</summary>
    private static void DropStaleCopy(string package)
    {
        var copy = Path.Join(GlobalPackages, Name.ToLowerInvariant());
        var hashFile = Path.Join(copy, Version, $"{Name.ToLowerInvariant()}.{Version}.nupkg.sha512");
        if (Directory.Exists(copy) && (!File.Exists(hashFile) || File.ReadAllText(hashFile).Trim() != Convert.ToBase64String(SHA512.HashData(File.ReadAllBytes(package)))))
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    private static FileStream Lock(string path)
    {
        for (var waited = TimeSpan.Zero; ; waited += TimeSpan.FromMilliseconds(200))
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited < TimeSpan.FromMinutes(5))
            {
                Thread.Sleep(TimeSpan.FromMilliseconds(200));
            }
        }
    }

    private static string FindRepository()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Join(folder, "Containerize.sln")))
            {
                return folder;
            }
        }

        throw new DirectoryNotFoundException($"No Containerize.sln above {AppContext.BaseDirectory}.");
    }
}
