using Containerize.Describing.Secrets;

namespace Containerize.Explaining;

/// <summary>What one types to publish the same again.</summary>
internal static class RepeatCommand
{
    /// <summary>What decides on the content of an image, beside what is named Container….</summary>
    private static readonly string[] Names =
    [
        "RuntimeIdentifier", "TargetFramework", "SelfContained", "PublishAot", "PublishTrimmed", "PublishReadyToRun", "PublishSingleFile",
        "InvariantGlobalization",
        "Version", "VersionPrefix", "VersionSuffix", "PackageVersion", "SourceRevisionId", "ContinuousIntegrationBuild", "Deterministic",
    ];

    /// <summary>What stands in the command anyway, or asks for something beside the image.</summary>
    private static readonly string[] Others =
        ["ContainerImage", "ContainerizePlan", "ContainerizeReport", "ContainerizeReportImage", "ContainerizeTasksAssembly"];

    /// <param name="project">The project's file name.</param>
    /// <param name="globals">What the command line set, and whoever else builds the project.</param>
    /// <param name="revision">The commit that the image says it is of; null where it says nothing.</param>
    public static string Format(string project, IReadOnlyDictionary<string, string> globals, string? revision)
    {
        var asked = globals
            .Where(pair => pair.Value.Length > 0 && !Has(Others, pair.Key) && !SecretName.Is(pair.Key)
                && (pair.Key.StartsWith("Container", StringComparison.OrdinalIgnoreCase) || Has(Names, pair.Key)))
            .OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase)
            .Select(pair => $" -p:{pair.Key}={Quote(pair.Value)}");
        var configuration = globals.TryGetValue("Configuration", out var named) && named is not ("" or "Release") ? $" -c {Quote(named)}" : string.Empty;
        var checkout = revision is null ? string.Empty : $"git checkout {Quote(revision)}\n";
        return $"{checkout}dotnet publish {Quote(project)}{configuration} -p:ContainerImage=true{string.Concat(asked)}";
    }

    private static bool Has(string[] names, string name) => names.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>MSBuild takes a semicolon for the next property.</summary>
    private static string Quote(string value)
    {
        var escaped = value.Replace(";", "%3B", StringComparison.Ordinal);
        return escaped.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:@+,%".Contains(c, StringComparison.Ordinal))
            ? escaped
            : $"'{escaped.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }
}
