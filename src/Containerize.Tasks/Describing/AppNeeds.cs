using Containerize.BaseImages;
using Containerize.Oci;

namespace Containerize.Describing;

/// <summary>What an app needs of the image that it stands on.</summary>
internal sealed record AppNeeds
{
    /// <summary>The frameworks that it does not bring along, by name and least version; none: it is self-contained.</summary>
    public IReadOnlyList<KeyValuePair<string, InferenceVersion>> Frameworks { get; init; } = [];

    /// <summary>
    /// Which later versions of them will do (learn.microsoft.com, "Select the .NET version to use"); null: the host's default, which is Minor.
    /// </summary>
    public string? RollForward { get; init; }

    /// <summary>The C library that its programs were linked with; null where it runs with any.</summary>
    public CLibrary? Library { get; init; }

    /// <summary>Whether the program that starts is one of those, and not the base's <c>dotnet</c>.</summary>
    public bool IsNative { get; init; }

    /// <summary>System.Globalization.Invariant of the app: true: it asks for no culture; false: it must have them; null: it takes what there is.</summary>
    public bool? IsInvariant { get; init; }

    /// <summary>Whether the app brings a library with cultures along.</summary>
    public bool BringsCultures { get; init; }
}
