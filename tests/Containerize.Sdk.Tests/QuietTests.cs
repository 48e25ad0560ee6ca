using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>For scripts: errors and warnings alone, and the digest alone.</summary>
public sealed class QuietTests : IAsyncLifetime
{
    private Publisher publisher = null!;
    private ProjectCreator project = null!;

    public async ValueTask InitializeAsync()
    {
        publisher = await Publisher.StartAsync();
        project = publisher.Workspace.Console().ByReference();
    }

    public ValueTask DisposeAsync() => publisher.DisposeAsync();

    [Fact]
    public async Task The_digest_is_all_that_is_printed_where_it_is_asked_for()
    {
        var result = await publisher.PublishAsync(project, "-getProperty:GeneratedContainerDigest");

        var image = await publisher.ImageAsync();
        result.ShouldSucceed().Lines.ShouldHaveSingleItem().ShouldBe(image.Digest);
    }

    [Fact]
    public async Task Quiet_says_nothing_of_what_went_well()
    {
        (await publisher.PublishAsync(project, "-v:q")).ShouldSucceed().Text.Trim().ShouldBeEmpty();

        if (OperatingSystem.IsLinux())
        {
            var screen = await publisher.Workspace.Dotnet.ShowAsync(
                ["publish", project.FullPath, .. publisher.ImageArguments, "-v:q"], _ => { }, TestContext.Current.CancellationToken);
            screen.Text.ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("-v:q")]
    [InlineData("-getProperty:GeneratedContainerDigest")]
    public async Task An_error_is_said_all_the_same(string quietly)
    {
        var result = await publisher.PublishAsync(project, quietly, "-p:ContainerRegistry=localhost:1");

        result.Succeeded.ShouldBeFalse();
        result.Errors.ShouldNotBeEmpty(result.Text);
        result.Lines.Count(line => line.Trim().Length > 0).ShouldBe(result.Errors.Count, result.Text);
    }
}
