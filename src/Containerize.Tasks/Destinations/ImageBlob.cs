using Containerize.Oci;

namespace Containerize.Destinations;

/// <summary>A blob that an image needs, wherever it is now.</summary>
/// <param name="WhatItIs">For messages: <c>layer packages</c>, <c>base layer sha256:…</c>.</param>
/// <param name="Source">The repository that has it, if it comes from a registry; one of the same registry can be mounted from.</param>
/// <param name="OpenAsync">Opens the bytes; may be called more than once.</param>
internal sealed record ImageBlob(Descriptor Descriptor, string WhatItIs, ImageReference? Source, Func<CancellationToken, Task<Stream>> OpenAsync)
{
    /// <summary>Brings the bytes onto this machine if they are elsewhere; destinations that will open them here call it first, for all blobs at once.</summary>
    public Func<CancellationToken, Task> PrepareAsync { get; init; } = _ => Task.CompletedTask;
}
