using Containerize.Destinations;
using Containerize.Oci;
using Containerize.Reporting;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Publishing;

/// <summary>What a first publish says of running the image.</summary>
public sealed class RunCommandTests
{
    private const string Port = "\"8080/tcp\":{}";

    [Fact]
    public void From_a_registry_docker_runs_it_with_its_ports_mapped_to_the_same()
        => Say(DestinationKind.Registry, "ghcr.io/acme/shop:1.2", Port).ShouldBe("docker run --rm -p 8080:8080 ghcr.io/acme/shop:1.2");

    [Fact]
    public void An_engine_runs_it_by_its_own_program()
        => Say(DestinationKind.Engine("podman"), "shop:1.2", Port).ShouldBe("podman run --rm -p 8080:8080 shop:1.2");

    [Fact]
    public void An_app_without_ports_maps_none()
        => Say(DestinationKind.Engine("docker"), "shop:1.2", string.Empty).ShouldBe("docker run --rm shop:1.2");

    [Fact]
    public void Of_a_port_that_is_not_TCP_the_protocol_is_told()
        => Say(DestinationKind.Engine("docker"), "shop:1.2", "\"53/udp\":{}," + Port).ShouldBe("docker run --rm -p 53:53/udp -p 8080:8080 shop:1.2");

    [Theory]
    [InlineData("/x/shop.tar", "/x/shop.tar")]
    [InlineData("/my files/shop.tar", "\"/my files/shop.tar\"")]
    public void An_archive_is_loaded_first_and_then_goes_by_its_name(string path, string quoted)
        => Say(DestinationKind.Archive, path, Port).ShouldBe($"docker load -i {quoted} && docker run --rm -p 8080:8080 shop:1.2");

    [Fact]
    public void An_image_layout_no_engine_runs_by_itself() => RunCommand.FormatLines(Result(DestinationKind.Layout, "/x/images:1.2", Port), isFirst: true).ShouldBeEmpty();

    [Fact]
    public void It_is_said_once()
        => RunCommand.FormatLines(Result(DestinationKind.Registry, "ghcr.io/acme/shop:1.2", Port), isFirst: false).ShouldBeEmpty();

    [Fact]
    public void An_archive_that_nobody_asked_for_is_told_of_each_time()
        => RunCommand.FormatLines(Result(DestinationKind.ArchiveInstead, "/x/shop.tar", Port), isFirst: false).ShouldHaveSingleItem().ShouldContain("docker load -i /x/shop.tar");

    private static string Say(DestinationKind kind, string reference, string ports)
        => RunCommand.FormatLines(Result(kind, reference, ports), isFirst: true).ShouldHaveSingleItem();

    private static PublishResult Result(DestinationKind kind, string reference, string ports) => new()
    {
        ProjectName = "Shop",
        References = [reference],
        Tags = ["1.2"],
        Names = ["shop:1.2"],
        TopText = "{}",
        Top = new Descriptor(MediaTypes.OciManifest, Digest.Of("manifest"u8), 900),
        Images =
        [
            new ImageReport(
                new Platform("linux", "amd64"),
                new Descriptor(MediaTypes.OciManifest, Digest.Of("manifest"u8), 900),
                new Descriptor(MediaTypes.OciConfig, Digest.Of("config"u8), 500),
                Base: null,
                Layers: [])
            {
                ManifestText = "{}",
                ConfigText = $$$"""{"architecture":"amd64","os":"linux","config":{"ExposedPorts":{{{{ports}}}}},"rootfs":{"type":"layers","diff_ids":[]}}""",
            },
        ],
        Unchanged = false,
        Destination = kind,
        BytesSent = 0,
        Requests = 0,
        Duration = TimeSpan.Zero,
    };
}
