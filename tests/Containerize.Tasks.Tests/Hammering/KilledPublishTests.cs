using System.Collections.Concurrent;
using System.Diagnostics;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Hammering;

[Collection(typeof(WholeMachine))]
public sealed class KilledPublishTests(ITestOutputHelper output)
{
    private const int Kills = 100;
    private const int Lanes = 4;

    private readonly ConcurrentDictionary<int, Lazy<Task<string>>> right = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_publishes_killed_at_random_moments_leave_nothing_that_is_believed()
    {
        var seed = Random.Shared.Next();
        await using var bench = await HammerBench.StartAsync();
        var cache = bench.OpenCache();

        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => Task.Run(() => HammerAsync(bench, cache, lane, seed))));

        bench.OpenCache().ShouldBeBelievable();
        output.WriteLine($"{cache.Unfinished.Count} unfinished files were left behind.");
    }

    /// <summary>Side by side with the other lanes: a killed publish, then one that is let be, again and again.</summary>
    private async Task HammerAsync(HammerBench bench, CacheFolder cache, int lane, int seed)
    {
        var random = new Random(seed + lane);
        var repository = $"acme/shop-{lane}";
        var app = bench.App($"app-{lane}");
        var job = bench.Job(app, repository);
        var (version, killed) = (0, 0);
        try
        {
            var length = await MeasureAsync(bench, lane);
            for (; killed < Kills / Lanes; version++)
            {
                var expected = await SetVersionAsync(bench, app, lane, version);
                var earlier = await bench.WholeImageAsync(repository);

                var digest = await KillAsync(job, random.NextDouble() * length);
                cache.ShouldBeBelievable();
                (await bench.WholeImageAsync(repository)).ShouldBeOneOf(earlier, expected);
                if (digest is null)
                {
                    killed++;
                    length *= 1.02;
                }
                else
                {
                    digest.ShouldBe(expected);
                    length *= 0.8; // How long a publish takes depends on what else the machine does; this follows it.
                }

                (await job.PublishAsync(Cancellation)).ShouldBe(expected);
                (await bench.WholeImageAsync(repository)).ShouldBe(expected);
            }

            output.WriteLine($"Lane {lane}: {killed} of {version} publishes were killed, lately within {length.TotalMilliseconds:F0} ms.");
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Seed {seed}, lane {lane}, version {version}, after {killed} kills: {e.Message}", e);
        }
    }

    /// <summary>Two lanes have the same versions, so that one is killed while the other writes or reads the same blobs.</summary>
    private Task<string> SetVersionAsync(HammerBench bench, AppFolder app, int lane, int version)
    {
        var content = (version * Lanes) + (lane / 2);
        app.SetVersion(content, assets: content);
        return right.GetOrAdd(content, _ => new Lazy<Task<string>>(() => bench.PublishAloneAsync(app, Cancellation))).Value;
    }

    private static async Task<TimeSpan> MeasureAsync(HammerBench bench, int lane)
    {
        var app = bench.App($"measured-{lane}");
        app.SetVersion(-1 - lane, assets: -1 - lane);
        using var process = await PublishProcess.StartAsync(bench.Job(app, $"measured/{lane}"), Cancellation);
        var start = Stopwatch.GetTimestamp();
        process.Begin();
        (await process.EndAsync(Cancellation)).ShouldNotBeNull();
        return Stopwatch.GetElapsedTime(start);
    }

    private static async Task<string?> KillAsync(PublishJob job, TimeSpan after)
    {
        using var process = await PublishProcess.StartAsync(job, Cancellation);
        process.Begin();
        await Task.Delay(after, Cancellation);
        process.Kill();
        return await process.EndAsync(Cancellation);
    }
}
