using Containerize.Engines;
using Containerize.Registries;
using Containerize.Registries.Network;
using Containerize.Tasks;
using Containerize.TestKit.Registry;
using Containerize.TestKit.Registry.Faults;
using Containerize.Tests.Engines;
using Microsoft.Build.Framework;
using Shouldly;
using Xunit;
using RegistryOptions = Containerize.Registries.RegistryOptions;
using TaskItem = Microsoft.Build.Utilities.TaskItem;

namespace Containerize.Tests.Tasks;

/// <summary>Connections are opened and engines asked while the app is compiled, and whoever publishes afterwards uses that.</summary>
public sealed class OpenConnectionsTests : IDisposable
{
    private readonly RecordingEngine engine = new();
    private readonly TemporaryFolder folder = new();

    private IEnumerable<OpenNetwork> Networks => engine.Kept.OfType<OpenNetwork>();

    public void Dispose()
    {
        foreach (var kept in engine.Kept.Cast<IDisposable>())
        {
            kept.Dispose();
        }

        folder.Dispose();
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

        Run(("ArchivePath", "out/"), ("BaseImage", "original.invalid/dotnet/aspnet:10.0"), ("RegistryMirror", $"original.invalid={mirror.Host}/hub"));

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
        var network = Networks.ShouldHaveSingleItem();
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

        await Networks.Single().GreetAsync(registry);
        engine.Errors.ShouldBeEmpty();
        engine.Warnings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_engine_is_asked_whether_it_is_there_and_the_publish_need_not_ask(bool byItem)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program is a script of /bin/sh.");
        var programs = new FakePrograms(folder);
        programs.Add("docker", "echo '{\"Server\":{\"Components\":[{\"Name\":\"Engine\"}]}}'");
        var program = folder.At("bin/docker");

        for (var project = 0; project < 2; project++)
        {
            if (byItem)
            {
                Run([("LocalRegistry", "/no/such/engine"), ("BaseImage", "scratch")], new TaskItem("local", new Dictionary<string, string> { ["Engine"] = program }));
            }
            else
            {
                Run(("LocalRegistry", program), ("BaseImage", "scratch"));
            }
        }

        var answers = engine.Kept.OfType<EngineAnswers>().ShouldHaveSingleItem();
        (await answers.AskAsync(program, programs.Host, TestContext.Current.CancellationToken)).IsThere.ShouldBeTrue();
        programs.ReadCalls().Count.ShouldBe(1);
        engine.Errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Registry", "registry.invalid")]
    [InlineData("ArchivePath", "out/")]
    [InlineData("LayoutPath", "out/")]
    public void None_is_asked_where_the_image_goes_elsewhere(string place, string value)
    {
        Run((place, value), ("BaseImage", "scratch"));

        engine.Kept.OfType<EngineAnswers>().ShouldBeEmpty();
    }

    /// <summary>To be called before anything is asked.</summary>
    private static Task<string> FirstRequestAsync(InProcessRegistry registry)
    {
        var first = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        registry.Faults.On("*", "*").Rewrite(answer => first.TrySetResult($"{answer.Response.HttpContext.Request.Method} {answer.Response.HttpContext.Request.Path}{answer.Response.HttpContext.Request.QueryString}"));
        return first.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
    }

    private void Run(params (string Name, string Value)[] properties) => Run(properties, []);

    private void Run((string Name, string Value)[] properties, params ITaskItem[] destinations)
    {
        using var task = new OpenConnections
        {
            BuildEngine = engine,
            ProjectFile = "/src/Shop/Shop.csproj",
            Image = new TaskItem("image", properties.ToDictionary(entry => entry.Name, entry => entry.Value)),
            Destinations = destinations,
        };
        task.Execute().ShouldBeTrue();
    }
}
