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
}
