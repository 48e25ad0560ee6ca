using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>The cache of a user, emptied by a target.</summary>
public sealed class CacheTests
{
    [Fact]
    public async Task A_project_s_line_says_what_emptying_it_removed()
    {
        using var workspace = TestWorkspace.Create().WithPackage();
        var project = workspace.Console().ByReference();
        workspace.Write("cache/blobs/sha256/some", "12345");

        var result = await project.TryBuildAsync(
            TestContext.Current.CancellationToken, "-restore", "-t:ContainerizeCacheClean", $"-p:ContainerizeCacheDirectory={workspace.PathOf("cache")}");

        result.ShouldSucceed().Lines.Select(line => line.Trim()).ShouldContain(line => line.StartsWith($"App -> {workspace.PathOf("cache")} (", StringComparison.Ordinal));
        result.Text.ShouldContain(" removed, ");
    }

    /// <summary>A publish of a web app writes its web.config each time.</summary>
    [Fact]
    public async Task What_is_published_again_as_it_was_puts_nothing_into_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere nothing tells an untouched file from another, and nothing is noted of it.");
        await using var publisher = await Publisher.StartAsync();
        publisher.Workspace.Dotnet.ThroughServer = true;
        var project = publisher.Workspace.Web(withAssets: true).ByReference();
        var cache = $"-p:ContainerizeCacheDirectory={publisher.Workspace.PathOf("cache")}";
        (await publisher.PublishAsync(project, cache)).ShouldSucceed();
        (await publisher.PublishAsync(project, cache)).ShouldSucceed();
        var before = publisher.Workspace.FilesBelow("cache").ToArray();

        (await publisher.PublishAsync(project, cache)).ShouldSucceed().Text.ShouldContain("unchanged");

        publisher.Workspace.FilesBelow("cache").ShouldBe(before);
        before.ShouldContain(file => file.StartsWith("stats/", StringComparison.Ordinal));
    }

    /// <summary>Two servers at most build for all: two homes at least were one server's, whichever had it.</summary>
    [Fact]
    public async Task A_server_that_builds_for_several_homes_uses_the_cache_of_each()
    {
        await using var publisher = await Publisher.StartAsync();
        publisher.Workspace.Dotnet.ThroughServer = true;
        var project = publisher.Workspace.Console().ByReference();
        foreach (var home in (string[])["one", "two", "three"])
        {
            publisher.Workspace.Dotnet.Environment["HOME"] = publisher.Workspace.PathOf(home);
            publisher.Workspace.Dotnet.Environment["USERPROFILE"] = publisher.Workspace.PathOf(home);

            (await publisher.PublishAsync(project)).ShouldSucceed();

            publisher.Workspace.FilesBelow(home).ShouldContain(file => file.Contains("containerize", StringComparison.OrdinalIgnoreCase));
        }
    }
}
