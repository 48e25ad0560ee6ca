using System.Text.Json;
using System.Text.Json.Nodes;
using Containerize.Diagnostics;
using Containerize.Oci;

namespace Containerize.Registries;

/// <summary>What the files called daemon.json say about registries; all of them count. They are docker's, so one that cannot be read is only told of.</summary>
internal sealed class DaemonSettings
{
    private readonly List<string> insecureRegistries = [];
    private readonly List<string> registryMirrors = [];

    private DaemonSettings()
    {
    }

    /// <summary>Names with optional ports, and blocks of addresses.</summary>
    public IReadOnlyList<string> InsecureRegistries => insecureRegistries;

    /// <summary>Addresses that stand in for Docker Hub.</summary>
    public IReadOnlyList<string> RegistryMirrors => registryMirrors;

    /// <param name="paths">Files that need not exist.</param>
    public static DaemonSettings Read(IEnumerable<string> paths, IPublishLog log)
    {
        var settings = new DaemonSettings();
        foreach (var path in paths.Where(File.Exists))
        {
            try
            {
                settings.Add(StrictJson.ParseObject(File.ReadAllBytes(path), ErrorCodes.Unexpected, path));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ContainerizeException)
            {
                log.Detail($"{path} is passed over: {Excerpt.Of(e.Message)}");
            }
        }

        return settings;
    }

    private void Add(JsonObject root)
    {
        // Docker takes a scheme here, and takes it off.
        insecureRegistries.AddRange(Texts(root["insecure-registries"]).Select(text => WithoutScheme(text).TrimEnd('/')));
        registryMirrors.AddRange(Texts(root["registry-mirrors"]));
    }

    private static string WithoutScheme(string text) => text.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? text[(scheme + 3)..] : text;

    private static IEnumerable<string> Texts(JsonNode? node)
        => (node as JsonArray ?? [])
            .OfType<JsonValue>()
            .Where(value => value.GetValueKind() == JsonValueKind.String)
            .Select(value => value.GetValue<string>().Trim());
}
