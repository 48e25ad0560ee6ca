namespace Containerize.Describing;

/// <summary>A file that a publish is about to have in its folder.</summary>
/// <param name="RelativePath">Below the publish folder, <c>/</c> between parts.</param>
internal sealed record ComingFile(string RelativePath)
{
    /// <summary>Absolute path of what is copied there; null where something else writes it, or it cannot be stale (<see cref="StaleFile.Concerns"/>).</summary>
    public string? Source { get; init; }

    /// <summary>Whether it is copied only over an older file, as the SDK does with most.</summary>
    public bool OnlyIfNewer { get; init; }

    /// <summary>Id and version of the package that it comes from; null for the project's own and its references'.</summary>
    public string? Package { get; init; }

    /// <summary>A static web asset, which nothing rewrites in the publish folder.</summary>
    public bool IsAsset { get; init; }
}
