using Containerize.Layering;

namespace Containerize.Describing;

/// <summary>What the build knows of the files it published.</summary>
internal interface IFileProvenance
{
    FileOrigin OriginOf(string relativePath);

    /// <summary>Whether a linker or compiler that saw the whole app rewrote the file.</summary>
    bool ChangesWithApp(string relativePath);

    /// <summary>Absolute path of the file that was copied; null where nobody told, or it was made for the publish.</summary>
    string? SourceOf(string relativePath) => null;
}
