using System.Reflection;
using Containerize.Diagnostics;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Containerize.Tasks;

/// <summary>MSBuild's log as the rest of the code sees it.</summary>
/// <param name="projectFile">What warnings and errors are about that name no file of their own.</param>
/// <param name="errorPages">Where the pages of docs/errors can be read, with a slash at its end; null if that is not known.</param>
internal sealed class BuildLog(TaskLoggingHelper log, string projectFile, string? errorPages) : IPublishLog
{
    /// <summary>What whoever built this assembly said of it (Containerize.Addresses.targets).</summary>
    public static string? ErrorPages { get; } = typeof(BuildLog).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(data => data.Key == "ErrorPages")?.Value;

    public void Say(string line) => log.LogMessage(MessageImportance.High, "{0}", line);

    public void Detail(string line) => log.LogMessage(MessageImportance.Low, "{0}", line);

    public void Warn(ErrorCode code, string message, SourcePlace? place = null) => log.LogWarning(
        subcategory: null, code.Id, helpKeyword: null, LinkOf(code), place?.File ?? projectFile, place?.Line ?? 0, 0, 0, 0, "{0}", message);

    public void Fail(ErrorCode code, string message, SourcePlace? place = null) => log.LogError(
        subcategory: null, code.Id, helpKeyword: null, LinkOf(code), place?.File ?? projectFile, place?.Line ?? 0, 0, 0, 0, "{0}", message);

    private string? LinkOf(ErrorCode code) => errorPages is null ? null : $"{errorPages}{code.Id}.md";
}
