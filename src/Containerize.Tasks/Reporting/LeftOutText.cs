using Containerize.Layering;

namespace Containerize.Reporting;

/// <summary>Says which published files an image does without.</summary>
internal static class LeftOutText
{
    public const string Title = "left out";

    public static IEnumerable<string> Lines(IReadOnlyList<LeftOutFile> files) => LeftOutGroup.Of(files)
        .Select(group => $"{Title,-10} {Counted.Of(group.Files, "file")}, {ByteSize.Format(group.Size)} of {Describe(group.Reason)}");

    /// <summary>With the property that keeps them.</summary>
    public static string Describe(LeftOutReason reason) => reason switch
    {
        LeftOutReason.ForeignRuntime => "libraries for other platforms (ContainerizeKeepForeignRuntimes keeps them)",
        LeftOutReason.Excluded => "what the project excludes (ContainerExclude)",
        _ => "debug symbols of native code (ContainerizeKeepSymbols keeps them)",
    };

    /// <summary>For one file.</summary>
    public static string Why(LeftOutReason reason) => reason switch
    {
        LeftOutReason.ForeignRuntime => "for another platform",
        LeftOutReason.Excluded => "excluded by the project",
        _ => "debug symbols",
    };

    /// <summary>For programs.</summary>
    public static string Name(LeftOutReason reason) => reason switch
    {
        LeftOutReason.ForeignRuntime => "foreignRuntime",
        LeftOutReason.Excluded => "excluded",
        _ => "debugSymbols",
    };
}
