using System.Text.Json.Nodes;
using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Diagnostics.Wording;
using Containerize.Layering;
using Containerize.Reporting;
using Containerize.TestKit.Registry;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Publishing;

public sealed class ImagePlannerTests
{
    [Fact]
    public async Task Before_anything_was_published_it_says_what_would_be_made_and_makes_nothing()
    {
        await using var bench = await PublishBench.StartAsync();

        var plan = await bench.PlanAsync(bench.Definition());

        plan.Unchanged.ShouldBeFalse();
        var image = plan.Images.ShouldHaveSingleItem();
        image.BaseLayers.ShouldAllBe(layer => layer.Outcome == BlobOutcome.Mounted);
        image.Layers.Select(layer => layer.Plan.Class.Name).ShouldBe(["packages", "assets", "app"]);
        image.Layers.ShouldAllBe(layer => layer.Blob == null);
        bench.Registry.Requests.All.Select(request => request.Method).ShouldBeSubsetOf(["GET", "HEAD"]);
        bench.Registry.Store.Tags(PublishBench.Repository).ShouldBeEmpty();
        Directory.Exists(Path.Join(bench.Cache, "layers")).ShouldBeFalse();
    }

    [Fact]
    public async Task Of_an_image_that_is_there_it_says_that_nothing_would_be_done()
    {
        await using var bench = await PublishBench.StartAsync();
        await bench.PublishAsync();

        var plan = await bench.PlanAsync(bench.Definition());

        plan.Unchanged.ShouldBeTrue();
        plan.Images[0].Layers.ShouldAllBe(layer => layer.Blob!.Outcome == BlobOutcome.Present);
        PlanText.FormatLines(plan, withFiles: false).Last().ShouldBe("  unchanged: nothing would be done");
    }

    [Fact]
    public async Task After_an_edit_the_apps_layer_is_what_would_be_compressed_and_the_publish_does_just_that()
    {
        await using var bench = await PublishBench.StartAsync();
        await bench.PublishAsync();
        bench.Write("Shop.dll", "the app, edited");

        var plan = await bench.PlanAsync(bench.Definition());
        var result = await bench.PublishAsync();

        plan.Images[0].Layers.Where(layer => layer.Blob is null).Select(layer => layer.Plan.Class.Name).ShouldBe(["app"]);
        plan.Images[0].Layers[^1].DiffId.ShouldBe(result.Layers.Last().DiffId);
        result.Layers.Where(layer => !layer.Cached).Select(layer => layer.Class).ShouldBe(["app"]);
    }

    [Fact]
    public async Task A_layer_that_only_this_machine_has_would_be_sent_as_it_is()
    {
        await using var bench = await PublishBench.StartAsync();
        await using var other = await InProcessRegistry.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await bench.PublishAsync();
        var elsewhere = bench.Definition().To(target => target with { Place = new ImagePlace.Registry(other.Host), Registry = other.Host });

        var plan = await bench.PlanAsync(elsewhere);

        plan.Images[0].Layers.ShouldAllBe(layer => layer.Blob!.Outcome == BlobOutcome.Uploaded);
    }

    [Fact]
    public async Task A_layer_that_another_repository_of_the_registry_got_would_be_mounted()
    {
        await using var bench = await PublishBench.StartAsync();
        await bench.PublishAsync();

        var plan = await bench.PlanAsync(bench.Definition().To(target => target with { Repository = "acme/other" }));

        plan.Images[0].Layers.ShouldAllBe(layer => layer.Blob!.Outcome == BlobOutcome.Mounted);
        bench.Registry.Requests.Of("POST", "/v2/acme/other/*").ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_publish_would_fail_with_it_fails_with()
    {
        await using var bench = await PublishBench.StartAsync();
        var definition = bench.Definition();

        var failure = await Should.ThrowAsync<ContainerizeException>(() => bench.PlanAsync(definition with { BaseImage = definition.BaseImage!.Reference with { Tag = "1.0" } }));

        failure.Code.ShouldBe(ErrorCodes.BaseImageMissing);
    }

    [Fact]
    public async Task The_text_names_every_file_and_why_it_is_where_it_is()
    {
        await using var bench = await PublishBench.StartAsync();

        var plan = await bench.PlanAsync(bench.Definition());

        PlanText.FormatLines(plan, withFiles: true).ShouldBe(
        [
            $"Shop -> would go to {bench.Registry.Host}/acme/shop:latest",
            $"  base       {bench.Registry.Host}/dotnet/aspnet:10.0, 2 layers, {ByteSize.Format(plan.Images[0].BaseLayers.Sum(layer => layer.Descriptor.Size))}, to be mounted",
            "  packages   1 file, 400.0 kB, to be compressed",
            "             Stable.dll, 400.0 kB, Stable 1.0.0",
            "  assets     1 file, 7 B, to be compressed",
            "             wwwroot/site.css, 7 B, content",
            "  app        1 file, 7 B, to be compressed",
            "             Shop.dll, 7 B, the app's own, or nothing says whose",
            "  starts     dotnet /app/Shop.dll",
            "  as         1654 in /app, port 8080/tcp",
            "  to compress: 400.0 kB in 3 layers; to send besides: 0 B",
        ]);
    }

    [Theory]
    [InlineData("Single", "", "Stable.dll, Stable 1.0.0|Shop.dll, the app's own, or nothing says whose")]
    [InlineData("Standard", "Stable.dll", "Stable.dll, chosen by a ContainerLayer|Shop.dll, the app's own, or nothing says whose")]
    [InlineData("Standard", "Shop*", "Stable.dll, Stable 1.0.0|Shop.dll, chosen by a ContainerLayer")]
    public async Task The_text_says_why_as_the_planner_does(string mode, string pattern, string expected)
    {
        await using var bench = await PublishBench.StartAsync();
        var definition = bench.Definition() with
        {
            Layering = new LayeringChoice { Mode = Enum.Parse<LayeringMode>(mode) },
            LayerRules = pattern.Length == 0 ? [] : [new LayerRule(new LayerClass("chosen", 550, "what was chosen"), [pattern])],
        };

        var lines = PlanText.FormatLines(await bench.PlanAsync(definition), withFiles: true).ToArray();

        foreach (var (file, why) in expected.Split('|').Select(line => line.Split(", ", 2)).Select(parts => (parts[0], parts[1])))
        {
            lines.ShouldContain(line => line.Contains($" {file}, ", StringComparison.Ordinal) && line.EndsWith($", {why}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Outputs_of_two_platforms_are_compressed_each_even_where_nothing_tells_them_apart_yet()
    {
        await using var bench = await PublishBench.StartAsync();
        var plan = await bench.PlanAsync(bench.Definition());
        var unhashed = plan.Images[0] with { Layers = [.. plan.Images[0].Layers.Select(layer => layer with { DiffId = null })] };
        var other = unhashed with { Layers = [.. unhashed.Layers.Select(layer => layer with { Plan = layer.Plan with { Files = [.. layer.Plan.Files] } })] };

        Sum(plan with { Images = [unhashed, other] }).ShouldBe("  to compress: 800.0 kB in 6 layers; to send besides: 0 B");
        Sum(plan with { Images = [unhashed, unhashed] }).ShouldBe("  to compress: 400.0 kB in 3 layers; to send besides: 0 B");

        static string Sum(ImagePlan plan) => PlanText.FormatLines(plan, withFiles: false).Last();
    }

    [Fact]
    public async Task The_file_has_the_same_in_fields()
    {
        await using var bench = await PublishBench.StartAsync();
        await bench.PublishAsync();

        var json = JsonNode.Parse(PlanFile.ToJson(await bench.PlanAsync(bench.Definition())))!;

        ((int)json["schemaVersion"]!).ShouldBe(1);
        ((bool)json["unchanged"]!).ShouldBeTrue();
        ((string)json["destination"]!).ShouldBe("registry");
        var image = json["images"]![0]!;
        ((string)image["platform"]!).ShouldBe("linux/amd64");
        ((string)image["user"]!).ShouldBe("1654");
        image["entrypoint"]!.AsArray().Select(word => (string)word!).ShouldBe(["dotnet", "/app/Shop.dll"]);
        var layers = image["layers"]!.AsArray();
        layers.Select(layer => (string)layer!["class"]!).ShouldBe(["base", "base", "packages", "assets", "app"]);
        layers.ShouldAllBe(layer => (string)layer!["outcome"]! == "present");
        var stable = layers[2]!["files"]![0]!;
        ((string)stable["path"]!).ShouldBe("Stable.dll");
        ((string)stable["package"]!).ShouldBe("Stable");
        ((string)stable["version"]!).ShouldBe("1.0.0");
    }
}
