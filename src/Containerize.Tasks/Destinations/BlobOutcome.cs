namespace Containerize.Destinations;

/// <summary>How a blob came to be where it was wanted.</summary>
/// <param name="Word">For people and programs.</param>
internal sealed record BlobOutcome(string Word)
{
    /// <summary>It was there.</summary>
    public static BlobOutcome Present { get; } = new("present");

    /// <summary>The registry took it from another of its repositories.</summary>
    public static BlobOutcome Mounted { get; } = new("mounted");

    /// <summary>Its bytes were sent.</summary>
    public static BlobOutcome Uploaded { get; } = new("uploaded");

    /// <summary>It went into a file or an engine on this machine.</summary>
    public static BlobOutcome Written { get; } = new("written");

    /// <summary>What is said of it beforehand.</summary>
    public string Foreseen => this == Present ? Word : $"to be {Word}";

    /// <summary>Whether its bytes had to go there.</summary>
    public bool IsSent => this == Uploaded || this == Written;
}
