namespace Containerize.Tasks;

/// <summary>The metadata that mean something on our items.</summary>
internal static class ItemMetadata
{
    private static readonly string[] Word = ["Value"];

    /// <summary>By the type of the items. Of others nobody says which they have.</summary>
    public static IReadOnlyDictionary<string, string[]> Known { get; } = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase)
    {
        ["ContainerPort"] = ["Type"],
        ["ContainerEnvironmentVariable"] = ["Value", "Expand"],
        ["ContainerAnnotation"] = ["Value", "Scope"],
        ["ContainerLabel"] = ["Value"],
        ["ContainerHealthCheck"] = Word,
        ["ContainerLayer"] = ["Files", "After"],
        ["ContainerContent"] = ["TargetPath", "ExcludeFiles", "Owner", "Mode", "Layer"],
        ["ContainerDirectory"] = ["Owner", "Mode"],
        ["ContainerExclude"] = ["Files"],
        ["ContainerPermission"] = ["Files", "Owner", "Mode"],
        ["ContainerDestination"] = ["Registry", "Repository", "Tags", "Archive", "Layout", "Engine"],
        ["ContainerRun"] = ["Command", "Stage", "Position"],
        ["ContainerizeBuildArgument"] = ["Value", "Stage"],
        ["ContainerizeNuGetCredential"] = ["Variable"],
        ["ContainerAppCommand"] = Word,
        ["ContainerAppCommandArgs"] = Word,
        ["ContainerDefaultArgs"] = Word,
        ["ContainerEntrypoint"] = Word,
        ["ContainerEntrypointArgs"] = Word,
    };

    /// <summary>What MSBuild itself reads of an item's element.</summary>
    public static IReadOnlySet<string> OfMSBuild { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "Include", "Exclude", "Remove", "Update", "Condition", "Label", "KeepDuplicates", "KeepMetadata", "RemoveMetadata", "MatchOnMetadata",
        "MatchOnMetadataOptions",
    };

    /// <summary>An item of this type without a Value is told of, with the metadata that it has in its place.</summary>
    public static bool NeedsValue(string type)
        => string.Equals(type, "ContainerEnvironmentVariable", StringComparison.OrdinalIgnoreCase)
            || string.Equals(type, "ContainerLabel", StringComparison.OrdinalIgnoreCase)
            || string.Equals(type, "ContainerAnnotation", StringComparison.OrdinalIgnoreCase);
}
