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
        var contenders = await ContendersAsync();
        using var workspace = new Workspace(options.WorkFolder);
        await using var registry = await RegistryChoice.StartAsync(workspace.RegistryFolder, cancellationToken);
        using var content = new RegistryContent(registry.Address);
        if (await content.DigestOfAsync(BaseImage.Repository, BaseImage.Tag, cancellationToken) is null)
        {
            await SyntheticBaseImage.PutAsync(content, BaseImage.Repository, BaseImage.Tag, cancellationToken);
        }

        await using var proxy = await CountingProxy.StartAsync(registry.Address, cancellationToken);
        var runner = new ScenarioRunner(workspace, proxy, content, progress);
        var results = new List<ScenarioResult>();
        foreach (var scenario in options.Scenarios)
        {
            results.Add(await runner.RunAsync(scenario, contenders, options.Runs, cancellationToken));
        }

        return new Report(machine, registry.Description).Write(results);
    }

    private async Task<IReadOnlyList<IContender>> ContendersAsync()
    {
        var contenders = new List<IContender> { new PlainPublish() };
        if (ContainerizePackage.Find() is { } package)
        {
            contenders.Add(new ContainerizePublish(package));
        }
        else
        {
            await progress.WriteLineAsync(
                $"Without Containerize itself: {ContainerizePackage.Folder} has no package; `dotnet pack src/Containerize.Sdk -c Release -o build/packages` makes it.");
        }

        contenders.Add(new SdkContainerPublish());
        return [.. contenders.Where(contender => options.Contenders?.Contains(contender.Name) ?? true)];
    }
}
