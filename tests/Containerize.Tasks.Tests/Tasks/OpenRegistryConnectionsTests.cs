using Containerize.Registries;
using Containerize.Registries.Network;
using Containerize.Tasks;
using Containerize.TestKit.Registry;
using Containerize.TestKit.Registry.Faults;
using Shouldly;
using Xunit;
using RegistryOptions = Containerize.Registries.RegistryOptions;

namespace Containerize.Tests.Tasks;

/// <summary>Connections are opened while the app is compiled, and whoever publishes afterwards uses them.</summary>
public sealed class OpenRegistryConnectionsTests : IDisposable
{
    private readonly RecordingEngine engine = new();

    public void Dispose()
    {
        foreach (var network in engine.Kept.Cast<OpenNetwork>())
        {
            network.Dispose();
        }
    }

    [Fact]
    public async Task Target_and_base_are_greeted_without_credentials()
    {
        await using var target = await InProcessRegistry.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var mirror = await InProcessRegistry.StartAsync(cancellationToken: TestContext.Current.CancellationToken);

        var (atTarget, atMirror) = (FirstRequestAsync(target), FirstRequestAsync(mirror));

        Run(("Registry", target.Host), ("BaseRegistry", mirror.Host));

        (await atTarget).ShouldBe("GET /v2/");
        (await atMirror).ShouldBe("GET /v2/");
        target.Requests.All.ShouldAllBe(request => !request.SentAuthorization);
    }

    [Fact]
    public async Task Of_a_registry_with_mirrors_the_first_of_them_is_greeted()
    {
        await using var mirror = await InProcessRegistry.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        var atMirror = FirstRequestAsync(mirror);

        Run(("BaseImage", "original.invalid/dotnet/aspnet:10.0"), ("RegistryMirror", $"original.invalid={mirror.Host}/hub"));

        (await atMirror).ShouldBe("GET /v2/");
    }

    [Fact]
    public void A_mirror_that_is_none_is_no_error_yet()
    {
        Run(("RegistryMirror", "nonsense"));

        engine.Errors.ShouldBeEmpty();
        engine.Kept.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_is_asked_for_a_pinned_base_or_when_an_archive_is_written()
    {
        await using var target = await InProcessRegistry.StartAsync(cancellationToken: TestContext.Current.CancellationToken);

        Run(("Registry", target.Host), ("ArchivePath", "out/"), ("BaseImage", $"{target.Host}/dotnet/aspnet@sha256:{new string('a', 64)}"));

        // A greeting of the test's own, behind whatever the task may have begun: it has to be the only one.
        var network = engine.Kept.Cast<OpenNetwork>().ShouldHaveSingleItem();
        await network.GreetAsync(target.Host);
        network.TakeGreetings().ShouldBe(1);
    }

    [Fact]
    public void The_tasks_of_one_build_share_a_network_unless_they_trust_different_registries()
    {
        var network = SharedNetwork.Of(engine, new RegistryOptions());

        SharedNetwork.Of(engine, new RegistryOptions()).ShouldBeSameAs(network);
        SharedNetwork.Of(engine, new RegistryOptions { Insecure = new HashSet<string> { "registry.local" } }).ShouldNotBeSameAs(network);
    }

    [Theory]
    [InlineData("no such host:xyz")]
    [InlineData("registry.invalid")]
    [InlineData("http://registry.example.com")]
    public async Task What_cannot_be_reached_is_no_error_yet(string registry)
    {
        Run(("Registry", registry), ("BaseImage", "scratch"));

        await engine.Kept.Cast<OpenNetwork>().Single().GreetAsync(registry);
        engine.Errors.ShouldBeEmpty();
        engine.Warnings.ShouldBeEmpty();
    }

    /// <summary>To be called before anything is asked.</summary>
    private static Task<string> FirstRequestAsync(InProcessRegistry registry)
    {
        var first = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        registry.Faults.On("*", "*").Rewrite(answer => first.TrySetResult($"{answer.Response.HttpContext.Request.Method} {answer.Response.HttpContext.Request.Path}{answer.Response.HttpContext.Request.QueryString}"));
        return first.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
    }

    private void Run(params (string Name, string Value)[] properties)
    {
        using var task = new OpenRegistryConnections
        {
            BuildEngine = engine,
            ProjectFile = "/src/Shop/Shop.csproj",
            Image = new Microsoft.Build.Utilities.TaskItem("image", properties.ToDictionary(entry => entry.Name, entry => entry.Value)),
        };
        task.Execute().ShouldBeTrue();
    }
}
