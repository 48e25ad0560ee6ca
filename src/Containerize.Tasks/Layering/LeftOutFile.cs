namespace Containerize.Layering;

/// <summary>A published file that the image does without.</summary>
internal sealed record LeftOutFile(PublishedFile File, LeftOutReason Reason);
