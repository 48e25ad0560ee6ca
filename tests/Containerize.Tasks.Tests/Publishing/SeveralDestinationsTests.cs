using Containerize.Describing;
using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Oci;
using Containerize.TestKit.Images;
using Containerize.TestKit.Registry;
using Containerize.TestKit.Registry.Auth;
using Containerize.TestKit.Registry.Faults;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Publishing;

/// <summary>One publish, several places: made once, the same everywhere, and each is whole or has failed by itself.</summary>
public sealed class SeveralDestinationsTests : IDisposable
{
    /// <summary>A docker whose store holds no index.</summary>
    private const string OnePlatform = """case $1 in version) echo '{"Client":{"Version":"24"},"Server":{"Version":"24"}}';; info) echo '';; load) cat > loaded.tar;; esac""";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Two_registries_an_archive_and_a_layout_get_the_same_image()
    {
        await using var bench = await PublishBench.StartAsync();
        await using var other = await OtherAsync();

        var outcome = await bench.PublishToAllAsync(bench.Definition().AlsoTo(In(other), Archive(), Layout()));

        outcome.Failures.ShouldBeEmpty();
        outcome.Results.Select(result => result.Destination.Name).ShouldBe(["registry", "registry", "archive", "layout"]);
        outcome.Results.Select(result => result.Top).Distinct().ShouldHaveSingleItem();
        outcome.Results.ShouldAllBe(result => !result.Unchanged);
        (await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
        (await other.PullAsync("acme/copy", "1.0")).ShouldBeSound();
        File.Exists(folder.At("shop.tar")).ShouldBeTrue();
        File.Exists(folder.At("layout/index.json")).ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_there_already_is_unchanged_and_only_what_is_not_is_written()
    {
        await using var bench = await PublishBench.StartAsync();
        await using var other = await OtherAsync();
        await bench.PublishAsync();

        var outcome = await bench.PublishToAllAsync(bench.Definition().AlsoTo(In(other)));
        var again = await bench.PublishToAllAsync(bench.Definition().AlsoTo(In(other)));

        outcome.Results.Select(result => result.Unchanged).ShouldBe([true, false]);
        outcome.Results[1].LayerBytesSent.ShouldBe(outcome.Results[1].Size);
        again.Results.Select(result => result.Unchanged).ShouldBe([true, true]);
        again.Results.Sum(result => result.BytesSent).ShouldBe(0);
    }

    [Fact]
    public async Task Another_repository_of_the_same_registry_mounts_what_was_just_sent()
    {
        await using var bench = await PublishBench.StartAsync();
        var host = bench.Registry.Host;

        var outcome = await bench.PublishToAllAsync(
            bench.Definition().AlsoTo(new ImageTarget(new ImagePlace.Registry(host), host, "acme/mirror", ["latest"])));

        outcome.Results[1].Layers.ShouldAllBe(layer => layer.Outcome == BlobOutcome.Mounted);
        (await bench.Registry.PullAsync("acme/mirror")).ShouldBeSound();
    }

    [Theory]
    [InlineData(0, "PUT", "/v2/*/blobs/uploads/*")]
    [InlineData(0, "PUT", "/v2/*/manifests/*")]
    [InlineData(1, "PUT", "/v2/*/blobs/uploads/*")]
    [InlineData(1, "PUT", "/v2/*/manifests/*")]
    public async Task One_that_refuses_leaves_the_others_whole(int which, string method, string path)
    {
        await using var bench = await PublishBench.StartAsync();
        await using var other = await OtherAsync();
        InProcessRegistry[] registries = [bench.Registry, other];
        var refused = registries[which].Faults.On(method, path).Respond(403);

        var outcome = await bench.PublishToAllAsync(bench.Definition().AlsoTo(In(other), Archive()));

        refused.Hits.ShouldBeGreaterThan(0);
        outcome.Failures.ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.RegistryDenied);
        outcome.Results.Select(result => result.Destination.Name).ShouldBe(["registry", "archive"]);
        outcome.Results.ShouldAllBe(result => result.Top == outcome.Results[0].Top);
        (which == 0 ? await other.PullAsync("acme/copy", "1.0") : await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
        registries[which].Store.Tags(which == 0 ? PublishBench.Repository : "acme/copy").ShouldBeEmpty();
        File.Exists(folder.At("shop.tar")).ShouldBeTrue();
    }

    [Fact]
    public async Task One_that_cannot_be_reached_is_one_failure_and_nothing_waits_for_it()
    {
        await using var bench = await PublishBench.StartAsync();
        var gone = await OtherAsync();
        var target = In(gone);
        await gone.DisposeAsync();

        var outcome = await bench.PublishToAllAsync([bench.Definition() with { Targets = [target, .. bench.Definition().Targets] }]);

        outcome.Failures.ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.RegistryUnreachable);
        outcome.Results.ShouldHaveSingleItem().References.ShouldBe([$"{bench.Registry.Host}/{PublishBench.Repository}:latest"]);
        (await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
    }

    [Fact]
    public async Task Where_all_fail_each_says_why_and_nothing_is_named()
    {
        await using var bench = await PublishBench.StartAsync();
        await using var other = await OtherAsync();
        bench.Registry.Faults.On("PUT", "/v2/*/manifests/*").Respond(403);
        other.Faults.On("PUT", "/v2/*/manifests/*").Respond(403);

        var outcome = await bench.PublishToAllAsync(bench.Definition().AlsoTo(In(other)));

        outcome.Results.ShouldBeEmpty();
        outcome.Failures.Select(failure => failure.Code).ShouldBe([ErrorCodes.RegistryDenied, ErrorCodes.RegistryDenied]);
        outcome.Failures[0].Message.ShouldContain(bench.Registry.Host);
        outcome.Failures[1].Message.ShouldContain(other.Host);
    }

    [Fact]
    public async Task What_keeps_the_image_from_being_made_is_told_once()
    {
        await using var bench = await PublishBench.StartAsync();
        await using var other = await OtherAsync();
        var definition = bench.Definition().AlsoTo(In(other));

        var failure = await Should.ThrowAsync<ContainerizeException>(() => bench.PublishToAllAsync(definition with { PublishDirectory = folder.At("none") }));

        failure.Code.ShouldBe(ErrorCodes.PublishDirectoryMissing);
        other.Store.Tags("acme/copy").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_login_in_the_environment_goes_to_the_first_registry_only()
    {
        var login = new Login("me", "secret");
        await using var bench = await PublishBench.StartAsync(new() { Auth = new BasicAuth(login) });
        await using var other = await OtherAsync(new() { Auth = new BasicAuth(login) });
        foreach (var direction in new[] { string.Empty, "PUSH_" })
        {
            bench.Environment[$"DOTNET_CONTAINER_{direction}REGISTRY_UNAME"] = login.User;
            bench.Environment[$"DOTNET_CONTAINER_{direction}REGISTRY_PWORD"] = login.Password;
        }

        var outcome = await bench.PublishToAllAsync(bench.Definition().AlsoTo(In(other)));

        outcome.Failures.ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.RegistryUnauthorized);
        outcome.Failures[0].Message.ShouldContain(other.Host);
        outcome.Results.ShouldHaveSingleItem();
        other.Requests.All.ShouldNotBeEmpty();
        other.Requests.All.ShouldAllBe(request => !request.SentAuthorization);
    }

    [Fact]
    public async Task An_engine_for_one_platform_takes_its_own_of_what_the_registry_has_all_of()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The engine is a shell script.");
        await using var bench = await PublishBench.StartAsync();
        UseEngine(bench, OnePlatform);
        var engine = new ImageTarget(new ImagePlace.Engine(Named: null), null, "copy", ["latest"]);
        var amd = bench.Definition() with { Targets = [engine, .. bench.Definition().Targets] };
        var arm = amd with { Platform = new Platform("linux", "arm64") };

        var outcome = await bench.PublishToAllAsync(amd, arm);

        outcome.Failures.ShouldBeEmpty();
        outcome.Results.Select(result => result.Destination.Name).ShouldBe(["docker", "registry"]);
        outcome.Results.Select(result => result.Images.Count).ShouldBe([1, 2]);
        outcome.Results[1].Images.Select(image => image.Manifest.Digest).ShouldContain(outcome.Results[0].Images[0].Manifest.Digest);
    }

    [Fact]
    public async Task An_engine_for_one_platform_takes_its_own_also_where_the_registry_that_all_were_made_for_has_failed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The engine is a shell script.");
        await using var bench = await PublishBench.StartAsync();
        // Refused while layers are still being made.
        bench.Registry.Faults.On("POST", "/v2/acme/*").Respond(403);
        bench.Write("Large.dll", string.Concat(Enumerable.Range(0, 3_000_000)));
        UseEngine(bench, OnePlatform);
        var amd = bench.Definition().AlsoTo(new ImageTarget(new ImagePlace.Engine(Named: null), null, "copy", ["latest"]));
        var arm = amd with { Platform = new Platform("linux", "arm64") };

        var outcome = await bench.PublishToAllAsync(amd, arm);

        outcome.Failures.ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.RegistryDenied);
        var result = outcome.Results.ShouldHaveSingleItem();
        result.Destination.Name.ShouldBe("docker");
        result.Images.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Where_an_engine_was_asked_for_and_none_answers_there_is_no_archive_instead()
    {
        await using var bench = await PublishBench.StartAsync();
        bench.Environment["PATH"] = folder.Root;
        var engine = new ImageTarget(new ImagePlace.Engine(Named: null) { AskedBy = "the ContainerDestination item 'here'" }, null, "copy", ["latest"]);

        var outcome = await bench.PublishToAllAsync(bench.Definition().AlsoTo(engine));

        outcome.Results.ShouldHaveSingleItem();
        var failure = outcome.Failures.ShouldHaveSingleItem();
        failure.Code.ShouldBe(ErrorCodes.EngineNotFound);
        failure.Message.ShouldContain("'here'");
    }

    [Fact]
    public async Task A_plan_says_of_each_what_it_would_get()
    {
        await using var bench = await PublishBench.StartAsync();
        await using var other = await OtherAsync();
        await bench.PublishAsync();

        var plan = await bench.PlanAsync(bench.Definition().AlsoTo(In(other), Archive()));

        plan.Unchanged.ShouldBeTrue();
        plan.Others.Select(place => place.Kind.Name).ShouldBe(["registry", "archive"]);
        plan.Others.ShouldAllBe(place => !place.Unchanged && place.Missing > 0);
        plan.Others[0].References.ShouldBe([$"{other.Host}/acme/copy:1.0"]);
        other.Store.Tags("acme/copy").ShouldBeEmpty();
        File.Exists(folder.At("shop.tar")).ShouldBeFalse();
    }

    private static Task<InProcessRegistry> OtherAsync(RegistryOptions? options = null) => InProcessRegistry.StartAsync(options, TestContext.Current.CancellationToken);

    private static ImageTarget In(InProcessRegistry registry) => new(new ImagePlace.Registry(registry.Host), registry.Host, "acme/copy", ["1.0"]);

    private ImageTarget Archive() => new(new ImagePlace.Archive(folder.At("shop.tar")), null, "copy", ["latest"]);

    private ImageTarget Layout() => new(new ImagePlace.Layout(folder.At("layout")), null, "copy", ["latest"]);

    private void UseEngine(PublishBench bench, string script)
    {
        var program = folder.Write("bin/docker", $"#!/bin/sh\ncd {folder.Root}\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        bench.Environment["PATH"] = folder.At("bin");
    }
}
