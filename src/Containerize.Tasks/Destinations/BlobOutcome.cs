namespace Containerize.Destinations;

/// <summary>How a blob came to be where it was wanted.</summary>
internal enum BlobOutcome
{
    /// <summary>It was there.</summary>
    Present,

    /// <summary>The registry took it from another of its repositories.</summary>
    Mounted,

    /// <summary>Its bytes were sent.</summary>
    Uploaded,

    /// <summary>It went into a file or an engine on this machine.</summary>
    Written,
}
