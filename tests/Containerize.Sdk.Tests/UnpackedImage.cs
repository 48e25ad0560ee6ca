using System.Diagnostics;
using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>Runs an image's program on this machine, out of a folder that holds what the image holds.</summary>
internal static class UnpackedImage
{
    /// <summary>Starts the entrypoint with its command and gives what it prints.</summary>
    public static async Task<string> RunAsync(this PulledImage image, TestWorkspace workspace)
    {
        var root = workspace.PathOf("unpacked");
        foreach (var (path, file) in image.OwnLayers.SelectMany(l => l.Items).Where(i => !i.IsDirectory).ToDictionary(i => i.Path, StringComparer.Ordinal))
        {
            var target = Path.Join(root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await File.WriteAllBytesAsync(target, file.Content, TestContext.Current.CancellationToken);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(target, file.Mode);
            }
        }

        string[] line = [.. image.Entrypoint, .. image.Command];
        var start = new ProcessStartInfo(InRoot(line[0])) { RedirectStandardOutput = true, WorkingDirectory = Path.Join(root, image.WorkingDirectory) };
        foreach (var argument in line[1..])
        {
            start.ArgumentList.Add(InRoot(argument));
        }

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output.TrimEnd();

        string InRoot(string text) => text.StartsWith('/') ? Path.Join(root, text) : text;
    }
}
