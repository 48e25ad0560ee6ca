namespace Containerize.Benchmarks;

/// <summary>The package under test, where <c>dotnet pack src/Containerize.Sdk -c Release -o build/packages</c> left it.</summary>
internal sealed record ContainerizePackage(string Version)
{
    public const string Id = "Containerize.Sdk";

    public string File => Path.Combine(Folder, $"{Id}.{Version}.nupkg");

    public static string Folder => Path.Combine(Repository.Root, "build", "packages");

    /// <summary>The package that was packed last; null where none was.</summary>
    public static ContainerizePackage? Find()
        => Directory.Exists(Folder)
            ? new DirectoryInfo(Folder).EnumerateFiles($"{Id}.*.nupkg").MaxBy(file => file.LastWriteTimeUtc) is { } file
                ? new ContainerizePackage(Path.GetFileNameWithoutExtension(file.Name)[(Id.Length + 1)..])
                : null
            : null;
}
