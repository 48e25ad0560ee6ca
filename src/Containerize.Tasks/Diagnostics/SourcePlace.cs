namespace Containerize.Diagnostics;

/// <summary>What a warning or an error is about, where that is not the project.</summary>
/// <param name="File">Absolute path.</param>
/// <param name="Line">Counted from 1; 0: the whole file.</param>
internal sealed record SourcePlace(string File, int Line);
