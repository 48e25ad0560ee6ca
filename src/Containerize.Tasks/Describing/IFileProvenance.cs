using Containerize.Layering;

namespace Containerize.Describing;

/// <summary>What the build knows of the files it published.</summary>
internal interface IFileProvenance
{
    FileOrigin OriginOf(string relativePath);

    /// <summary>Whether a linker or compiler that saw the whole app rewrote the file.</summary>
    bool ChangesWithApp(string relativePath);

    /// <summary>Whether a target writes it, and not a copy: then it looks new after each publish, though mostly it is what it was.</summary>
    bool IsWritten(string relativePath) => false;

    /// <summary>Absolute path of the file that was copied; null where nobody told, or it was made for the publish.</summary>
    string? SourceOf(string relativePath) => null;
}
