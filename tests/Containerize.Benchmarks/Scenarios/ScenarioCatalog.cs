using Containerize.Benchmarks.Apps;

namespace Containerize.Benchmarks.Scenarios;

/// <summary>Every scenario there is.</summary>
internal static class ScenarioCatalog
{
    private const string BumpedPackage = "Markdig";

    private static readonly IApp Sample = new SampleApp();
    private static readonly IApp Tested = new TestedSampleApp();
    private static readonly IApp Solution = new SolutionApp(services: 20);

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("unchanged", "Nothing changed since the last publish.", Sample),
        new("edit", "One line of Program.cs changed since the last publish.", Sample) { BeforeRunAsync = EditAsync },
        new("cold", "The app is built; caches and repository are empty.", Sample) { BeforeRunAsync = ForgetAsync },
        new("package", "One package got a new version since the last publish.", Sample) { BeforeRunAsync = PublishOlderPackageAsync },
        new("ci", "An agent checks out one changed line, then builds, tests and publishes; of what it did before it has NuGet's packages alone, the registry has the image of before.", Tested)
        {
            Measures = MeasuredPart.Pipeline,
            Arrange = project => project.SetProperty("ContainerizeTestProject", Tested.TestProject!),
            BeforeRunAsync = CheckOutAsync,
        },
        new("platforms", "linux/amd64 and linux/arm64 in one index; nothing changed since the last publish.", Sample)
        {
            IsMultiPlatform = true,
            Arrange = project =>
            {
                project.SetProperty("RuntimeIdentifiers", "linux-x64;linux-arm64");
                project.SetProperty("ContainerRuntimeIdentifiers", "linux-x64;linux-arm64");
            },
        },
        new("solution-cold", "Twenty services are built; caches and repositories are empty.", Solution) { Runs = 3, WarmUps = 0, BeforeRunAsync = ForgetAsync },
        new("solution-unchanged", "Twenty services; nothing changed since the last publish.", Solution) { Runs = 3 },
        new("large-cold", "1 GB to publish; caches and repository are empty.", DataApp.Large) { Runs = 3, WarmUps = 0, BeforeRunAsync = ForgetAsync },
        new("large-unchanged", "1 GB to publish; nothing changed since the last publish.", DataApp.Large) { Runs = 3, WarmUps = 0 },
        new("engine-edit", "One line of Program.cs changed since the last publish, into a Docker Engine; kB are those that went into its socket.", Sample)
        {
            Measures = MeasuredPart.Load,
            BeforeRunAsync = EditAsync,
        },
        new("engine-unchanged", "Nothing changed since the last publish, into a Docker Engine; kB are those that went into its socket.", Sample) { Measures = MeasuredPart.Load },
        Start("pull-edit", "has the image of before one line of Program.cs changed", StartBeforeEditAsync),
        Start("pull-package", "has the image of before one package got a new version", StartOlderPackageAsync),
        Start("pull-cold", "is new", (lane, _, cancellationToken) => lane.ForgetOnNodeAsync(cancellationToken)),
        new("many-cold", "20 000 files to publish; caches and repository are empty.", DataApp.Many) { BeforeRunAsync = ForgetAsync },
        new("many-unchanged", "20 000 files to publish; nothing changed since the last publish.", DataApp.Many),
    ];

    /// <summary>The quick ones.</summary>
    public static IReadOnlyList<string> Default { get; } = ["unchanged", "edit", "cold"];

    /// <param name="name">A scenario's name, or what several names begin with: <c>large</c> stands for <c>large-cold</c> and <c>large-unchanged</c>.</param>
    public static IEnumerable<Scenario> Named(string name)
        => All.Where(scenario => scenario.Name == name || scenario.Name.StartsWith($"{name}-", StringComparison.Ordinal));

    private static Task EditAsync(Lane lane, int run, CancellationToken cancellationToken)
    {
        lane.Project.EditOneLine(run);
        return Task.CompletedTask;
    }

    private static Task CheckOutAsync(Lane lane, int run, CancellationToken cancellationToken)
    {
        lane.Project.RemoveBuiltFiles();
        lane.Project.EditOneLine(run);
        return lane.ForgetCachesAsync(cancellationToken);
    }

    private static Scenario Start(string name, string node, Func<Lane, int, CancellationToken, Task> beforeRunAsync)
        => new(name, $"`docker pull` and `docker run` until the app answers, on a node that {node}; kB are those that it pulled.", Sample)
        {
            Measures = MeasuredPart.Start,
            BeforeRunAsync = beforeRunAsync,
        };

    private static async Task StartBeforeEditAsync(Lane lane, int run, CancellationToken cancellationToken)
    {
        await lane.StartAsync(cancellationToken);
        lane.Project.EditOneLine(run);
        await lane.PublishAsync(cancellationToken);
    }

    private static async Task StartOlderPackageAsync(Lane lane, int run, CancellationToken cancellationToken)
    {
        // Images that come out the same would be there from the run before.
        await lane.ForgetOnNodeAsync(cancellationToken);
        await PublishOlderPackageAsync(lane, run, cancellationToken);
        await lane.StartAsync(cancellationToken);
        await lane.PublishAsync(cancellationToken);
    }

    private static Task ForgetAsync(Lane lane, int run, CancellationToken cancellationToken) => lane.ForgetAsync(cancellationToken);

    private static async Task PublishOlderPackageAsync(Lane lane, int run, CancellationToken cancellationToken)
    {
        await lane.ForgetAsync(cancellationToken);
        lane.Project.RemovePublishedFiles();
        lane.Project.SetPackageVersion(BumpedPackage, "1.5.1");
        await lane.PublishAsync(cancellationToken);
        lane.Project.SetPackageVersion(BumpedPackage, "1.6.0");
    }
}
