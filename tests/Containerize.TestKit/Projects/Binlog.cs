using Microsoft.Build.Logging.StructuredLogger;

namespace Containerize.TestKit.Projects;

/// <summary>What a build did, from its binary log.</summary>
public sealed class Binlog
{
    private readonly Build build;

    private Binlog(Build build) => this.build = build;

    /// <param name="path">Written by <c>-bl:PATH</c>.</param>
    public static Binlog Read(string path) => new(BinaryLog.ReadBuild(path));

    /// <summary>How often a target ran; skipped ones do not count.</summary>
    public int RunsOf(string target)
        => build.FindChildrenRecursive<Target>(t => t.Name == target && !t.Skipped).Count;

    public int RunsOfTask(string task)
        => build.FindChildrenRecursive<Microsoft.Build.Logging.StructuredLogger.Task>(t => t.Name == task).Count;

    /// <summary>Whether any text in the log holds this: how a secret is looked for.</summary>
    public bool Mentions(string text)
    {
        var found = false;
        build.VisitAllChildren<BaseNode>(node => found |= node.ToString()?.Contains(text, StringComparison.Ordinal) == true);
        return found;
    }
}
