namespace Containerize.Tests.Reliability;

/// <summary>Every fault that is tried, in the order of the documentation.</summary>
internal static class FaultCatalogue
{
    public static IReadOnlyList<FaultCase> All { get; } =
    [
        .. BaseImageFaults.All,
        .. TagFaults.All,
        .. UploadFaults.All,
        .. ChunkFaults.All,
        .. MountFaultCases.All,
        .. ManifestFaults.All,
        .. LoginFaults.All,
        .. LocalFaults.All,
    ];

    /// <summary>The table of docs/reliability.md.</summary>
    public static IEnumerable<string> Table =>
    [
        "| While | what goes wrong | what happens |",
        "|---|---|---|",
        .. All.Select(fault => $"| {fault.Where} | {fault.Fault} | {(fault.Code is { } code ? $"[{code.Id}](errors/{code.Id}.md): " : string.Empty)}{fault.Outcome} |"),
    ];
}
