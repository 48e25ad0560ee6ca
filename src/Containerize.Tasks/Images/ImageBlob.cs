using Containerize.Oci;

namespace Containerize.Images;

/// <summary>A blob that an image needs, wherever it is now.</summary>
/// <param name="WhatItIs">For messages: <c>layer packages</c>, <c>base layer sha256:…</c>.</param>
/// <param name="Sources">Repositories that have it, as far as they are what they are said to be; from one of the same registry it can be mounted.</param>
/// <param name="OpenAsync">Opens the bytes; may be called more than once.</param>
internal sealed record ImageBlob(Descriptor Descriptor, string WhatItIs, IReadOnlyList<ImageReference> Sources, Func<CancellationToken, Task<Stream>> OpenAsync)
{
    /// <summary>Whether it was made just now, and nothing like it was known: mostly nobody has it.</summary>
    public bool IsFresh { get; init; }

    /// <summary>Brings the bytes onto this machine if they are elsewhere; destinations that will open them here call it first, for all blobs at once.</summary>
    public Func<CancellationToken, Task> PrepareAsync { get; init; } = _ => Task.CompletedTask;
}
