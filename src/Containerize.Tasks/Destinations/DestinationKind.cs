namespace Containerize.Destinations;

/// <summary>What a kind of place is called in reports, and what can be said of every place of that kind.</summary>
/// <param name="Name">In a word: <c>registry</c>, <c>archive</c>, <c>layout</c>, or the engine's name, such as <c>docker</c>.</param>
/// <param name="Verb">What is done with a layer that is not there yet: <c>send</c> or <c>write</c>.</param>
/// <param name="Holding">How a line on what it holds begins: <c>in docker,</c>.</param>
/// <param name="IsShared">Whether others take images from there, by their digests. What they get must not depend on this machine's cache.</param>
internal sealed record DestinationKind(string Name, string Verb, string Holding, bool IsShared)
{
    public static readonly DestinationKind Registry = new("registry", "send", "in the registry,", IsShared: true) { Runner = "docker" };
    public static readonly DestinationKind Archive = new("archive", "write", "archive of", IsShared: false) { Runner = "docker", IsFile = true };

    /// <summary>An archive that nobody asked for.</summary>
    public static readonly DestinationKind ArchiveInstead = Archive with { Holding = "no container engine answers: archive of" };

    public static readonly DestinationKind Layout = new("layout", "write", "image layout with", IsShared: false);

    /// <param name="name">What its users type.</param>
    public static DestinationKind Engine(string name) => new(name, "write", $"in {name},", IsShared: false) { Runner = name };

    /// <summary>The program that people run images from there with; null where none does by itself.</summary>
    public string? Runner { get; init; }

    /// <summary>Whether an engine has to load it before it knows the image.</summary>
    public bool IsFile { get; init; }

    public override string ToString() => Name;
}
