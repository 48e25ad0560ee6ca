using Containerize.Diagnostics;
using Containerize.TestKit.Images;
using Containerize.TestKit.Registry;
using Containerize.TestKit.Registry.Auth;
using Containerize.TestKit.Registry.Faults;
using Containerize.Tests.Publishing;
using Containerize.Tests.Registries;
using Shouldly;
using Xunit;
using KitOptions = Containerize.TestKit.Registry.RegistryOptions;

namespace Containerize.Tests.Reliability;

/// <summary>
/// Whatever a registry does, a push ends in one of two ways: the right image is under the tag, or an error with a code says why not and the tag
/// leads where it led before.
/// </summary>
public sealed class RandomFaultTests
{
    private const int Pushes = 500;

    [Fact]
    public async Task Five_hundred_pushes_against_random_faults_end_well_or_with_a_code()
    {
        var outcomes = new int[2];
        await Parallel.ForAsync(0, Pushes * Effort.Factor, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken }, async (i, _) =>
        {
            var seed = Effort.FirstSeed + i;
            var script = new FaultScript(seed);
            try
            {
                Interlocked.Increment(ref outcomes[await PushAsync(seed, script) ? 0 : 1]);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}:{Environment.NewLine}{script}{Environment.NewLine}{e}", e);
            }
        });

        // A script that never lets anything through, or never disturbs, would prove nothing.
        TestContext.Current.TestOutputHelper?.WriteLine($"{outcomes[0]} succeeded, {outcomes[1]} failed with a code");
        outcomes[0].ShouldBeGreaterThan(Pushes / 10);
        outcomes[1].ShouldBeGreaterThan(Pushes / 10);
    }

    /// <returns>Whether the push succeeded.</returns>
    private static async Task<bool> PushAsync(int seed, FaultScript script)
    {
        await using var elsewhere = await InProcessRegistry.StartAsync();
        await using var bench = await PublishBench.StartAsync(Options(seed));
        bench.Environment["DOTNET_CONTAINER_REGISTRY_UNAME"] = TestHosts.User;
        bench.Environment["DOTNET_CONTAINER_REGISTRY_PWORD"] = TestHosts.Password;
        string? before = null;
        if (seed % 2 == 0)
        {
            before = (await bench.PublishAsync()).Top.Digest.ToString();
            bench.Write("Shop.dll", "the app, edited");
            bench.CacheFolder = seed % 4 == 0 ? "cache" : "another";
        }

        script.Arm(bench.Registry.Faults, elsewhere.Url);
        string? pushed = null;
        try
        {
            pushed = (await bench.PublishAsync()).Top.Digest.ToString();
        }
        catch (ContainerizeException e)
        {
            e.Message.ShouldNotContain(TestHosts.Password);
            e.Message.ShouldNotContain('\n');
        }

        bench.Registry.Faults.Clear();
        (bench.Registry.Store.Manifest(PublishBench.Repository, "latest")?.Digest).ShouldBe(pushed ?? before);
        if (pushed is not null)
        {
            (await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
            (await bench.PublishAsync()).Top.Digest.ToString().ShouldBe(pushed, "with a registry that behaves it is the same image");
        }

        elsewhere.Requests.All.ShouldAllBe(request => !request.SentAuthorization);
        bench.Log.Lines.ShouldAllBe(line => !line.Contains(TestHosts.Password, StringComparison.Ordinal));
        bench.Files.ShouldAllBe(file => !Path.GetFileName(file).StartsWith(".tmp", StringComparison.Ordinal));
        return pushed is not null;
    }

    /// <summary>Open registries, ones with passwords, ones with tokens, and some that take small requests only.</summary>
    private static KitOptions Options(int seed)
    {
        var login = new Login(TestHosts.User, TestHosts.Password);
        return new KitOptions
        {
            Auth = (seed % 3) switch { 0 => RegistryAuth.None, 1 => new BasicAuth(login), _ => new BearerAuth(login) },
            LargestBlobRequest = seed % 5 == 0 ? 70_000 : null,
        };
    }
}
