using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Containerize.TestKit;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>What a project may say of its image, in the words of the .NET SDK's container support.</summary>
public sealed class Described : IAsyncLifetime
{
    public Publisher Publisher { get; private set; } = null!;

    public PulledImage Image { get; private set; } = null!;

    public PulledImage Archived { get; private set; } = null!;

    public LayoutImageSource Archive { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Publisher = await Publisher.StartAsync();
        var project = Publisher.Workspace.Console().ByReference()
            .Property("ContainerRepository", "acme/the-app")
            .Property("ContainerImageTags", "1.0;edge")
            .Property("ContainerBaseImage", $"{Publisher.Registry.Host}/dotnet/aspnet:10.0")
            .Property("ContainerWorkingDirectory", "/srv/app")
            .Property("ContainerUser", "root")
            .Property("ContainerStopSignal", "SIGINT")
            .ItemInclude("ContainerPort", "9000", metadata: Metadata("Type", "udp"))
            .ItemInclude("ContainerPort", "9001")
            .ItemInclude("ContainerEnvironmentVariable", "GREETING", metadata: Metadata("Value", "a=b; \"c\""))
            .ItemInclude("ContainerEnvironmentVariable", "DOTNET_VERSION", metadata: Metadata("Value", "mine"))
            .ItemInclude("ContainerLabel", "org.acme.team", metadata: Metadata("Value", "shop"))
            .ItemInclude("ContainerLabel", "org.opencontainers.image.version", metadata: Metadata("Value", "from the label"))
            .ItemInclude("ContainerAnnotation", "org.acme.team", metadata: Metadata("Value", "über \"shop\""))
            .ItemInclude("ContainerVolume", "/data")
            .ItemInclude("ContainerAppCommandArgs", "--always")
            .ItemInclude("ContainerDefaultArgs", "--by-default");
        (await Publisher.PublishAsync(project)).ShouldSucceed();
        Image = await Publisher.ImageAsync("acme/the-app", "1.0");

        var file = Publisher.Workspace.PathOf("out/image.tar");
        (await project.TryPublishAsync(TestContext.Current.CancellationToken, "--no-build", "-p:ContainerImage=true", $"-p:ContainerArchiveOutputPath={file}")).ShouldSucceed();
        Archive = LayoutImageSource.OfArchive(file);
        Archived = await PulledImage.ReadAsync(Archive, "edge");
    }

    public ValueTask DisposeAsync() => Publisher.DisposeAsync();

    private static Dictionary<string, string> Metadata(string name, string value) => new(StringComparer.Ordinal) { [name] = value };
}

public sealed class DescriptionTests(Described described) : IClassFixture<Described>
{
    private PulledImage Image => described.Image;

    [Fact]
    [Sets("ContainerRepository", "ContainerImageTags")]
    public void Every_tag_names_the_image()
    {
        described.Publisher.Registry.Store.Tags("acme/the-app").ShouldBe(["1.0", "edge"]);
        described.Publisher.Registry.Store.Manifest("acme/the-app", "edge")!.Digest.ShouldBe(Image.Digest);
    }

    [Fact]
    [Sets("ContainerBaseImage")]
    public void The_base_is_the_one_that_was_named()
        => Image.Label("org.opencontainers.image.base.name").ShouldBe($"{described.Publisher.Registry.Host}/dotnet/aspnet:10.0");

    [Fact]
    [Sets("ContainerWorkingDirectory")]
    public void The_files_lie_in_the_working_directory()
    {
        Image.WorkingDirectory.ShouldBe("/srv/app");
        Image.OwnLayers.SelectMany(l => l.Files).ShouldAllBe(path => path.StartsWith("srv/app/", StringComparison.Ordinal));
    }

    [Fact]
    [Sets("ContainerUser", "ContainerStopSignal", "ContainerPort", "ContainerVolume")]
    public void User_stop_signal_ports_and_volumes_are_as_written()
    {
        Image.User.ShouldBe("root");
        ((string?)Image.Run["StopSignal"]).ShouldBe("SIGINT");
        Image.Run["ExposedPorts"]!.AsObject().Select(p => p.Key).ShouldBe(["9000/udp", "9001/tcp"]);
        Image.Run["Volumes"]!.AsObject().Select(p => p.Key).ShouldBe(["/data"]);
    }

    [Fact]
    [Sets("ContainerEnvironmentVariable")]
    public void Variables_are_added_or_replaced_with_their_values_untouched()
    {
        Image.Environment("GREETING").ShouldBe("a=b; \"c\"");
        Image.Environment("DOTNET_VERSION").ShouldBe("mine");
        Image.Environment("APP_UID").ShouldBe("1654");
        Image.Run["Env"]!.AsArray().Count(e => ((string)e!).StartsWith("DOTNET_VERSION=", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    [Sets("ContainerLabel")]
    public void Labels_that_were_written_win_over_those_that_were_made()
    {
        Image.Label("org.acme.team").ShouldBe("shop");
        Image.Label("org.opencontainers.image.version").ShouldBe("from the label");
    }

    [Fact]
    [Sets("ContainerAnnotation")]
    public void Annotations_are_of_the_manifest() => ((string?)Image.Manifest["annotations"]!["org.acme.team"]).ShouldBe("über \"shop\"");

    [Fact]
    [Sets("ContainerAppCommandArgs", "ContainerDefaultArgs")]
    public void The_command_has_what_is_always_given_in_the_entrypoint_and_defaults_in_cmd()
    {
        Image.Entrypoint.ShouldBe(["dotnet", "/srv/app/App.dll", "--always"]);
        Image.Command.ShouldBe(["--by-default"]);
    }

    [Fact]
    [Sets("ContainerArchiveOutputPath")]
    public void An_archive_holds_the_same_image_under_every_tag_for_OCI_tools_and_for_docker()
    {
        described.Archived.ShouldBeSound();
        described.Archived.Digest.ShouldBe(Image.Digest);
        described.Archive.Index["manifests"]!.AsArray().Select(m => (string?)m!["annotations"]!["org.opencontainers.image.ref.name"]).ShouldBe(["1.0", "edge"]);
        described.Archive.Paths.ShouldContain("oci-layout");
        var docker = System.Text.Json.Nodes.JsonNode.Parse(described.Archive.Read("manifest.json")!)!.AsArray().ShouldHaveSingleItem()!;
        docker["RepoTags"]!.AsArray().Select(t => (string?)t).ShouldBe(["acme/the-app:1.0", "acme/the-app:edge"]);
        docker["Layers"]!.AsArray().Select(t => (string?)t).ShouldBe(Image.Layers.Select(l => "blobs/" + l.Digest.Replace(':', '/')));
    }
}
