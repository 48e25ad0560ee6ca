using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>Other kinds of programs, other places for them.</summary>
public sealed class KindTests
{
    [Fact]
    public async Task A_worker_is_published_once_after_everything_is_in_place()
    {
        await using var publisher = await Publisher.StartAsync();

        var image = await publisher.PublishSoundlyAsync(publisher.Workspace.Worker().ByReference());

        image.Entrypoint.ShouldBe(["dotnet", "/app/App.dll"]);
        image.LayerOf("packages")!.Files.ShouldContain("app/Microsoft.Extensions.Hosting.dll");
        // What a package brings for Windows alone is left out.
        var published = publisher.Workspace.FilesBelow("App/bin/Release/net10.0/publish").Where(f => !f.StartsWith("runtimes/win/", StringComparison.Ordinal));
        image.OwnLayers.SelectMany(l => l.Files).Order(StringComparer.Ordinal).ShouldBe(published.Select(f => "app/" + f));
        publisher.Registry.Requests.Of("PUT", "/v2/app/manifests/latest").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_FSharp_program_in_a_folder_with_spaces_and_accents_is_published_and_runs()
    {
        await using var publisher = await Publisher.StartAsync("a folder with spaces and é");

        var image = await publisher.PublishSoundlyAsync(publisher.Workspace.FSharpConsole("Mon appli é").ByReference(), "-p:ContainerRepository=app");

        image.Entrypoint.ShouldBe(["dotnet", "/app/Mon appli é.dll"]);
        image.LayerOf("packages")!.Files.ShouldContain("app/FSharp.Core.dll");
        (await image.RunAsync(publisher.Workspace)).ShouldBe("hello");
    }

    [Fact]
    public async Task A_publish_without_a_build_into_another_folder_is_the_same_image()
    {
        await using var publisher = await Publisher.StartAsync();
        var project = publisher.Workspace.Console().ByReference().WithStablePackage();
        var built = await publisher.PublishSoundlyAsync(project);

        var elsewhere = publisher.Workspace.PathOf("out put");
        var image = await publisher.PublishSoundlyAsync(project, "--no-build", "-o", elsewhere);

        image.Digest.ShouldBe(built.Digest);
        image.LayerOf("packages")!.Files.ShouldBe([$"app/{TestPackages.StableFile}"]);
        publisher.Workspace.FilesBelow("out put").ShouldContain("App.dll");
    }
}
