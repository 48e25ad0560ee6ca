using Containerize.Benchmarks.Contenders;
using Containerize.Benchmarks.Registries;
using Containerize.Benchmarks.Reporting;
using Containerize.Benchmarks.Scenarios;

namespace Containerize.Benchmarks;

/// <summary>From what was asked for to the report.</summary>
internal sealed class Benchmark(BenchmarkOptions options, TextWriter progress)
{
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var machine = Machine.Describe();
        var package = ContainerizePackage.Find();
        using var workspace = new Workspace(options.WorkFolder, package);
        await using var registry = await RegistryChoice.StartAsync(workspace.RegistryFolder, cancellationToken);
        using var content = new RegistryContent(registry.Address);
        if (await content.DigestOfAsync(BaseImage.Repository, BaseImage.Tag, cancellationToken) is null)
        {
            await SyntheticBaseImage.PutAsync(content, BaseImage.Repository, BaseImage.Tag, cancellationToken);
        }

        var engine = await DockerEngine.FindAsync(cancellationToken);
        var contenders = await ContendersAsync(package, workspace, content, engine, cancellationToken);
        await using var proxy = await CountingProxy.StartAsync(registry.Address, cancellationToken);
        await using var counted = CountedEngine.StartBefore(engine);
        var places = new Places(content, proxy) { Engine = counted, Node = DockerEngine.FindNode() is { } node ? new Node(node) : null };
        var runner = new ScenarioRunner(workspace, places, progress);
        var results = new List<ScenarioResult>();
        foreach (var scenario in options.Scenarios)
        {
            if (places.FindMissing(scenario.Measures) is { } missing)
            {
                await progress.WriteLineAsync($"Without {scenario.Name}: there is {missing}.");
                continue;
            }

            results.Add(await runner.RunAsync(scenario, contenders, options.Runs, cancellationToken));
        }

        return new Report(machine, registry.Description).Write(results);
    }

    private async Task<IReadOnlyList<IContender>> ContendersAsync(
        ContainerizePackage? package,
        Workspace workspace,
        RegistryContent content,
        DockerEngine? engine,
        CancellationToken cancellationToken)
    {
        var contenders = new List<IContender> { new PlainPublish() };
        if (package is not null)
        {
            contenders.Add(new ContainerizePublish(package));
        }
        else
        {
            await progress.WriteLineAsync(
                $"Without Containerize itself: {ContainerizePackage.Folder} has no package; `dotnet pack src/Containerize.Sdk -c Release -o build/packages` makes it.");
        }

        contenders.Add(new SdkContainerPublish());
        if (package is not null && IsWanted(DockerfileBuild.ContenderName))
        {
            if (engine is not null)
            {
                var registryHasSdk = await content.DigestOfAsync(SdkImage.Repository, SdkImage.Tag, cancellationToken) is not null;
                contenders.Add(new DockerfileBuild(engine, package, workspace.Root, registryHasSdk));
            }
            else
            {
                await progress.WriteLineAsync(
                    $"Without builds of the Dockerfile: there is no Docker Engine; {DockerEngine.HostVariable} is not set, and no `docker` on PATH answers `docker info`.");
            }
        }

        return [.. contenders.Where(contender => IsWanted(contender.Name))];
    }

    private bool IsWanted(string contender) => options.Contenders?.Contains(contender) ?? true;
}
