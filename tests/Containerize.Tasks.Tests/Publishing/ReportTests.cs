using System.Text.Json.Nodes;
using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Oci;
using Containerize.Reporting;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Publishing;

/// <summary>A publish's result as people and as programs get it.</summary>
public sealed class ReportTests
{
    private static readonly Digest Name = Digest.Of("manifest"u8);

    [Fact]
    public void The_summary_begins_with_where_the_image_is_and_ends_with_what_it_cost()
        => Lines(Result()).ShouldBe(
        [
            $"Shop -> ghcr.io/acme/shop:1.2@{Name} (3.1 kB of 32.0 MB sent)",
            "  also ghcr.io/acme/shop:latest",
            "  base       mcr.example.com/dotnet/aspnet:10.0, 2 layers, 30.0 MB, mounted, present",
            "  packages   2 files, 4.0 MB → 2.0 MB, cached, present",
            "  app        1 file, 8.2 kB → 3.1 kB, compressed, uploaded",
            "  3.1 kB of layers sent, 4.5 kB in all, 1 request, 1.25 s",
        ]);

    [Fact]
    public void An_unchanged_image_is_said_to_be_so()
    {
        Lines(Result() with { Unchanged = true }).First().ShouldEndWith(" (unchanged)");
        Lines(Result() with { Unchanged = true }).Last().ShouldStartWith("  unchanged; ");
    }

    [Theory]
    [InlineData("archive", "archive of 32.0 MB")]
    [InlineData("layout", "image layout with 32.0 MB")]
    [InlineData("podman", "in podman, 32.0 MB")]
    public void An_image_that_stayed_here_has_its_size_told(string destination, string expected)
    {
        var kind = new[] { DestinationKind.Archive, DestinationKind.Layout }.SingleOrDefault(kind => kind.Name == destination) ?? DestinationKind.Engine(destination);
        var lines = Lines(Result() with { Destination = kind, References = ["/x/shop.tar"] }).ToArray();

        lines[0].ShouldBe($"Shop -> /x/shop.tar {Name} ({expected})");
        lines[^1].ShouldBe($"  {expected} of layers, 1 request, 1.25 s");
    }

    [Theory]
    [InlineData(92_000, "in docker, 92.0 kB of 32.0 MB loaded", "in docker, 32.0 MB of layers, 92.0 kB loaded, 1 request, 1.25 s")]
    [InlineData(32_100_000, "in docker, 32.0 MB", "in docker, 32.0 MB of layers, 32.1 MB loaded, 1 request, 1.25 s")]
    public void What_went_into_an_engine_is_told(long bytes, string first, string last)
    {
        var result = Result() with { Destination = DestinationKind.Engine("docker"), BytesLoaded = bytes };

        Lines(result).First().ShouldEndWith($" ({first})");
        Lines(result).Last().ShouldBe("  " + last);
        var json = JsonNode.Parse(ResultFile.ToJson([result]))!;
        ((long)json["bytesLoaded"]!).ShouldBe(bytes);
        ((long)json["destinations"]![0]!["bytesLoaded"]!).ShouldBe(bytes);
    }

    [Fact]
    public void The_first_line_says_how_many_platforms_there_are_and_which_one_a_destination_took()
    {
        Lines(Several()).First().ShouldEndWith(" (3.1 kB of 32.0 MB sent, 2 platforms)");
        Lines(Several() with { Unchanged = true }).First().ShouldEndWith(" (unchanged, 2 platforms)");
        Lines(Result() with { Destination = DestinationKind.Engine("docker"), WantedPlatforms = 2 }).First()
            .ShouldEndWith(" (in docker, 32.0 MB, linux/arm64/v8 of 2 platforms)");
    }

    [Fact]
    public void The_first_line_says_that_an_image_runs_as_root()
        => Lines(Result() with { Images = [Result().Images[0] with { IsRoot = true }] }).First().ShouldEndWith(" sent, runs as root)");

    [Fact]
    public void An_image_from_nothing_has_no_line_for_a_base()
        => Lines(Result() with { Images = [Result().Images[0] with { Base = null, Layers = [.. Result().Layers.Where(l => l.Class != "base")] }] })
            .ShouldNotContain(line => line.StartsWith("  base", StringComparison.Ordinal));

    [Fact]
    public void The_file_says_everything_in_fields()
    {
        var json = JsonNode.Parse(ResultFile.ToJson([Result()]))!.AsObject();

        ((int)json["schemaVersion"]!).ShouldBe(1);
        json["references"]!.ToJsonString().ShouldBe("""["ghcr.io/acme/shop:1.2","ghcr.io/acme/shop:latest"]""");
        json["tags"]!.ToJsonString().ShouldBe("""["1.2","latest"]""");
        ((string)json["destination"]!).ShouldBe("registry");
        ((string)json["digest"]!).ShouldBe(Name.ToString());
        ((string)json["platform"]!).ShouldBe("linux/arm64/v8");
        ((long)json["size"]!).ShouldBe(32_003_100);
        ((string)json["base"]!["reference"]!).ShouldBe("mcr.example.com/dotnet/aspnet:10.0");
        ((string)json["base"]!["digest"]!).ShouldBe(Digest.Of("base"u8).ToString());
        ((bool)json["unchanged"]!).ShouldBeFalse();
        ((long)json["layerBytesSent"]!).ShouldBe(3100);
        ((long)json["bytesSent"]!).ShouldBe(4500);
        ((long)json["requests"]!).ShouldBe(1);
        ((double)json["seconds"]!).ShouldBe(1.25);
    }

    [Fact]
    public void Every_layer_is_in_the_file_and_files_are_counted_in_ours_only()
    {
        var layers = JsonNode.Parse(ResultFile.ToJson([Result()]))!["layers"]!.AsArray();

        layers.Select(l => (string)l!["class"]!).ShouldBe(["base", "base", "packages", "app"]);
        layers.Select(l => (string)l!["outcome"]!).ShouldBe(["mounted", "present", "present", "uploaded"]);
        layers.Select(l => (int?)l!["files"]).ShouldBe([null, null, 2, 1]);
        layers.Select(l => (bool)l!["cached"]!).ShouldBe([true, true, true, false]);
        ((string)layers[3]!["diffId"]!).ShouldBe(Digest.Of("app"u8).ToString());
        ((long)layers[3]!["compressedSize"]!).ShouldBe(3100);
        ((long)layers[3]!["size"]!).ShouldBe(8200);
    }

    [Fact]
    public void Of_several_platforms_each_is_told_and_what_they_share_once()
    {
        var own = new LayerReport("runtime", 1, 500, Blob("r", 400), Digest.Of("r"u8), Cached: false, BlobOutcome.Uploaded);
        var result = Several(own);

        Lines(result).Skip(2).ShouldBe(
        [
            $"  linux/amd64, {Digest.Of("amd64"u8)}",
            "  base       mcr.example.com/dotnet/aspnet:10.0, 2 layers, 30.0 MB, mounted, present",
            "  runtime    1 file, 500 B → 400 B, compressed, uploaded",
            $"  linux/arm64/v8, {Digest.Of("arm64"u8)}",
            "  base       mcr.example.com/dotnet/aspnet:10.0, 2 layers, 30.0 MB, mounted, present",
            "  packages   2 files, 4.0 MB → 2.0 MB, cached, present",
            "  app        1 file, 8.2 kB → 3.1 kB, compressed, uploaded",
            "  3.5 kB of layers sent, 4.5 kB in all, 1 request, 1.25 s",
        ]);
    }

    [Fact]
    public void Of_several_platforms_the_file_has_an_image_each()
    {
        var json = JsonNode.Parse(ResultFile.ToJson([Several()]))!.AsObject();

        ((string)json["digest"]!).ShouldBe(Name.ToString());
        ((string)json["mediaType"]!).ShouldBe(MediaTypes.OciIndex);
        json.ContainsKey("platform").ShouldBeFalse();
        var images = json["images"]!.AsArray();
        images.Select(image => (string)image!["platform"]!).ShouldBe(["linux/amd64", "linux/arm64/v8"]);
        images.Select(image => (string)image!["digest"]!).ShouldBe([Digest.Of("amd64"u8).ToString(), Digest.Of("arm64"u8).ToString()]);
        images.Select(image => image!["layers"]!.AsArray().Count).ShouldBe([4, 4]);
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_an_error_with_a_code()
    {
        using var folder = new TemporaryFolder();
        folder.Write("file", "not a folder");

        Should.Throw<ContainerizeException>(() => ResultFile.Write(folder.At("file/image.json"), [Result()])).Code.ShouldBe(ErrorCodes.ResultNotWritten);
    }

    [Fact]
    public void Of_several_destinations_the_images_are_told_once_and_each_place_by_its_name()
    {
        var archive = Result() with { Destination = DestinationKind.Archive, References = ["/x/shop.tar"] };

        PublishSummary.SayPlace(archive).ShouldBe($"/x/shop.tar {Name} (archive of 32.0 MB)");
        PublishSummary.FormatDetails([Result(), archive]).Skip(Lines(Result()).Count() - 1).ShouldBe(["  /x/shop.tar: archive of 32.0 MB of layers, 1 request, 1.25 s"]);
    }

    private static IEnumerable<string> Lines(PublishResult result) => PublishSummary.FormatDetails([result]).Prepend(PublishSummary.SayFirst(result));

    private static PublishResult Result() => new()
    {
        ProjectName = "Shop",
        References = ["ghcr.io/acme/shop:1.2", "ghcr.io/acme/shop:latest"],
        Tags = ["1.2", "latest"],
        Names = ["ghcr.io/acme/shop:1.2", "ghcr.io/acme/shop:latest"],
        TopText = "{}",
        Top = new Descriptor(MediaTypes.OciManifest, Name, 900),
        Images = [Image(new Platform("linux", "arm64", "v8"), Name)],
        Unchanged = false,
        Destination = DestinationKind.Registry,
        BytesSent = 4500,
        Requests = 1,
        Duration = TimeSpan.FromSeconds(1.25),
    };

    private static PublishResult Several(params LayerReport[] ofTheFirst) => Result() with
    {
        Top = new Descriptor(MediaTypes.OciIndex, Name, 900),
        Images = [Image(new Platform("linux", "amd64"), Digest.Of("amd64"u8), ofTheFirst), Image(new Platform("linux", "arm64", "v8"), Digest.Of("arm64"u8))],
    };

    private static ImageReport Image(Platform platform, Digest name, params LayerReport[] more) => new(
        platform,
        new Descriptor(MediaTypes.OciManifest, name, 900),
        new Descriptor(MediaTypes.OciConfig, Digest.Of("config"u8), 500),
        new ImageReference { Registry = "mcr.example.com", Repository = "dotnet/aspnet", Tag = "10.0", Digest = Digest.Of("base"u8) },
        [
            new("base", null, null, Blob("b1", 10_000_000), Digest.Of("b1"u8), Cached: true, BlobOutcome.Mounted),
            new("base", null, null, Blob("b2", 20_000_000), Digest.Of("b2"u8), Cached: true, BlobOutcome.Present),
            new("packages", 2, 4_000_000, Blob("p", 2_000_000), Digest.Of("packages"u8), Cached: true, BlobOutcome.Present),
            new("app", 1, 8200, Blob("a", 3100), Digest.Of("app"u8), Cached: false, BlobOutcome.Uploaded),
            .. more,
        ])
    {
        ManifestText = "{}",
        ConfigText = "{}",
    };

    private static Descriptor Blob(string name, long size) => new(MediaTypes.OciLayerGzip, Digest.Of(System.Text.Encoding.UTF8.GetBytes(name)), size);
}
