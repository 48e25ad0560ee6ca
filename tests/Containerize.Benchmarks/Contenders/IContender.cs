using Containerize.Benchmarks.Apps;
using Containerize.Benchmarks.Scenarios;

namespace Containerize.Benchmarks.Contenders;

/// <summary>One way to publish.</summary>
internal interface IContender
{
    /// <summary>One word: it names folders and repositories, too.</summary>
    string Name { get; }

    /// <summary>The command as a person would type it, for the report.</summary>
    string Command { get; }

    bool PublishesImage { get; }

    /// <summary>The version of Containerize that the project takes in; null for a project that knows nothing of it.</summary>
    string? ContainerizeVersion { get; }

    /// <summary>A daemon does the work: what the command's own processes used says nothing of it.</summary>
    bool WorksInDaemon => false;

    bool CanRun(Scenario scenario) => true;

    /// <summary>Changes its copy of the app once, at the start.</summary>
    void Arrange(AppProject project)
    {
    }

    PublishCommand CommandFor(PublishTarget target);

    /// <summary>A command that comes once before all publishes and is not measured; null for none.</summary>
    PublishCommand? PreparationFor(PublishTarget target) => null;

    /// <summary>Forgets what earlier publishes left outside of the lane's folder.</summary>
    Task ForgetAsync(PublishTarget target, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Removes what would stay on the machine.</summary>
    Task CleanUpAsync(PublishTarget target) => Task.CompletedTask;
}
