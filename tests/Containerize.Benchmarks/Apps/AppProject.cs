using System.Globalization;
using System.Xml.Linq;

namespace Containerize.Benchmarks.Apps;

/// <summary>One contender's own copy of an app, and the changes that scenarios make to it.</summary>
internal sealed class AppProject(string projectFile)
{
    /// <summary>What builds write beside a project's sources.</summary>
    public static readonly string[] BuildFolders = ["bin", "obj"];

    private const string EditMark = "// benchmark edit ";

    public string Folder => Path.GetDirectoryName(projectFile)!;

    /// <summary>
    /// Takes Containerize into the project as a package, in the version given, or takes it out of the project. As an additional SDK it would
    /// do the same, and MSBuild's resolver for SDKs in packages would take another tenth of a second.
    /// </summary>
    public void UseContainerize(string? version) => Change(project =>
    {
        project.Elements("Sdk").Remove();
        if (version is not null)
        {
            project.Add(new XElement("ItemGroup", new XElement(
                "PackageReference",
                new XAttribute("Include", ContainerizePackage.Id),
                new XAttribute("Version", version),
                new XAttribute("PrivateAssets", "all"))));
        }
    });

    public void SetProperty(string name, string value) => Change(project => project.Add(new XElement("PropertyGroup", new XElement(name, value))));

    /// <summary>An argument of the Dockerfile's restore and publish: a variable for every command there.</summary>
    public void AddBuildArgument(string name, string value) => Change(project => project.Add(new XElement("ItemGroup", new XElement(
        "ContainerizeBuildArgument",
        new XAttribute("Include", name),
        new XAttribute("Value", value)))));

    public void SetPackageVersion(string id, string version) => Change(project => project
        .Descendants("PackageReference")
        .Single(reference => (string?)reference.Attribute("Include") == id)
        .SetAttributeValue("Version", version));

    /// <summary>Changes one line of the program, so that the assembly comes out different.</summary>
    public void EditOneLine(int number)
    {
        var program = Path.Combine(Folder, "Program.cs");
        var lines = File.ReadLines(program).Where(line => !line.Contains(EditMark, StringComparison.Ordinal)).ToList();
        lines.Add(string.Create(CultureInfo.InvariantCulture, $"internal static class Edit{number}; {EditMark}{number}"));
        File.WriteAllLines(program, lines);
    }

    /// <summary>As after a fresh checkout: nothing is built, restored or published of the app and the projects beside it.</summary>
    public void RemoveBuiltFiles()
    {
        foreach (var project in Directory.GetDirectories(Path.GetDirectoryName(Folder)!))
        {
            foreach (var built in BuildFolders)
            {
                if (Path.Combine(project, built) is var folder && Directory.Exists(folder))
                {
                    Directory.Delete(folder, recursive: true);
                }
            }
        }
    }

    /// <summary>Publishing copies only what is newer than what is there: after a step back to an older package, its newer files would stay.</summary>
    public void RemovePublishedFiles()
    {
        var output = Path.Combine(Folder, "bin");
        if (!Directory.Exists(output))
        {
            return; // built elsewhere
        }

        foreach (var folder in Directory.GetDirectories(output, "publish", SearchOption.AllDirectories))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Change(Action<XElement> change)
    {
        var document = XDocument.Load(projectFile, LoadOptions.PreserveWhitespace);
        change(document.Root!);
        document.Save(projectFile);
    }
}
