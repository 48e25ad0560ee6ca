namespace Containerize.Dockerfiles;

/// <summary>A folder whose packages npm restores for a project. Paths are relative to the build context, with <c>/</c> between parts.</summary>
/// <param name="Folder">Empty: the context itself.</param>
/// <param name="Files">What npm reads for that: <c>package.json</c>, a lock file, settings.</param>
internal sealed record NodeFolder(string Folder, IReadOnlyList<string> Files)
{
    /// <summary>Without a lock file <c>npm ci</c> refuses.</summary>
    public bool IsLocked => Files.Any(file => Path.GetFileName(file) is "package-lock.json" or "npm-shrinkwrap.json");
}
