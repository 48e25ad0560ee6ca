using Containerize.Oci;

namespace Containerize.Destinations;

/// <summary>What it took to make images available.</summary>
/// <param name="BytesLoaded">Bytes that went into an engine, those of an attempt that it refused included; 0 where there is none.</param>
/// <param name="LeftOut">Blobs that an engine had; null where everything came as it was put.</param>
internal sealed record CommitReport(long BytesLoaded, IReadOnlySet<Digest>? LeftOut)
{
    /// <summary>Of a place that has every blob once it was put.</summary>
    public static readonly CommitReport AsPut = new(0, null);

    /// <summary>What became of blobs that were looked for again, since a registry missed some of what it was said to have; null where all was there.</summary>
    public IReadOnlyDictionary<Digest, BlobOutcome>? SentAgain { get; init; }

    /// <summary>What became of the blobs in the end: an engine may have refused to do without some, or had more than was expected.</summary>
    public IReadOnlyDictionary<Digest, BlobOutcome> Correct(IReadOnlyDictionary<Digest, BlobOutcome> put) => this switch
    {
        { LeftOut: { } left } => put.ToDictionary(entry => entry.Key, entry => left.Contains(entry.Key) ? BlobOutcome.Present : BlobOutcome.Written),
        { SentAgain: { } sent } => put.ToDictionary(
            entry => entry.Key, entry => sent.GetValueOrDefault(entry.Key) == BlobOutcome.Uploaded ? BlobOutcome.Uploaded : entry.Value),
        _ => put,
    };
}
