using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>However the package comes into a project, it does the same, once.</summary>
public sealed class DoorTests
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task The_Sdk_door_publishes_once_alone_and_beside_the_other(bool bySdk, bool byReference)
    {
        await using var publisher = await Publisher.StartAsync();
        var project = publisher.Workspace.Console();
        project = bySdk ? project.BySdk() : project;
        project = byReference ? project.ByReference() : project;

        var log = publisher.Workspace.PathOf("build.binlog");
        (await publisher.PublishAsync(project, $"-bl:{log}")).ShouldSucceed().Warnings.ShouldBeEmpty();

        (await publisher.ImageAsync()).Entrypoint.ShouldBe(["dotnet", "/app/App.dll"]);
        publisher.Registry.Requests.Of("PUT", "/v2/app/manifests/latest").ShouldHaveSingleItem();
        Binlog.Read(log).RunsOfTask("PublishContainerImage").ShouldBe(1);
    }

    [Theory]
    [InlineData("-p:ContainerImage=false")]
    [InlineData("-p:ContainerImage=")]
    public async Task A_publish_that_does_not_ask_for_an_image_makes_none(string wish)
    {
        await using var publisher = await Publisher.StartAsync();

        (await publisher.PublishAsync(publisher.Workspace.Console().ByReference(), wish)).ShouldSucceed();

        publisher.Registry.Requests.All.ShouldBeEmpty();
        publisher.Workspace.FilesBelow("App/obj").ShouldNotContain(f => f.EndsWith("image.json", StringComparison.Ordinal));
    }
}
