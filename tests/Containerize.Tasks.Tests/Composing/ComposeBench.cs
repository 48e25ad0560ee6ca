using Containerize.Composing;
using Containerize.Dockerfiles;

namespace Containerize.Tests.Composing;

/// <summary>A repository with projects, and the compose file at its root.</summary>
internal sealed class ComposeBench : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public string Path => folder.At("compose.yaml");

    public string Text => File.ReadAllText(Path);

    /// <summary>The project's file is made.</summary>
    /// <param name="project">Relative path.</param>
    public ComposeService Service(string name, string? project = null, params string[] ports)
    {
        var file = folder.Write(project ?? $"src/{name}/{name}.csproj", "<Project />");
        return new ComposeService
        {
            Name = name,
            Project = file,
            ContextFolder = folder.Root,
            Dockerfile = System.IO.Path.Join(System.IO.Path.GetDirectoryName(file), "Dockerfile"),
            Image = $"{name}:latest",
            Ports = ports,
        };
    }

    public ComposeService Web(string name, string? project = null) => Service(name, project, "8080/tcp");

    /// <returns>Whether anything had to be written.</returns>
    public bool Write(params ComposeService[] services) => new ComposeWriting(Path).Write(services, []).Changed;

    public void Verify(params ComposeService[] services) => new ComposeWriting(Path).Verify(services, []);

    public void Put(string name, string text) => folder.Write(name, text);

    public void Delete(string name) => File.Delete(folder.At(name));

    public IReadOnlyList<string> Files() => folder.Files();

    /// <summary>Puts lines into a region, as a user does.</summary>
    public void Edit(string region, params string[] lines)
    {
        var end = Text.Split('\n').Single(line => line.Trim() == CustomRegions.FormatEnd(region));
        File.WriteAllText(Path, Text.Replace(end + "\n", string.Concat(lines.Select(line => line + "\n")) + end + "\n", StringComparison.Ordinal));
    }

    /// <summary>The ports of a service, with <c>|</c> between them.</summary>
    public string? PortsOf(string service) => Yaml.Read(Text).At("services", service, "ports").Text();

    public void Dispose() => folder.Dispose();
}
