using Containerize.TestKit.Projects;

namespace Containerize.Tests.Sdk;

/// <summary>The two ways a project takes the package in.</summary>
internal static class Doors
{
    public static ProjectCreator ByReference(this ProjectCreator project)
        => project.ItemPackageReference(PackedPackage.Name, PackedPackage.Version, privateAssets: "all");

    public static ProjectCreator BySdk(this ProjectCreator project) => project.Sdk(PackedPackage.Name, PackedPackage.Version);
}
