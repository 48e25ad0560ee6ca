namespace Containerize.BaseImages;

/// <summary>What a project tells about the base image it needs. Values are as MSBuild evaluates them.</summary>
internal sealed record ProjectTraits
{
    /// <summary>TargetFrameworkVersion, with or without its <c>v</c>, for example <c>10.0</c>.</summary>
    public required string TargetFrameworkVersion { get; init; }

    /// <summary>NETCoreSdkVersion, for example <c>10.0.401</c> or <c>11.0.100-preview.3.26101.2</c>.</summary>
    public required string SdkVersion { get; init; }

    /// <summary>Names of the FrameworkReference items.</summary>
    public IReadOnlyList<string> FrameworkReferences { get; init; } = [];

    /// <summary>The publish brings its runtime along, so the base needs only what a runtime itself depends on.</summary>
    public bool IsSelfContained { get; init; }

    /// <summary>PublishAot.</summary>
    public bool IsAot { get; init; }

    /// <summary>PublishTrimmed.</summary>
    public bool IsTrimmed { get; init; }

    /// <summary>InvariantGlobalization: the app never asks for ICU or time zones.</summary>
    public bool UsesInvariantGlobalization { get; init; }

    /// <summary>Every runtime identifier the image is built for. None means Linux with glibc.</summary>
    public IReadOnlyList<string> RuntimeIdentifiers { get; init; } = [];

    /// <summary>The variant of .NET's images that the user prefers, for example <c>alpine</c> or <c>noble-chiseled</c>.</summary>
    public string? ContainerFamily { get; init; }
}
