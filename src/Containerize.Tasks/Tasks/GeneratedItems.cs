using System.Text.RegularExpressions;
using Containerize.Destinations;
using Containerize.Oci;
using Containerize.Reporting;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Containerize.Tasks;

/// <summary>
/// What came of a publish, as the targets of the .NET SDK's container support tell it to other targets and tools: one item with what the names lead
/// to (GeneratedKind is Top), one for each image and one for each name.
/// </summary>
internal static partial class GeneratedItems
{
    private const string KindName = "GeneratedKind";

    /// <param name="results">Of each destination; the images are the first one's, as far as there is a difference.</param>
    public static ITaskItem[] Describe(IReadOnlyList<PublishResult> results)
    {
        if (results.Count == 0)
        {
            return [];
        }

        var result = results[0];
        var archive = results.FirstOrDefault(any => any.Destination.Name == DestinationKind.Archive.Name);
        var top = DescribeManifest("Top", "Top", result.Top, result.TopText, result.Images[0].ConfigText);
        Set(top, "Index", result.Images.Count > 1 ? result.TopText : string.Empty);
        Set(top, "ArchivePath", archive?.References[0] ?? string.Empty);
        return
        [
            top,
            .. result.Images.Select(image => DescribeManifest("Image", "GeneratedContainer", image.Manifest, image.ManifestText, image.ConfigText)),
            .. results.SelectMany(any => any.Names).Distinct(StringComparer.Ordinal).Select(name => CreateItem("Name", name)),
        ];
    }

    private static TaskItem DescribeManifest(string kind, string name, Descriptor manifest, string manifestText, string configText)
    {
        var item = CreateItem(kind, name);
        Set(item, "Manifest", manifestText);
        Set(item, "Configuration", configText);
        Set(item, "ManifestDigest", manifest.Digest.ToString());
        Set(item, "ManifestMediaType", manifest.MediaType);
        return item;
    }

    private static TaskItem CreateItem(string kind, string name)
    {
        var item = new TaskItem(Escape(name));
        Set(item, KindName, kind);
        return item;
    }

    private static void Set(TaskItem item, string name, string value) => item.SetMetadata(name, Escape(value));

    /// <summary>MSBuild takes what a task says for escaped: a percent sign or a semicolon in a label would be read as something else.</summary>
    internal static string Escape(string text) => Special().Replace(text, found => $"%{(int)found.ValueSpan[0]:x2}");

    /// <summary>Learn, "MSBuild special characters".</summary>
    [GeneratedRegex("[%*?@$();']")]
    private static partial Regex Special();
}
