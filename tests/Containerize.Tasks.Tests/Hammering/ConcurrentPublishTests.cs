using Shouldly;
using Xunit;

namespace Containerize.Tests.Hammering;

[Collection(typeof(WholeMachine))]
public sealed class ConcurrentPublishTests
{
    private const int Publishers = 20;
    private const int Versions = 5;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twenty_publishes_at_once_share_one_cache()
    {
        await using var bench = await HammerBench.StartAsync();
        var apps = Enumerable.Range(0, Versions).Select(version => AppOf(bench, version)).ToArray();
        var right = await Task.WhenAll(apps.Select(app => bench.PublishAloneAsync(app, Cancellation)));

        var digests = await PublishAtOnceAsync([.. Enumerable.Range(0, Publishers).Select(i => bench.Job(apps[i % Versions], RepositoryOf(i)))]);

        digests.ShouldBe(Enumerable.Range(0, Publishers).Select(i => right[i % Versions]));
        foreach (var published in digests.Index().GroupBy(publish => RepositoryOf(publish.Index), publish => publish.Item))
        {
            published.ShouldContain(await bench.WholeImageAsync(published.Key));
        }

        bench.OpenCache().ShouldBeBelievable();
        bench.OpenCache().Unfinished.ShouldBeEmpty();
        var later = await Task.WhenAll(apps.Select((app, version) => bench.Job(app, $"later/{version}").PublishAsync(Cancellation)));
        later.ShouldBe(right);
    }

    /// <summary>Every app is another one, and shares a layer with all others, and one with some.</summary>
    private static AppFolder AppOf(HammerBench bench, int version)
    {
        var app = bench.App($"app-{version}");
        app.SetVersion(version, assets: version / 2);
        return app;
    }

    /// <summary>Half of them have one repository, and write its one tag.</summary>
    private static string RepositoryOf(int publisher) => publisher < Publishers / 2 ? "acme/shop" : $"acme/shop-{publisher}";

    private static async Task<string?[]> PublishAtOnceAsync(IReadOnlyList<PublishJob> jobs)
    {
        var processes = await Task.WhenAll(jobs.Select(job => PublishProcess.StartAsync(job, Cancellation)));
        try
        {
            foreach (var process in processes)
            {
                process.Begin();
            }

            return await Task.WhenAll(processes.Select(process => process.EndAsync(Cancellation)));
        }
        finally
        {
            foreach (var process in processes)
            {
                process.Dispose();
            }
        }
    }
}
