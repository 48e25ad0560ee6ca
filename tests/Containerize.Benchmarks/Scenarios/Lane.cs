using System.Globalization;
using System.Text;
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

    /// <summary>The lab's registry still has what an earlier run of the program left there.</summary>
    private static readonly string Run = Guid.NewGuid().ToString("N")[..8];

    private readonly Scenario _scenario;
    private readonly Workspace _workspace;
    private readonly Places _places;
    private readonly string _folder;
    private readonly string _temporaryFolder;
    private int _repositoryNumber;

    public Lane(Scenario scenario, IContender contender, Workspace workspace, Places places)
    {
        Contender = contender;
        _scenario = scenario;
        _workspace = workspace;
        _places = places;

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
        _places.Registry.Address,
        string.Create(CultureInfo.InvariantCulture, $"{RepositoryPrefix}{_scenario.Name}/{Contender.Name}-{Run}-{_repositoryNumber}"),
        _folder,
        _scenario.App.Images)
    {
        Engine = _scenario.Measures == MeasuredPart.Load ? _places.Engine!.Engine : null,
        TestProject = _scenario.Measures == MeasuredPart.Pipeline ? _scenario.App.TestProject : null,
    };

    /// <summary>The part of a repository's name that stands for a registry of the lane's own: what is in one may be mounted into another below it.</summary>
    public static string RegistryOf(string repository) => string.Join('/', repository.Split('/').Take(3));

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
    public Task ForgetAsync(CancellationToken cancellationToken)
    {
        _repositoryNumber++;
        return ForgetCachesAsync(cancellationToken);
    }

    /// <summary>As on another machine.</summary>
    public async Task ForgetCachesAsync(CancellationToken cancellationToken)
    {
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
        var (measurement, traffic) = await CountAsync(Contender.CommandFor(Target), cancellationToken);
        return new RunResult(measurement, traffic, await DigestAsync(cancellationToken));
    }

    /// <summary>What the scenario measures: a publish, or what a node does with the last one.</summary>
    public Task<RunResult> MeasureAsync(CancellationToken cancellationToken)
        => _scenario.Measures == MeasuredPart.Start ? StartAsync(cancellationToken) : PublishAsync(cancellationToken);

    /// <summary>Has the node pull and run what was published last.</summary>
    public async Task<RunResult> StartAsync(CancellationToken cancellationToken)
    {
        var node = _places.Node!;
        try
        {
            var (measurement, traffic) = await CountAsync(node.StartOf(Target), cancellationToken);
            return new RunResult(measurement, traffic, Digest: null);
        }
        finally
        {
            await node.StopAsync(CancellationToken.None);
        }
    }

    /// <summary>As on a node that is new.</summary>
    public Task ForgetOnNodeAsync(CancellationToken cancellationToken) => _places.Node!.ForgetAsync(cancellationToken);

    public Task CleanUpAsync() => Contender.CleanUpAsync(Target);

    private async Task<(Measurement Measurement, Traffic Traffic)> CountAsync(PublishCommand command, CancellationToken cancellationToken)
    {
        var before = _places.Traffic;
        var measurement = await RunAsync(command, cancellationToken);
        return (measurement, _places.Traffic - before);
    }

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
        if (!Contender.PublishesImage)
        {
            return null;
        }

        var digests = new List<string>();
        foreach (var repository in Target.Repositories)
        {
            var digest = Target.Engine is { } engine
                ? await engine.FindImageAsync(Target.Reference, cancellationToken)
                : await _places.Content.DigestOfAsync(repository, PublishTarget.Tag, cancellationToken);
            digests.Add(digest ?? throw new BenchmarkException($"'{Contender.Command}' ended well, but there is no {repository}:{PublishTarget.Tag}."));
        }

        return digests is [var one] ? one : RegistryContent.DigestOf(Encoding.ASCII.GetBytes(string.Join(' ', digests)));
    }
}
