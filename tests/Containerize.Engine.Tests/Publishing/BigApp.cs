using System.Security.Cryptography;
using Containerize.TestKit.Projects;
using Xunit;

namespace Containerize.Tests.Engine.Publishing;

/// <summary>A small program with a large file that no compressor shrinks: its publish takes long enough to be disturbed.</summary>
internal sealed class BigApp : IDisposable
{
    private BigApp(TestWorkspace workspace)
    {
        Workspace = workspace;
        Sample = Sample.In(workspace, "Big");
    }

    public TestWorkspace Workspace { get; }

    public Sample Sample { get; }

    public static async Task<BigApp> CreateAsync(int megabytes)
    {
        var workspace = TestWorkspace.Create().WithPackage();
        var project = workspace.Console("Big").Sdk(PackedPackage.Name, PackedPackage.Version)
            .ItemInclude("Content", "random.bin", metadata: new Dictionary<string, string>(StringComparer.Ordinal) { ["CopyToPublishDirectory"] = "Always", ["CopyToOutputDirectory"] = "Never" })
            .Save();
        var block = new byte[1_000_000];
        await using var file = File.Create(Path.Join(project.DirectoryPath, "random.bin"));
        for (var i = 0; i < megabytes; i++)
        {
            RandomNumberGenerator.Fill(block);
            await file.WriteAsync(block, TestContext.Current.CancellationToken);
        }

        return new BigApp(workspace);
    }

    /// <summary>Files that were begun and not finished.</summary>
    public string[] HalfFiles()
        => [.. Workspace.FilesBelow("").Where(file => Path.GetFileName(file) is var name && (name.StartsWith(".tmp-", StringComparison.Ordinal) || name.EndsWith(".tmp", StringComparison.Ordinal))).Select(Workspace.PathOf)];

    public void Dispose()
    {
        Sample.Dispose();
        Workspace.Dispose();
    }
}
