namespace Containerize.Layering;

/// <summary>A file of the publish output.</summary>
/// <param name="RelativePath">Below the publish directory, <c>/</c> between parts. One that begins with <c>/</c> is a path in the image.</param>
/// <param name="Source">Absolute path of the bytes.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Executable">Whether containers may run it.</param>
internal sealed record PublishedFile(string RelativePath, string Source, long Size, bool Executable, FileOrigin Origin)
{
    /// <summary>Rewritten by a linker or compiler that saw the whole app, so that it changes whenever the app does.</summary>
    public bool ChangesWithApp { get; init; }
}
