using Containerize.Tasks;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Docs;

/// <summary>A word that only one side knows is a property that has no effect, in silence.</summary>
public sealed class HandedOverTests
{
    /// <summary>What MSBuild, NuGet and the .NET SDK write on items themselves, and our targets on those of other projects.</summary>
    private static readonly string[] OfOthers =
    [
        "CopyToPublishDirectory", "DestinationSubPath", "FullPath", "MatchedFolders", "MSBuildSourceProjectFile", "NuGetPackageId", "NuGetPackageVersion", "ProjectPath", "ReferenceSourceTarget", "RelativePath",
    ];

    [Fact]
    public void Every_property_that_is_read_is_handed_over()
        => HandedOver.ReadProperties.Except(HandedOver.Properties.Concat(HandedOver.PropertiesAtStart).Select(given => given.Key).Concat(HandedOver.Metadata), StringComparer.Ordinal)
            .ShouldBeEmpty();

    [Fact]
    public void Every_property_that_is_handed_over_is_read()
        => HandedOver.Properties.Concat(HandedOver.PropertiesAtStart).Select(given => given.Key).Except(HandedOver.ReadProperties, StringComparer.Ordinal).ShouldBeEmpty();

    [Fact]
    public void The_targets_kinds_are_those_of_the_code()
        => HandedOver.Kinds.Select(given => given.Key).ShouldBe(Enum.GetNames<ItemKind>(), ignoreOrder: true);

    [Fact]
    public void Every_kind_is_read()
        => Enum.GetNames<ItemKind>().Except(HandedOver.ReadKinds, StringComparer.Ordinal).ShouldBeEmpty();

    [Fact]
    public void Metadata_that_are_read_are_handed_over_or_documented()
    {
        var documented = string.Concat(Repository.Pages.Select(page => page.Text));

        HandedOver.ReadMetadata.Except(HandedOver.Metadata.Concat(OfOthers), StringComparer.Ordinal)
            .Where(name => !documented.Contains($"`{name}`", StringComparison.Ordinal) && !documented.Contains($" {name}=\"", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Metadata_that_are_handed_over_are_read()
        => HandedOver.Metadata.Except(SourceCode.Texts(SourceCode.OfTasks), StringComparer.Ordinal).ShouldBeEmpty();

    [Fact]
    public void Nothing_is_handed_over_by_two_files()
        => HandedOver.Kinds.Concat(HandedOver.Properties)
            .Where(given => given.Distinct(StringComparer.Ordinal).Count() > 1)
            .Select(given => $"{given.Key}: {string.Join(", ", given.Distinct(StringComparer.Ordinal))}")
            .ShouldBeEmpty();

    /// <summary>A property that were forgotten there would be told after a minute of compiling.</summary>
    [Fact]
    public void What_can_be_wrong_is_handed_over_at_the_start_of_a_publish()
    {
        // What a target finds out or makes, and what is no value that somebody could write wrongly.
        string[] known =
        [
            "ContentPaths", "ExecutableName", "LinkedDirectories", "AppHosts", "UseAppHost", "RollForward", "MappedAssemblies", "PackageFolders", "ReferencedAssemblies",
            "AsSdk", "InBuilder", "TargetArchitecture", "LabelCreated",
            "LabelBaseName", "LabelBaseDigest", "OutputDirectory", "ResultDirectory", "BuildId", "Path", "Context", "BaseStage", "ContextIgnoreFile", "Verify", "ComposePath",
            "SolutionDirectory", "PinBase", "MadeVersion", "TestProject", "Configuration", "TargetFramework", "UsesCurrentRuntimeIdentifier", "NamesPlatform",
            "HasPackagedAssets",
        ];
        string[] others = ["PackageFile", "PublishedFile", "RuntimePack", "ContentFiles", "LeftOverFile", "Publish", "BuildInput"];

        HandedOver.PropertiesAtEnd.Select(given => given.Key).Except(HandedOver.PropertiesAtStart.Select(given => given.Key), StringComparer.Ordinal).ShouldBe(known, ignoreOrder: true);
        HandedOver.KindsAtEnd.Select(given => given.Key).Except(HandedOver.KindsAtStart.Select(given => given.Key), StringComparer.Ordinal).ShouldBe(others, ignoreOrder: true);
    }

    [Fact]
    public void What_is_handed_over_at_the_start_is_what_is_handed_over_later()
    {
        // Here a target may have put another value, or one of several.
        string[] differing = ["Repository", "Version"];

        HandedOver.PropertiesAtStart.Where(given => HandedOver.PropertiesAtEnd.Contains(given.Key) && !differing.Contains(given.Key, StringComparer.Ordinal))
            .Where(given => !given.SequenceEqual(HandedOver.PropertiesAtEnd[given.Key]))
            .Select(given => given.Key)
            .ShouldBeEmpty();
        HandedOver.KindsAtStart.Where(given => given.Key is not ("Image" or "Label") && !given.SequenceEqual(HandedOver.KindsAtEnd[given.Key]))
            .Select(given => given.Key)
            .ShouldBeEmpty();
    }

    /// <summary>Were the two sides written in another way, nothing would be found and nothing be missed.</summary>
    [Fact]
    public void Both_sides_are_found_and_understood()
    {
        HandedOver.Properties.Count.ShouldBeGreaterThan(60);
        HandedOver.ReadProperties.Count.ShouldBeGreaterThan(60);
        HandedOver.Kinds.Count.ShouldBeGreaterThan(20);
        HandedOver.ReadKinds.Count.ShouldBeGreaterThan(20);
        HandedOver.Metadata.ShouldBe(["Evaluated", "Value", "ContainerizePlatform"], ignoreOrder: true);
        HandedOver.ReadMetadata.Count.ShouldBeGreaterThan(12);
    }
}
