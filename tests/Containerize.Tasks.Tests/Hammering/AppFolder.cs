namespace Containerize.Tests.Hammering;

/// <summary>
/// The output of an app that has three layers: packages, which are the same in every app; assets, which are another for each version; and the
/// app's own, large enough that blocks of one version are used again for the next.
/// </summary>
internal sealed class AppFolder
{
    private const int Kilobyte = 1024;

    private readonly string publish;

    public AppFolder(string root)
    {
        Root = root;
        publish = Path.Join(root, "publish");
        Write("packages/Package.dll", Text(1, 512 * Kilobyte));
        Write("Data.dll", [.. Enumerable.Repeat(Text(2, Kilobyte), 4 * Kilobyte).SelectMany(part => part)]);
    }

    public string Root { get; }

    public void SetVersion(int app, int assets)
    {
        Write("Shop.dll", Text(1000 + app, 256 * Kilobyte));
        Write("wwwroot/catalog.txt", Text(1000 + assets, 1024 * Kilobyte));
    }

    /// <summary>No pattern, but two letters only: long to compress, and small then.</summary>
    private static byte[] Text(int seed, int length) => new Random(seed).GetItems("ab"u8, length);

    private void Write(string path, byte[] content)
    {
        var file = Path.Join(publish, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
    }
}
