using System.Text.Json;

namespace Containerize.Explaining.Packages;

/// <summary>What .NET apps bring along to be found at run time (<c>App.deps.json</c>): which file is whose.</summary>
internal static class DepsFile
{
    private const string Ending = ".deps.json";

    private static readonly string[] Groups = ["runtime", "native", "resources", "runtimeTargets"];

    public static bool Is(string path) => path.EndsWith(Ending, StringComparison.Ordinal);

    /// <param name="path">The file's own; what it names lies below its folder.</param>
    /// <param name="own">Told the path of a file, and whose it is; also of paths that no file has.</param>
    public static void Read(string path, ReadOnlySpan<byte> content, Action<string, Owned> own)
    {
        try
        {
            var reader = new Utf8JsonReader(content, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            using var json = JsonDocument.ParseValue(ref reader);
            if (json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("targets", out var targets) && targets.ValueKind == JsonValueKind.Object)
            {
                var kinds = ReadKinds(json.RootElement);
                foreach (var library in targets.EnumerateObject().SelectMany(Properties))
                {
                    Read(path, library, kinds.GetValueOrDefault(library.Name), own);
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Somebody else's file of that name.
        }
    }

    private static void Read(string path, JsonProperty library, string? kind, Action<string, Owned> own)
    {
        var folder = path[..(path.LastIndexOf('/') + 1)];
        var owned = new Owned(library.Name.Replace('/', ' '), Describe(kind), IsVersioned: true);
        foreach (var file in Properties(library).Where(group => Groups.Contains(group.Name, StringComparer.Ordinal)).SelectMany(Properties))
        {
            // A publish for one platform puts files beside the app, and translations into a folder for each language.
            var parts = file.Name.Split('/');
            own(folder + file.Name, owned);
            own(folder + parts[^1], owned);
            if (parts.Length > 1)
            {
                own($"{folder}{parts[^2]}/{parts[^1]}", owned);
            }
        }
    }

    private static Dictionary<string, string> ReadKinds(JsonElement root)
        => root.TryGetProperty("libraries", out var libraries) && libraries.ValueKind == JsonValueKind.Object
            ? libraries.EnumerateObject()
                .Where(library => library.Value.ValueKind == JsonValueKind.Object && library.Value.TryGetProperty("type", out var type)
                    && type.ValueKind == JsonValueKind.String)
                .DistinctBy(library => library.Name, StringComparer.Ordinal)
                .ToDictionary(library => library.Name, library => library.Value.GetProperty("type").GetString()!, StringComparer.Ordinal)
            : [];

    private static string Describe(string? kind) => kind switch
    {
        "project" => "project",
        "runtimepack" => ".NET runtime pack",
        "reference" => "referenced assembly",
        _ => "NuGet package",
    };

    private static IEnumerable<JsonProperty> Properties(JsonProperty property)
        => property.Value.ValueKind == JsonValueKind.Object ? property.Value.EnumerateObject() : [];
}
