namespace Containerize.Benchmarks.Apps;

/// <summary>A copy of <c>samples/HelloWeb</c>.</summary>
internal sealed class SampleApp : IApp
{
    public string Description => "samples/HelloWeb: a web app with 27 package assemblies and one referenced library, 42 files, 13 MB";

    public AppProject Write(string folder, string sharedFolder)
    {
        Copy(Path.Combine(Repository.Root, "samples", "HelloWeb"), folder);
        return new AppProject(Path.Combine(folder, "HelloWeb", "HelloWeb.csproj"));
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (var folder in Directory.EnumerateDirectories(from))
        {
            var name = Path.GetFileName(folder);
            if (!AppProject.BuildFolders.Contains(name))
            {
                Copy(folder, Path.Combine(to, name));
            }
        }
    }
}
