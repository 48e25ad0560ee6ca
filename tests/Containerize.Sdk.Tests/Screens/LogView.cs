using System.Text.RegularExpressions;
using Containerize.TestKit.Projects;
using Containerize.TestKit.Registry.Faults;
using Xunit;

namespace Containerize.Tests.Sdk.Screens;

/// <summary>In a log, as of a CI service: all lines but those that every publish has.</summary>
internal sealed partial class LogView : IView
{
    /// <summary>Long enough for a word between, at a speed at which the rest of the test does not wait.</summary>
    private const int BytesPerSecond = 6_000_000;

    public async Task<string> ShowAsync(TestWorkspace workspace, IReadOnlyList<string> arguments)
    {
        var result = await workspace.Dotnet.RunAsync(arguments, TestContext.Current.CancellationToken);
        var lines = result.ShouldSucceed().Lines.TakeWhile(line => line != "Build succeeded.").Where(line => !OfAnyPublish().IsMatch(line));
        return string.Join('\n', lines).Trim('\n');
    }

    public Task<string> ShowPushAsync(Publisher publisher, IReadOnlyList<string> arguments)
    {
        publisher.Registry.Faults.On("PUT", "/v2/*/blobs/uploads/*").ReadSlowly(BytesPerSecond);
        return ShowAsync(publisher.Workspace, arguments);
    }

    [GeneratedRegex(@"^  (Determining projects to restore\.\.\.|All projects are up-to-date for restore\.|Restored .*|\S+ -> \S+\.dll|\S+ -> \S+/publish/)$")]
    private static partial Regex OfAnyPublish();
}
