using System.Text.RegularExpressions;
using Containerize.TestKit.Projects;
using Containerize.TestKit.Registry.Faults;
using Xunit;

namespace Containerize.Tests.Sdk.Screens;

/// <summary>At a terminal: the screen, as MSBuild's terminal logger leaves it.</summary>
internal sealed partial class TerminalView : IView
{
    public async Task<string> ShowAsync(TestWorkspace workspace, IReadOnlyList<string> arguments)
        => (await workspace.Dotnet.ShowAsync(arguments, _ => { }, TestContext.Current.CancellationToken)).Text;

    /// <summary>The registry takes nothing until the screen has moved: it has shown the same target with two times.</summary>
    public async Task<string> ShowPushAsync(Publisher publisher, IReadOnlyList<string> arguments)
    {
        var moved = new TaskCompletionSource();
        var held = publisher.Registry.Faults.On("POST", "/v2/*/blobs/uploads*").HoldUntil(moved.Task);
        var times = new HashSet<string>(StringComparer.Ordinal);
        var shown = string.Empty;

        await publisher.Workspace.Dotnet.ShowAsync(
            arguments,
            screen =>
            {
                var running = held.Hits > 0 && !moved.Task.IsCompleted ? RunningTarget().Match(screen.Text) : Match.Empty;
                if (running.Success && times.Add(running.Value) && times.Count > 1)
                {
                    shown = screen.Text;
                    moved.SetResult();
                }
            },
            TestContext.Current.CancellationToken);
        return shown;
    }

    [GeneratedRegex(@"^  HelloWeb net10\.0 .*\(\d+\.\ds\)$", RegexOptions.Multiline)]
    private static partial Regex RunningTarget();
}
