using Containerize.Diagnostics;

namespace Containerize.Describing;

/// <summary>Something in a description that does not fit what the image stands on.</summary>
/// <param name="IsCertain">The image could not start; else it is likely that something is not as meant.</param>
internal sealed record Misfit(ErrorCode Code, string Message, bool IsCertain);
