using Containerize.Layering;

namespace Containerize.Describing;

/// <summary>What the build knows of the files it published.</summary>
internal interface IFileProvenance
{
    FileOrigin OriginOf(string relativePath);

    /// <summary>Whether a linker or compiler that saw the whole app rewrote the file.</summary>
    bool ChangesWithApp(string relativePath);
}
