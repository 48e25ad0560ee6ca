using System.Xml.Linq;

namespace Containerize.TestKit.Projects;

/// <summary>A <c>Directory.Packages.props</c> with the versions of all packages, to which references name none.</summary>
public static class CentralPackages
{
    public const string FileName = "Directory.Packages.props";

    /// <param name="versions">Of each package that a project may reference.</param>
    public static string Create(params (string Id, string Version)[] versions) => Create(versions, global: []);

    /// <param name="versions">Of each package that a project may reference.</param>
    /// <param name="global">Of those that every project references.</param>
    public static string Create((string Id, string Version)[] versions, (string Id, string Version)[] global) => new XElement(
        "Project",
        new XElement("PropertyGroup", new XElement("ManagePackageVersionsCentrally", "true")),
        new XElement("ItemGroup", Items("GlobalPackageReference", global), Items("PackageVersion", versions))).ToString();

    private static IEnumerable<XElement> Items(string type, (string Id, string Version)[] packages)
        => packages.Select(package => new XElement(type, new XAttribute("Include", package.Id), new XAttribute("Version", package.Version)));
}
