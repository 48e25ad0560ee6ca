using System.Globalization;
using Containerize.Benchmarks.Apps;
using Containerize.Benchmarks.Contenders;
using Containerize.Benchmarks.Measuring;
using Containerize.Benchmarks.Registries;

namespace Containerize.Benchmarks.Scenarios;

/// <summary>One contender's side of a scenario: its own copy of the app, its own caches, its own repository. Lanes share only the registry.</summary>
internal sealed class Lane
{
    private const string Tag = "latest";

    private readonly Scenario _scenario;
    private readonly Workspace _workspace;
    private readonly CountingProxy _proxy;
    private readonly RegistryContent _content;
    private readonly string _temporaryFolder;
    private readonly string _cacheFolder;
    private int _repositoryNumber;

    public Lane(Scenario scenario, IContender contender, Workspace workspace, CountingProxy proxy, RegistryContent content)
    {
        Contender = contender;
        _scenario = scenario;
        _workspace = workspace;
        _proxy = proxy;
        _content = content;

        var folder = workspace.NewLaneFolder(scenario.Name, contender.Name);
        _temporaryFolder = Path.Combine(folder, "tmp");
        _cacheFolder = Path.Combine(folder, "cache");
        Project = scenario.App.Write(Path.Combine(folder, "app"), workspace.SharedFolder);
        Project.UseContainerize(contender.ContainerizeVersion);
        scenario.Arrange(Project);
        Forget();
    }

    public IContender Contender { get; }

    public AppProject Project { get; }

    /// <summary>As on another machine with another registry: caches are empty, the next publish goes to a repository that nothing was in.</summary>
    public void Forget()
    {
        _repositoryNumber++;
        foreach (var folder in (string[])[_temporaryFolder, _cacheFolder])
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            Directory.CreateDirectory(folder);
        }
    }

    public async Task<RunResult> PublishAsync(CancellationToken cancellationToken)
    {
        var repository = string.Create(CultureInfo.InvariantCulture, $"benchmark/{_scenario.Name}/{Contender.Name}-{_repositoryNumber}");
        var target = new PublishTarget(_proxy.Address, repository, _cacheFolder);
        var environment = _workspace.EnvironmentFor(_temporaryFolder);
        foreach (var (name, value) in Contender.EnvironmentFor(target))
        {
            environment[name] = value;
        }

        var before = _proxy.Traffic;
        var measurement = await MeasuredCommand.RunAsync(
            "dotnet",
            ["publish", "-tl:off", "--disable-build-servers", .. Contender.ArgumentsFor(target)],
            Project.Folder,
            environment,
            cancellationToken);
        var traffic = _proxy.Traffic - before;

        return new RunResult(measurement, traffic, await DigestAsync(repository, cancellationToken));
    }

    private async Task<string?> DigestAsync(string repository, CancellationToken cancellationToken)
    {
        var digest = await _content.DigestOfAsync(repository, Tag, cancellationToken);
        return Contender.PublishesImage && digest is null
            ? throw new BenchmarkException($"'{Contender.Command}' ended well, but there is no {repository}:{Tag} in the registry.")
            : digest;
    }
}
