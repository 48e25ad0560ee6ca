using System.Xml.Linq;

namespace Containerize.TestKit.Projects;

/// <summary>
/// Writes project files one verb at a time. Names and order of the verbs are those of the package MSBuild.ProjectCreation, so that it
/// can take this one's place.
/// </summary>
public sealed class ProjectCreator
{
    private readonly XElement project = new("Project");
    private XElement? properties;
    private XElement? items;

    private ProjectCreator(TestWorkspace workspace, string path, string? sdk)
    {
        Workspace = workspace;
        FullPath = path;
        if (sdk is not null)
        {
            project.SetAttributeValue("Sdk", sdk);
        }
    }

    public TestWorkspace Workspace { get; }

    /// <summary>Absolute path of the project file.</summary>
    public string FullPath { get; }

    public string DirectoryPath => Path.GetDirectoryName(FullPath)!;

    /// <summary>File name without its ending, which is the assembly's name too.</summary>
    public string Name => Path.GetFileNameWithoutExtension(FullPath);

    /// <param name="path">Relative to the workspace.</param>
    public static ProjectCreator Create(TestWorkspace workspace, string path, string? sdk = "Microsoft.NET.Sdk") => new(workspace, workspace.PathOf(path), sdk);

    public ProjectCreator Property(string name, string value, string? condition = null)
    {
        properties ??= Add(new XElement("PropertyGroup"));
        items = null;
        properties.Add(With(new XElement(name, value), ("Condition", condition)));
        return this;
    }

    public ProjectCreator ItemInclude(string itemType, string include, string? exclude = null, IReadOnlyDictionary<string, string>? metadata = null, string? condition = null)
        => Item(itemType, metadata, ("Include", include), ("Exclude", exclude), ("Condition", condition));

    public ProjectCreator ItemUpdate(string itemType, string update, IReadOnlyDictionary<string, string>? metadata = null)
        => Item(itemType, metadata, ("Update", update));

    public ProjectCreator ItemPackageReference(string package, string? version = null, string? privateAssets = null)
        => Item("PackageReference", null, ("Include", package), ("Version", version), ("PrivateAssets", privateAssets));

    public ProjectCreator ItemProjectReference(ProjectCreator other)
        => Item("ProjectReference", null, ("Include", Path.GetRelativePath(DirectoryPath, other.FullPath)));

    public ProjectCreator Import(string file, string? condition = null)
    {
        Break();
        project.Add(With(new XElement("Import"), ("Project", file), ("Condition", condition)));
        return this;
    }

    /// <summary>An SDK beside the project's own, as <c>&lt;Sdk Name="…" Version="…" /&gt;</c>.</summary>
    public ProjectCreator Sdk(string name, string? version = null)
    {
        Break();
        project.Add(With(new XElement("Sdk"), ("Name", name), ("Version", version)));
        return this;
    }

    /// <param name="body">The target's tasks.</param>
    public ProjectCreator Target(string name, string? afterTargets = null, params XElement[] body)
    {
        Break();
        var target = With(new XElement("Target"), ("Name", name), ("AfterTargets", afterTargets));
        target.Add([.. body]);
        project.Add(target);
        return this;
    }

    public ProjectCreator Save()
    {
        Workspace.Write(FullPath, project + Environment.NewLine);
        return this;
    }

    /// <summary>Adds a source file beside the project.</summary>
    public ProjectCreator File(string path, string content)
    {
        Workspace.Write(Path.Join(DirectoryPath, path), content);
        return this;
    }

    public Task<DotnetResult> TryBuildAsync(CancellationToken cancellationToken, params string[] arguments)
        => Save().Workspace.Dotnet.RunAsync(["build", FullPath, .. arguments], cancellationToken);

    public Task<DotnetResult> TryPublishAsync(CancellationToken cancellationToken, params string[] arguments)
        => Save().Workspace.Dotnet.RunAsync(["publish", FullPath, .. arguments], cancellationToken);

    private ProjectCreator Item(string type, IReadOnlyDictionary<string, string>? metadata, params (string Name, string? Value)[] attributes)
    {
        items ??= Add(new XElement("ItemGroup"));
        properties = null;
        var item = With(new XElement(type), attributes);
        foreach (var (name, value) in metadata ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            item.SetAttributeValue(name, value);
        }

        items.Add(item);
        return this;
    }

    /// <summary>What comes next must not move before what stands here.</summary>
    private void Break() => (properties, items) = (null, null);

    private XElement Add(XElement element)
    {
        project.Add(element);
        return element;
    }

    private static XElement With(XElement element, params (string Name, string? Value)[] attributes)
    {
        foreach (var (name, value) in attributes)
        {
            element.SetAttributeValue(name, value);
        }

        return element;
    }
}
