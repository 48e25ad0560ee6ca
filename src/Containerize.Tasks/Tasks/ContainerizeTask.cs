using Containerize.Diagnostics;
using Containerize.Host;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>What our tasks have in common: the one place that blocks, that hears of cancellation, and that turns failures into coded errors.</summary>
public abstract class ContainerizeTask : Microsoft.Build.Utilities.Task, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource cancellation = new();

    /// <summary>Absolute path of the project; errors are reported against it and relative paths are below its folder.</summary>
    [Required]
    public string ProjectFile { get; set; } = string.Empty;

    private protected ProjectPaths Paths => new(ProjectFile);

    /// <summary>What the command line set for all projects, and whoever else builds one in a build of its own.</summary>
    private protected IReadOnlyDictionary<string, string> Globals
        => (BuildEngine as IBuildEngine6)?.GetGlobalProperties() ?? new Dictionary<string, string>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Cancel() => cancellation.Cancel();

    /// <inheritdoc/>
    public sealed override bool Execute()
    {
        var log = new BuildLog(Log, ProjectFile, BuildLog.ErrorPages);
        try
        {
            RunAsync(log, cancellation.Token).GetAwaiter().GetResult();
        }
        catch (ContainerizeException e)
        {
            foreach (var fault in e.All)
            {
                log.Fail(fault.Code, fault.Message, fault.Place);
            }

            log.Detail(e.ToString());
        }
        catch (OperationCanceledException)
        {
            log.Fail(ErrorCodes.Canceled, "Publishing the container image: the build was canceled. Tags that were not written yet lead where they led before.");
        }
#pragma warning disable CA1031 // Whatever it is, a user sees one coded line instead of a stack trace under MSB4018; the trace is in the detailed log.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.Fail(
                ErrorCodes.Unexpected,
                $"Publishing the container image: {e.GetType().Name}: {Excerpt.Of(e.Message)} "
                    + "This is a defect in Containerize; please report it with the output of 'dotnet publish -v:detailed'.");
            log.Detail(e.ToString());
        }

        return !Log.HasLoggedErrors;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        cancellation.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected abstract Task RunAsync(BuildLog log, CancellationToken cancellationToken);

    /// <summary>What the process was started with; a node of a build was started with other things than the build.</summary>
    private protected static IReadOnlyList<string> Arguments { get; } = Environment.GetCommandLineArgs();

#pragma warning disable RS0030 // The border: environment variables enter here and nowhere else.
    private protected static HostEnvironment Host => HostEnvironment.OfProcess(Environment.GetEnvironmentVariable);

    private protected static IEnumerable<string> ListVariables() => Environment.GetEnvironmentVariables().Keys.OfType<string>();
#pragma warning restore RS0030
}
