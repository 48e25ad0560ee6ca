using System.Text.Json;
using Containerize.BaseImages;

namespace Containerize.Describing;

/// <summary>
/// The file in a publish folder that the host reads to find the app's runtime (github.com/dotnet/runtime,
/// docs/design/features/host-runtime-information.md).
/// </summary>
internal static class RuntimeConfig
{
    /// <summary>Corrects what the project says of its needs by what the app itself says. A file that is not there, or cannot be read, says nothing.</summary>
    public static AppNeeds Correct(AppNeeds needs, string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                return needs;
            }

            var lenient = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            using var json = JsonDocument.Parse(File.ReadAllBytes(path), lenient);
            return json.RootElement.TryGetProperty("runtimeOptions", out var options) ? Read(needs, options) : needs;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            // The host will complain of it, and better.
            return needs;
        }
    }

    private static AppNeeds Read(AppNeeds needs, JsonElement options)
    {
        var frameworks = new List<KeyValuePair<string, InferenceVersion>>();
        if (options.TryGetProperty("framework", out var one))
        {
            Add(one, frameworks);
        }

        if (options.TryGetProperty("frameworks", out var several))
        {
            foreach (var framework in several.EnumerateArray())
            {
                Add(framework, frameworks);
            }
        }

        return needs with
        {
            Frameworks = options.TryGetProperty("includedFrameworks", out _) ? [] : frameworks,
            RollForward = options.TryGetProperty("rollForward", out var policy) ? policy.GetString() : OlderPolicy(options),
            IsInvariant = options.TryGetProperty("configProperties", out var properties)
                && properties.TryGetProperty("System.Globalization.Invariant", out var invariant)
                ? invariant.ValueKind == JsonValueKind.True || (invariant.ValueKind == JsonValueKind.String && invariant.GetString() == "true")
                : null,
            BringsCultures = needs.BringsCultures
                || (properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty("System.Globalization.AppLocalIcu", out _)),
        };
    }

    /// <summary>How .NET Core 2 said it, which hosts still read.</summary>
    private static string? OlderPolicy(JsonElement options)
        => options.TryGetProperty("rollForwardOnNoCandidateFx", out var number) && number.TryGetInt32(out var policy)
            ? policy switch { 0 => "LatestPatch", 1 => "Minor", _ => "Major" }
            : null;

    private static void Add(JsonElement framework, List<KeyValuePair<string, InferenceVersion>> frameworks)
    {
        if (framework.GetProperty("name").GetString() is { } name
            && framework.GetProperty("version").GetString() is { } text
            && InferenceVersion.Parse(text) is { } version)
        {
            frameworks.Add(KeyValuePair.Create(name, version));
        }
    }
}
