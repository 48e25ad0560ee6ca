namespace Containerize.Languages;

/// <summary>What a stage of a Dockerfile does in the folder of the sources to make files of one layer, or of several.</summary>
/// <param name="Commands">For the shell, in the folder that the files were copied to.</param>
internal sealed record LayerStep(IReadOnlyList<string> Commands)
{
    /// <summary>Files below the context that are copied first; empty: all of it.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Absolute path of a folder that later builds on the same machine find as it was left; null: there is none.</summary>
    public string? Cache { get; init; }

    /// <summary>Environment variables that the commands need as secrets.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Stands in a command for the folder that becomes the app's in the image.</summary>
    public const string Place = "{place}";

    /// <summary>
    /// Name of the layer, and the paths below the sources that move into it. None: all that is left. Null: the commands put there what is in it.
    /// </summary>
    public IReadOnlyList<(string Layer, IReadOnlyList<string>? Paths)> Layers { get; init; } = [];

    /// <summary>Arguments of the build that the commands take, such as <c>TARGETARCH</c>.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Whether the tool makes for another platform what it makes for its own.</summary>
    public bool IsForBuilder { get; init; }

    /// <summary>Whether web servers tell browsers the version of the files by their time.</summary>
    public bool IsDatedByContent { get; init; }
}
