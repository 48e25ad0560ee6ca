using Containerize.Diagnostics;

namespace Containerize.Describing.Secrets;

/// <summary>A secret that the image would hold, as it is told.</summary>
/// <param name="Place">The file that it is in; null where the project says it.</param>
internal sealed record SecretFinding(string Message, SourcePlace? Place);
