using Containerize.TestKit.Projects;

namespace Containerize.Tests.Sdk;

/// <summary>Packages that exist on every feed, chosen for what layering must tell apart.</summary>
internal static class TestPackages
{
    public const string StableFile = "Newtonsoft.Json.dll";

    public const string PrereleaseFile = "System.CommandLine.dll";

    public static ProjectCreator WithStablePackage(this ProjectCreator project) => project.ItemPackageReference("Newtonsoft.Json", "13.0.3");

    /// <summary>A prerelease with satellites.</summary>
    public static ProjectCreator WithPrereleasePackage(this ProjectCreator project)
        => project.ItemPackageReference("System.CommandLine", "2.0.0-beta4.22272.1");
}
