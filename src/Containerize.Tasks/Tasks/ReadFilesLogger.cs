using Containerize.Host;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>
/// Listens to a build, and writes which files its tasks were given and its evaluations imported: one absolute path on a line; in a file beside, the first
/// error. It is loaded into MSBuild by <c>-logger:</c>, in a process of <see cref="DeepCheck"/>'s.
/// </summary>
public sealed class ReadFilesLogger : ILogger
{
    private readonly SortedSet<string> found = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Node, int Task), (string Name, string Folder)> running = [];
    private string output = string.Empty;
    private string? error;

    /// <summary>Where the first error is written, if there is one.</summary>
    internal static string ErrorFile(string output) => output + ".error";

    /// <inheritdoc/>
    public LoggerVerbosity Verbosity { get; set; } = LoggerVerbosity.Diagnostic;

    /// <summary>Absolute path of the file to write.</summary>
    public string? Parameters { get; set; }

    /// <inheritdoc/>
    public void Initialize(IEventSource eventSource)
    {
        ArgumentNullException.ThrowIfNull(eventSource);
        output = Parameters ?? throw new LoggerException("The path of the file to write is missing.");
        (eventSource as IEventSource3)?.IncludeEvaluationMetaprojects();
        (eventSource as IEventSource3)?.IncludeTaskInputs();
        eventSource.TaskStarted += (_, started) =>
        {
            if (started.BuildEventContext is { } context)
            {
                running[(context.NodeId, context.TaskId)] = (started.TaskName, Path.GetDirectoryName(started.ProjectFile) ?? string.Empty);
            }
        };
        eventSource.MessageRaised += (_, message) => Read(message);
        eventSource.ErrorRaised += (_, raised) => error ??= $"{raised.File}({raised.LineNumber},{raised.ColumnNumber}): error {raised.Code}: {raised.Message}";
    }

    /// <inheritdoc/>
    public void Shutdown()
    {
        File.WriteAllLines(output, found);
        if (error is not null)
        {
            File.WriteAllText(ErrorFile(output), error);
        }
    }

    private void Read(BuildMessageEventArgs message)
    {
        if (message is ProjectImportedEventArgs { ImportedProjectFile: { Length: > 0 } imported })
        {
            found.Add(imported);
        }

        if (message is TaskParameterEventArgs { Kind: TaskParameterMessageKind.TaskInput } input
            && TaskInputs.AreReadFrom(input.ParameterName ?? input.ItemType)
            && input.BuildEventContext is { } context
            && running.TryGetValue((context.NodeId, context.TaskId), out var task)
            && TaskInputs.AreReadBy(task.Name))
        {
            foreach (var value in input.Items)
            {
                Add((value as ITaskItem)?.ItemSpec ?? value?.ToString(), task.Folder);
            }
        }
    }

    private void Add(string? text, string folder)
    {
        if (text is not { Length: > 0 and < 4096 } || text.Contains('\n'))
        {
            return;
        }

        // A command line is a value like others.
        foreach (var word in text.Split((char[])[' ', '"', '\'', ';', '='], StringSplitOptions.RemoveEmptyEntries).Prepend(text))
        {
            var path = Path.GetFullPath(PathText.ToLocal(word), folder);
            if (File.Exists(path))
            {
                found.Add(path);
            }
        }
    }
}
