using Containerize.Tasks;
using Microsoft.Build.Utilities;

namespace Containerize.Tests.Tasks;

/// <summary>The task of a publish from nothing into an archive, as the targets hand it over.</summary>
internal static class PublishTask
{
    /// <param name="folder">The project is below it, in Shop.</param>
    /// <param name="changes">Metadata of the image, in place of the usual.</param>
    public static PublishContainerImage Create(TemporaryFolder folder, RecordingEngine engine, params IEnumerable<(string Name, string Value)> changes)
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ProjectName"] = "Shop",
            ["AssemblyName"] = "Shop",
            ["TargetFileName"] = "Shop.dll",
            ["PublishDirectory"] = "bin/publish",
            ["IntermediateDirectory"] = "obj/containerize",
            ["ArchivePath"] = "out/",
            ["CacheDirectory"] = folder.At("cache"),
            ["Repository"] = "shop",
            ["BaseImage"] = "scratch",
            ["RuntimeIdentifier"] = "linux-x64",
            ["SdkRuntimeIdentifier"] = "linux-x64",
            ["SdkVersion"] = "10.0.401",
            ["TargetFrameworkVersion"] = "10.0",
        };
        foreach (var (name, value) in changes)
        {
            properties[name] = value;
        }

        var task = new PublishContainerImage { BuildEngine = engine, ProjectFile = folder.At("Shop/Shop.csproj") };
        task.Add(ItemKind.Image, new TaskItem("image", properties));
        var folders = new Dictionary<string, string>(StringComparer.Ordinal) { ["OutputDirectory"] = "bin", ["ResultDirectory"] = "obj/containerize" };
        task.Add(ItemKind.Publish, new TaskItem("publish", folders));
        return task;
    }
}
