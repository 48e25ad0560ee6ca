using System.Text.RegularExpressions;
using Containerize.Oci;

namespace Containerize.Publishing;

/// <summary>What builders write into an image's history of the layers that they made.</summary>
internal static partial class BuilderHistory
{
    /// <summary>What is said of a layer that copies none of ours.</summary>
    private const string Other = "other";

    /// <summary>
    /// The classes of the layers above the base, lowest first. BuildKit tells what was copied, buildah that something was. Others are
    /// the user's commands, or a folder that BuildKit creates though it exists.
    /// </summary>
    /// <param name="below">Number of the base's layers.</param>
    /// <param name="layers">Names of the layers that the Dockerfile copies, lowest first.</param>
    public static string[] FindClasses(ImageConfig config, int below, IReadOnlyList<string> layers)
    {
        string[] history = [.. config.LayerHistory.Skip(below)];
        var classes = Enumerable.Repeat(Other, config.DiffIds.Count - below).ToArray();
        var copies = Enumerable.Range(0, Math.Min(history.Length, classes.Length)).Where(i => history[i].Contains("COPY", StringComparison.Ordinal)).ToArray();
        for (var i = 0; i < copies.Length; i++)
        {
            if (CopiedLayer().Match(history[copies[i]]) is { Success: true } told)
            {
                classes[copies[i]] = told.Groups["name"].Value;
            }
            else if (copies.Length == layers.Count)
            {
                classes[copies[i]] = layers[i];
            }
        }

        return classes;
    }

    [GeneratedRegex("COPY (--[^ ]+ )*/layers/(?<name>[a-z0-9.-]+)/ /", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CopiedLayer();
}
