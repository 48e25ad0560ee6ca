using System.Text.Json;
using Containerize.Diagnostics;

namespace Containerize.BaseImages;

/// <summary>What a global.json says of a build (learn.microsoft.com, "global.json overview").</summary>
/// <param name="SdkVersion">The SDK's version that is asked for; null: any.</param>
/// <param name="RollForward">Which later ones will do; null: the default, which is a patch.</param>
/// <param name="TestRunner">For example <c>Microsoft.Testing.Platform</c>; null: VSTest.</param>
internal sealed record GlobalJson(string? SdkVersion, string? RollForward, string? TestRunner)
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The version, unless a later feature or minor release may take its place, as the tag of the minor release would bring.</summary>
    public string? PinnedSdk
        => RollForward is "latestFeature" or "latestMinor" or "latestMajor" or "feature" or "minor" or "major" ? null : SdkVersion;

    /// <summary>Whether <c>dotnet test</c> runs tests as programs, and takes projects by an option only.</summary>
    public bool TestsByPlatform => string.Equals(TestRunner, "Microsoft.Testing.Platform", StringComparison.OrdinalIgnoreCase);

    /// <param name="path">Absolute; null: there is none.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.GraphUnreadable"/>.</exception>
    public static GlobalJson Read(string? path)
    {
        if (path is null)
        {
            return new GlobalJson(null, null, null);
        }

        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path), Lenient);
            return new GlobalJson(Find(json, "sdk", "version"), Find(json, "sdk", "rollForward"), Find(json, "test", "runner"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ContainerizeException(ErrorCodes.GraphUnreadable, $"Reading {path} for the Dockerfile: {Excerpt.Of(e.Message)}", e);
        }
    }

    private static string? Find(JsonDocument json, string section, string name)
        => json.RootElement.TryGetProperty(section, out var found) && found.TryGetProperty(name, out var value) ? value.GetString() : null;
}
