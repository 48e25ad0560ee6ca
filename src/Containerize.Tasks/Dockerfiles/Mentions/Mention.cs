namespace Containerize.Dockerfiles.Mentions;

/// <summary>How files of a kind name others, which the tool that reads them finds by itself.</summary>
/// <param name="Files">A pattern of the file's name, in any case.</param>
/// <param name="Find">Picks the names out of a text.</param>
/// <param name="Endings">What the tool tries behind a name; an empty one is the name itself.</param>
internal sealed record Mention(string Files, Func<string, IEnumerable<string>> Find, IReadOnlyList<string> Endings);
