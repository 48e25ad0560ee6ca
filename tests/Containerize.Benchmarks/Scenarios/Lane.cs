using System.Globalization;
using Containerize.Benchmarks.Apps;
using Containerize.Benchmarks.Contenders;
using Containerize.Benchmarks.Measuring;
using Containerize.Benchmarks.Registries;

namespace Containerize.Benchmarks.Scenarios;

/// <summary>One contender's side of a scenario: its own copy of the app, its own caches, its own repository. Lanes share only the registry.</summary>
internal sealed class Lane
{
    /// <summary>Of every repository that is published to.</summary>
    public const string RepositoryPrefix = "benchmark/";

    private readonly Scenario _scenario;
    private readonly Workspace _workspace;
    private readonly CountingProxy _proxy;
    private readonly RegistryContent _content;
    private readonly string _folder;
    private readonly string _temporaryFolder;
    private int _repositoryNumber;

    public Lane(Scenario scenario, IContender contender, Workspace workspace, CountingProxy proxy, RegistryContent content)
    {
        Contender = contender;
        _scenario = scenario;
        _workspace = workspace;
        _proxy = proxy;
        _content = content;

        _folder = workspace.NewLaneFolder(scenario.Name, contender.Name);
        _temporaryFolder = Path.Combine(_folder, "tmp");
        Project = scenario.App.Write(Path.Combine(_folder, "app"), workspace.SharedFolder);
        Project.UseContainerize(contender.ContainerizeVersion);
        contender.Arrange(Project);
        scenario.Arrange(Project);
    }

    public IContender Contender { get; }

    public AppProject Project { get; }

    private PublishTarget Target => new(
        _proxy.Address,
        string.Create(CultureInfo.InvariantCulture, $"{RepositoryPrefix}{_scenario.Name}/{Contender.Name}-{_repositoryNumber}"),
        _folder);

    /// <summary>Before the first publish.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await ForgetAsync(cancellationToken);
        if (Contender.PreparationFor(Target) is { } preparation)
        {
            await RunAsync(preparation, cancellationToken);
        }
    }

    /// <summary>As on another machine with another registry: caches are empty, the next publish goes to a repository that nothing was in.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        _repositoryNumber++;
        foreach (var folder in (string[])[_temporaryFolder, Target.CacheFolder])
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            Directory.CreateDirectory(folder);
        }

        await Contender.ForgetAsync(Target, cancellationToken);
    }

    public async Task<RunResult> PublishAsync(CancellationToken cancellationToken)
    {
        var before = _proxy.Traffic;
        var measurement = await RunAsync(Contender.CommandFor(Target), cancellationToken);
        var traffic = _proxy.Traffic - before;

        return new RunResult(measurement, traffic, await DigestAsync(cancellationToken));
    }

    public Task CleanUpAsync() => Contender.CleanUpAsync(Target);

    private Task<Measurement> RunAsync(PublishCommand command, CancellationToken cancellationToken)
    {
        var environment = _workspace.EnvironmentFor(_temporaryFolder);
        foreach (var (name, value) in command.Environment)
        {
            environment[name] = value;
        }

        return MeasuredCommand.RunAsync(command.Program, command.Arguments, Project.Folder, environment, cancellationToken);
    }

    private async Task<string?> DigestAsync(CancellationToken cancellationToken)
    {
        var digest = await _content.DigestOfAsync(Target.Repository, PublishTarget.Tag, cancellationToken);
        return Contender.PublishesImage && digest is null
            ? throw new BenchmarkException($"'{Contender.Command}' ended well, but there is no {Target.Repository}:{PublishTarget.Tag} in the registry.")
            : digest;
    }
}
