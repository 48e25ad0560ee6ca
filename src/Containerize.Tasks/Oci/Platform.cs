using System.Text.Json;
using System.Text.Json.Nodes;
using Containerize.Diagnostics;

namespace Containerize.Oci;

/// <summary>What an image runs on (OCI image spec, image-index.md, "platform"). Names are Go's: <c>amd64</c>, not x64.</summary>
internal sealed record Platform(string Os, string Architecture, string? Variant = null, string? OsVersion = null)
{
    /// <summary>The platform that a .NET runtime identifier runs on. musl is a matter of the base image, not of the platform.</summary>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidPlatform"/>.</exception>
    public static Platform FromRuntimeIdentifier(string runtimeIdentifier)
    {
        var parts = runtimeIdentifier.Split('-');
        var os = parts[0] switch
        {
            "linux" or "alpine" or "ubuntu" or "debian" or "rhel" or "fedora" => "linux",
            "win" or "win10" => "windows",
            _ => null,
        };
        (string Name, string? Variant)? architecture = parts[^1] switch
        {
            "x64" => ("amd64", null),
            "x86" => ("386", null),
            "arm64" => ("arm64", null),
            "arm" => ("arm", "v7"),
            "armv6" => ("arm", "v6"),
            "ppc64le" => ("ppc64le", null),
            "s390x" => ("s390x", null),
            "riscv64" => ("riscv64", null),
            "loongarch64" => ("loong64", null),
            _ => null,
        };
        return os is not null && architecture is { } known && parts.Length > 1
            ? new Platform(os, known.Name, known.Variant)
            : throw new ContainerizeException(
                ErrorCodes.InvalidPlatform,
                $"Choosing the platform: no container image runs '{runtimeIdentifier}'. Set ContainerRuntimeIdentifier to a Linux runtime identifier such as linux-x64 or linux-arm64.");
    }

    public static Platform FromJson(JsonObject json) => new(
        (string?)json["os"] ?? "unknown",
        (string?)json["architecture"] ?? "unknown",
        (string?)json["variant"],
        (string?)json["os.version"]);

    /// <summary>
    /// Whether an image for <paramref name="offered"/> serves one that asks for this platform. An unnamed variant takes the
    /// architecture's usual one (arm64: v8; arm: v7), as engines do; a v6 image also runs where v7 was asked for, but is no exact match.
    /// </summary>
    public bool IsServedBy(Platform offered)
        => Os == offered.Os
            && Architecture == offered.Architecture
            && UsualVariant(Architecture, Variant) == UsualVariant(offered.Architecture, offered.Variant);

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("architecture", Architecture);
        json.WriteString("os", Os);
        if (OsVersion is not null)
        {
            json.WriteString("os.version", OsVersion);
        }

        if (Variant is not null)
        {
            json.WriteString("variant", Variant);
        }

        json.WriteEndObject();
    }

    /// <summary>As engines print it: <c>linux/amd64</c>, <c>linux/arm/v7</c>.</summary>
    public override string ToString() => Variant is null ? $"{Os}/{Architecture}" : $"{Os}/{Architecture}/{Variant}";

    private static string UsualVariant(string architecture, string? variant) => (architecture, variant) switch
    {
        ("arm64", null) => "v8",
        ("arm", null) => "v7",
        ("amd64", null) => "v1",
        (_, null) => string.Empty,
        _ => variant,
    };
}
