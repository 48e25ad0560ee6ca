namespace Containerize.Engines;

/// <summary>An engine that somebody asks for.</summary>
/// <param name="Name">Its name, or the absolute path of a program.</param>
/// <param name="By">What names it, for errors: <c>LocalRegistry</c>.</param>
internal sealed record NamedEngine(string Name, string By);
