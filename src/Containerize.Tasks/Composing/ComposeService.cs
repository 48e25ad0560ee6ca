using Containerize.Oci;

namespace Containerize.Composing;

/// <summary>What a compose file says of one project's image. Paths on this machine are absolute.</summary>
internal sealed record ComposeService
{
    /// <summary>Letters, digits, <c>.</c>, <c>_</c> and <c>-</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The project's file.</summary>
    public required string Project { get; init; }

    public required string ContextFolder { get; init; }

    public required string Dockerfile { get; init; }

    /// <summary>For example <c>acme/shop:latest</c>.</summary>
    public required string Image { get; init; }

    /// <summary>Where the builder has to be told, such as <c>linux/arm64</c>.</summary>
    public string? Platform { get; init; }

    /// <summary>Of the container, such as <c>8080/tcp</c>.</summary>
    public IReadOnlyList<string> Ports { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    public HealthCheck? HealthCheck { get; init; }

    /// <summary>Absolute paths in the container that get a volume with a name.</summary>
    public IReadOnlyList<string> Volumes { get; init; } = [];

    /// <summary>Environment variables that the build takes as secrets.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];
}
