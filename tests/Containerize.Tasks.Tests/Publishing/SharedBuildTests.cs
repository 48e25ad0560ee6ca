using Containerize.Diagnostics;
using Containerize.Registries;
using Containerize.Storage;
using Containerize.TestKit.Images;
using Containerize.TestKit.Registry.Auth;
using Containerize.TestKit.Registry.Faults;
using Containerize.TestKit.Registry.Seeding;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Publishing;

/// <summary>What the publishes of one build ask once for all of them.</summary>
public sealed class SharedBuildTests
{
    private const string Base = "/v2/dotnet/aspnet/*";
    private const string BaseTag = "/v2/dotnet/aspnet/manifests/10.0";

    [Fact]
    public async Task The_base_is_looked_at_once_in_a_build()
    {
        await using var bench = await BuildAsync();

        foreach (var repository in (string[])["acme/a", "acme/b", "acme/c"])
        {
            await bench.PublishToAsync(repository);
        }

        bench.Registry.Requests.Of("HEAD", BaseTag).Count.ShouldBe(1);
        bench.Registry.Requests.Of("GET", Base).Select(request => request.Path).ShouldBeUnique();
    }

    [Fact]
    public async Task Publishes_at_the_same_time_look_at_it_once_too()
    {
        await using var bench = await BuildAsync();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => bench.PublishToAsync($"acme/s{i}"), bench.Cancellation)));

        bench.Registry.Requests.Of("HEAD", BaseTag).Count.ShouldBe(1);
        bench.Registry.Requests.Of("GET", Base).Select(request => request.Path).ShouldBeUnique();
    }

    [Fact]
    public async Task All_services_of_a_build_stand_on_the_same_base_and_those_of_the_next_on_what_the_tag_leads_to_then()
    {
        await using var bench = await BuildAsync();
        var first = await bench.PublishToAsync("acme/a");
        bench.Registry.PushBase("dotnet/aspnet", "10.0", docker: true);

        var second = await bench.PublishToAsync("acme/b");
        bench.Build = new BuildNotes(bench.At("next build"), TimeProvider.System);
        var third = await bench.PublishToAsync("acme/b");

        second.Images[0].Base.ShouldBe(first.Images[0].Base);
        third.Images[0].Base.ShouldNotBe(first.Images[0].Base);
        (await bench.Registry.PullAsync("acme/b")).ShouldBeSound();
    }

    [Fact]
    public async Task Where_one_got_no_answer_the_next_asks_itself()
    {
        await using var bench = await BuildAsync();
        bench.Registry.Faults.On("HEAD", BaseTag).Times(1).Respond(403);
        await Should.ThrowAsync<ContainerizeException>(() => bench.PublishToAsync("acme/a"));

        await bench.PublishToAsync("acme/b");

        (await bench.Registry.PullAsync("acme/b")).ShouldBeSound();
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_costs_a_request_for_each()
    {
        await using var bench = await BuildAsync();
        await File.WriteAllTextAsync(bench.At("a file"), string.Empty, bench.Cancellation);
        bench.Build = new BuildNotes(bench.At("a file"), TimeProvider.System);

        await bench.PublishToAsync("acme/a");
        await bench.PublishToAsync("acme/b");

        bench.Registry.Requests.Of("HEAD", BaseTag).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_note_that_is_no_digest_is_no_answer_and_the_base_comes_by_its_tag()
    {
        await using var bench = await BuildAsync();
        await bench.PublishToAsync("acme/a");
        foreach (var note in Directory.GetFiles(bench.At("build")).Where(note => !note.EndsWith(".turn", StringComparison.Ordinal)))
        {
            await File.WriteAllTextAsync(note, "sha256:torn", bench.Cancellation);
        }

        await bench.PublishToAsync("acme/b");

        (await bench.Registry.PullAsync("acme/b")).ShouldBeSound();
    }

    [Fact]
    public async Task A_login_is_learned_once_and_no_later_publish_is_refused_first()
    {
        var user = new Login("one", "secret");
        await using var bench = await PublishBench.StartAsync(new() { Auth = new BearerAuth(user) { TakesPost = false } });
        bench.Memory = new RegistryMemory(isShared: true);
        bench.Environment["SDK_CONTAINER_REGISTRY_UNAME"] = user.User;
        bench.Environment["SDK_CONTAINER_REGISTRY_PWORD"] = user.Password;
        bench.Environment["DOTNET_CONTAINER_PULL_REGISTRY_UNAME"] = user.User;
        bench.Environment["DOTNET_CONTAINER_PULL_REGISTRY_PWORD"] = user.Password;
        await bench.PublishToAsync("acme/a");
        bench.Registry.Requests.Clear();

        var result = await bench.PublishToAsync("acme/b");

        bench.Registry.Requests.All.ShouldAllBe(request => request.Status != 401);
        bench.Registry.Requests.Of("GET", "/token?service=test-registry&scope=repository%3Adotnet*").ShouldBeEmpty();
        result.LayerBytesSent.ShouldBe(0);
        (await bench.Registry.PullAsync("acme/b")).ShouldBeSound();
    }

    [Fact]
    public async Task A_registry_that_takes_the_first_login_and_refuses_the_next_says_so()
    {
        var user = new Login("one", "secret");
        await using var bench = await PublishBench.StartAsync(new() { Auth = new BearerAuth(user) { RefusedScopes = ["repository:acme/b:"], TakesPost = false } });
        bench.Memory = new RegistryMemory(isShared: true);
        bench.Environment["SDK_CONTAINER_REGISTRY_UNAME"] = user.User;
        bench.Environment["SDK_CONTAINER_REGISTRY_PWORD"] = user.Password;
        await bench.PublishToAsync("acme/a");

        var failure = await Should.ThrowAsync<ContainerizeException>(() => bench.PublishToAsync("acme/b"));

        failure.Code.ShouldBe(ErrorCodes.RegistryUnauthorized);
        failure.Message.ShouldContain("'one'");
    }

    private static async Task<PublishBench> BuildAsync()
    {
        var bench = await PublishBench.StartAsync();
        bench.Build = new BuildNotes(bench.At("build"), TimeProvider.System);
        return bench;
    }
}
