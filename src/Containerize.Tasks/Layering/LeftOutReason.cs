namespace Containerize.Layering;

/// <summary>Why a published file is not in the image.</summary>
internal enum LeftOutReason
{
    /// <summary>A library in a package, for a platform that is not the image's.</summary>
    ForeignRuntime,

    /// <summary>What debuggers know of native code.</summary>
    DebugSymbols,

    /// <summary>The project does not want it (ContainerExclude).</summary>
    Excluded,
}
