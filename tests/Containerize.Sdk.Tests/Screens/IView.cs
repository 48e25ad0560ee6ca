using Containerize.TestKit.Projects;

namespace Containerize.Tests.Sdk.Screens;

/// <summary>Where somebody looks at a build.</summary>
internal interface IView
{
    /// <summary>Runs a command that succeeds.</summary>
    /// <returns>What is to be seen when it has ended.</returns>
    Task<string> ShowAsync(TestWorkspace workspace, IReadOnlyList<string> arguments);

    /// <summary>Runs a command whose layers go to a slow registry.</summary>
    /// <returns>What is to be seen of the push.</returns>
    Task<string> ShowPushAsync(Publisher publisher, IReadOnlyList<string> arguments);
}
