using System.Text.Json.Nodes;

namespace Containerize.TestKit.Images;

/// <summary>Checks everything that is true of every sound image, and names each thing that is not, with both values.</summary>
public static class ImageValidator
{
    private static readonly string[] OciTypes =
    [
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.oci.image.config.v1+json",
        "application/vnd.oci.image.layer.v1.tar",
        "application/vnd.oci.image.layer.v1.tar+gzip",
        "application/vnd.oci.image.layer.v1.tar+zstd",
    ];

    private static readonly string[] DockerTypes =
    [
        "application/vnd.docker.distribution.manifest.v2+json",
        "application/vnd.docker.container.image.v1+json",
        "application/vnd.docker.image.rootfs.diff.tar",
        "application/vnd.docker.image.rootfs.diff.tar.gzip",
    ];

    /// <exception cref="InvalidDataException">With one line for each invariant that is broken.</exception>
    public static void ShouldBeSound(this PulledImage image)
    {
        var failures = Validate(image);
        if (failures.Count > 0)
        {
            throw new InvalidDataException(string.Join(Environment.NewLine, failures.Select(f => f.ToString()).Prepend($"The image {image.Digest} is not sound:")));
        }
    }

    public static IReadOnlyList<ValidationFailure> Validate(PulledImage image)
    {
        var failures = new List<ValidationFailure>();
        CheckManifest(image, failures);
        CheckConfig(image, failures);
        for (var i = 0; i < image.Layers.Count; i++)
        {
            var layer = image.Layers[i];
            var where = $"layer {i} ({layer.Class})";
            CheckBlob(where, layer.Descriptor, layer.Blob, failures);
            Expect(failures, "a diffID is the digest of the uncompressed tar", where, DiffIds(image).ElementAtOrDefault(i) ?? "(none)", Sha256.Of(layer.Tar));
            if (layer.Class != "base")
            {
                failures.AddRange(LayerValidator.Validate(layer, where));
            }
        }

        return failures;
    }

    internal static void Expect(List<ValidationFailure> failures, string check, string where, string expected, string actual)
    {
        if (!string.Equals(expected, actual, StringComparison.Ordinal))
        {
            failures.Add(new ValidationFailure(check, where, expected, actual));
        }
    }

    private static void CheckManifest(PulledImage image, List<ValidationFailure> failures)
    {
        Expect(failures, "a manifest's name is its digest", "manifest", Sha256.Of(image.Stored.Content), image.Stored.Digest);
        Expect(failures, "schemaVersion is 2", "manifest", "2", image.Manifest["schemaVersion"]?.ToJsonString() ?? "(none)");
        Expect(failures, "a manifest is served as what it calls itself", "manifest", (string?)image.Manifest["mediaType"] ?? "(none)", image.Stored.MediaType);
        var types = image.Layers.Select(l => l.MediaType).Prepend((string?)image.Manifest["config"]?["mediaType"] ?? "(none)").Prepend(image.Stored.MediaType).ToList();
        var family = types[0] == OciTypes[0] ? OciTypes : DockerTypes;
        foreach (var stranger in types.Where(t => !family.Contains(t, StringComparer.Ordinal)))
        {
            failures.Add(new ValidationFailure("media types are all of one family", "manifest", $"one of {string.Join(", ", family)}", stranger));
        }
    }

    private static void CheckConfig(PulledImage image, List<ValidationFailure> failures)
    {
        CheckBlob("config", image.Manifest["config"]!.AsObject(), image.ConfigBytes, failures);
        Expect(failures, "there is one diffID for each layer", "config", Count(image.Layers.Count), Count(DiffIds(image).Count));
        Expect(failures, "rootfs has the type layers", "config", "layers", (string?)image.Config["rootfs"]?["type"] ?? "(none)");
        var history = (image.Config["history"]?.AsArray() ?? []).Count(h => (bool?)h!["empty_layer"] != true);
        Expect(failures, "there is one history entry that is not empty for each layer", "config", Count(image.Layers.Count), Count(history));
        foreach (var field in new[] { "os", "architecture" })
        {
            if (string.IsNullOrEmpty((string?)image.Config[field]))
            {
                failures.Add(new ValidationFailure("a configuration names its platform", "config", field, "(none)"));
            }
        }
    }

    private static void CheckBlob(string where, JsonObject descriptor, byte[] content, List<ValidationFailure> failures)
    {
        Expect(failures, "a descriptor has its content's digest", where, Sha256.Of(content), (string?)descriptor["digest"] ?? "(none)");
        Expect(failures, "a descriptor has its content's size", where, Count(content.Length), descriptor["size"]?.ToJsonString() ?? "(none)");
    }

    private static List<string> DiffIds(PulledImage image) => [.. (image.Config["rootfs"]?["diff_ids"]?.AsArray() ?? []).Select(d => (string?)d ?? "(null)")];

    private static string Count(int number) => number.ToString();
}
