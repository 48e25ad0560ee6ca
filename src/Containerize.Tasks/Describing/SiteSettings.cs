namespace Containerize.Describing;

/// <summary>How the site of a container project is served.</summary>
/// <param name="Folder">Absolute path of what is served.</param>
/// <param name="Fallback">The file for addresses without one, below the site, <c>/</c> between parts; null: there is none, and the answer is 404.</param>
/// <param name="Immutable">Folders below the site whose files never change under their names, <c>/</c> between parts.</param>
internal sealed record SiteSettings(string Folder, string? Fallback, IReadOnlyList<string> Immutable);
