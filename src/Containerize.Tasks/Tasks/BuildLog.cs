using Containerize.Diagnostics;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Containerize.Tasks;

/// <summary>MSBuild's log as the rest of the code sees it.</summary>
internal sealed class BuildLog : IPublishLog
{
    private readonly TaskLoggingHelper log;
    private readonly string projectFile;

    public BuildLog(TaskLoggingHelper log, string projectFile)
    {
        this.log = log;
        this.projectFile = projectFile;
    }

    public void Say(string line) => log.LogMessage(MessageImportance.High, "{0}", line);

    public void Detail(string line) => log.LogMessage(MessageImportance.Low, "{0}", line);

    public void Warn(ErrorCode code, string message)
        => log.LogWarning(subcategory: null, code.Id, helpKeyword: null, projectFile, 0, 0, 0, 0, "{0}", message);

    public void Fail(ErrorCode code, string message)
        => log.LogError(subcategory: null, code.Id, helpKeyword: null, projectFile, 0, 0, 0, 0, "{0}", message);
}
