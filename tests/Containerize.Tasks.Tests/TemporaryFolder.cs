using System.Diagnostics;

namespace Containerize.Tests;

/// <summary>A folder of one test's own, gone with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("containerize-").FullName;

    public string At(string relative) => Path.Join(Root, relative);

    public string Write(string relative, byte[] content)
    {
        var path = At(relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public string Write(string relative, string content) => Write(relative, System.Text.Encoding.UTF8.GetBytes(content));

    public IReadOnlyList<string> Files() => [.. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Root, f)).Order(StringComparer.Ordinal)];

    /// <summary>For names that .NET cannot write.</summary>
    /// <param name="command">Of a shell; <c>$1</c> is the folder.</param>
    /// <param name="relative">A folder in this one.</param>
    public void RunShell(string command, string relative) => Process.Start("sh", ["-c", command, "sh", At(relative)]).WaitForExit();

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
