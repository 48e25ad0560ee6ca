using System.IO.Compression;
using System.Xml.Linq;
using Containerize.TestKit.Projects;

namespace Containerize.TestKit.Feeds;

/// <summary>A package that no feed in the world has: a library of one class, <c>Greeting</c>, in a namespace named like the package.</summary>
/// <param name="Content">The nupkg.</param>
public sealed record PackedLibrary(string Id, string Version, byte[] Content)
{
    public string FileName => $"{Id}.{Version}.nupkg";

    /// <param name="greeting">What <c>Greeting.Text</c> is.</param>
    public static async Task<PackedLibrary> PackAsync(string id, string greeting, CancellationToken cancellationToken, string version = "1.0.0")
    {
        using var workspace = TestWorkspace.Create();
        var project = ProjectCreator.Create(workspace, Path.Join(id, id + ".csproj"))
            .Property("TargetFramework", "net10.0")
            .Property("Version", version)
            .File("Greeting.cs", $"namespace {id};\n\npublic static class Greeting\n{{\n    public static string Text => \"{greeting}\";\n}}\n")
            .Save();
        (await workspace.Dotnet.RunAsync(["pack", project.FullPath, "-c", "Release", "-o", workspace.PathOf("packed")], cancellationToken)).ShouldSucceed();
        return Read(await File.ReadAllBytesAsync(workspace.PathOf(Path.Join("packed", $"{id}.{version}.nupkg")), cancellationToken));
    }

    private static PackedLibrary Read(byte[] nupkg)
    {
        using var zip = new ZipArchive(new MemoryStream(nupkg, writable: false));
        using var nuspec = zip.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        var metadata = XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata").Elements();
        return new PackedLibrary(Text("id"), Text("version"), nupkg);

        string Text(string name) => metadata.Single(element => element.Name.LocalName == name).Value;
    }
}
