using Containerize.BaseImages;
using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Explaining;
using Containerize.Images;
using Containerize.Oci;
using Containerize.Publishing;
using Containerize.TestKit.Registry.Seeding;
using Containerize.Tests.Images;
using Containerize.Tests.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Explaining;

/// <summary>Images of ours before and after a publish, and those of others.</summary>
public sealed class ExplainerTests
{
    private static readonly Platform Amd64 = new("linux", "amd64");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Before_a_publish_the_bases_files_are_read_and_ours_have_their_reasons()
    {
        await using var bench = await PublishBench.StartAsync();

        var image = await PlanAsync(bench);

        image.Layers.Select(layer => layer.Class).ShouldBe(["base", "base", "packages", "assets", "app"]);
        image.Layers[0].Files!.Select(file => file.Path).ShouldBe(["etc/group", "etc/passwd"]);
        image.Layers[0].Maker.ShouldBe("ADD rootfs.tar /");
        image.Layers[2].Files!.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            file => file.Path.ShouldBe("app/Stable.dll"), file => file.Owner.ShouldBe("Stable 1.0.0"), file => file.Reason.ShouldBe("NuGet package"));
        image.WhyNoChanges.ShouldBe($"Nothing lay under {bench.Registry.Host}/acme/shop:latest that this image could be compared with.");
    }

    [Fact]
    public async Task After_an_edit_it_says_which_layer_and_which_file_moved()
    {
        await using var bench = await PublishBench.StartAsync();
        await bench.PublishAsync();
        bench.Write("Shop.dll", "the app, edited");
        bench.Write("New.dll", "new");

        var image = await PlanAsync(bench);

        var changes = image.Changes.ShouldNotBeNull();
        image.Layers.Where(layer => !changes.Kept.Contains(layer.DiffId!)).Select(layer => layer.Class).ShouldBe(["app"]);
        changes.Gone.ShouldHaveSingleItem().Class.ShouldBe("app");
        changes.Files.ShouldBe([new FileChange("app/New.dll", null, 3), new FileChange("app/Shop.dll", 7, 15)]);
    }

    [Fact]
    public async Task An_image_that_is_published_is_the_same_explained_afterwards()
    {
        await using var bench = await PublishBench.StartAsync();
        var planned = await PlanAsync(bench);

        var published = await bench.WithServicesAsync([bench.Definition()], async (order, services) =>
        {
            using var earlier = Earlier(bench, services);
            await earlier.FindAsync([Amd64], Cancellation);
            var outcome = await new ImagePublisher(order, new LayeringImageMaker(order, services), services).PublishAsync(Cancellation);
            return await earlier.CompareAsync(await new Explainer(new LayerReader(services.Store), bench.Log).ExplainAsync(outcome.Results[0].Images[0], Cancellation), Cancellation);
        });

        published.Digest.ShouldNotBeNull();
        published.Layers.ShouldAllBe(layer => layer.Blob != null && layer.DiffId != null);
        published.Layers.Select(layer => string.Join(' ', layer.Files!.Select(file => $"{file.Path} {file.Owner} {file.Reason}")))
            .ShouldBe(planned.Layers.Select(layer => string.Join(' ', layer.Files!.Select(file => $"{file.Path} {file.Owner} {file.Reason}"))));
        published.Changes.ShouldBeNull();
    }

    [Fact]
    public async Task A_base_whose_layers_cannot_be_had_is_shown_without_files()
    {
        await using var bench = await PublishBench.StartAsync();
        var seeded = bench.Registry.Store.Tags("dotnet/aspnet");
        seeded.ShouldNotBeEmpty();

        var image = await bench.WithServicesAsync([bench.Definition()], async (order, services) =>
        {
            var plan = await new ImagePlanner(order, services).PlanAsync(Cancellation);
            var broken = plan.Images[0].BaseLayers.Select(layer => layer with
            {
                Content = layer.Content! with { OpenAsync = _ => throw new ContainerizeException(ErrorCodes.RegistryUnreachable, "Fetching a layer: nobody answers.") },
            });
            return await new Explainer(new LayerReader(services.Store), bench.Log).ExplainAsync(plan.Images[0] with { BaseLayers = [.. broken] }, Cancellation);
        });

        image.Layers[0].Files.ShouldBeNull();
        image.Layers[0].Size.ShouldBe(image.Layers[0].Blob!.Size);
        image.Layers[^1].Files.ShouldNotBeNull();
        bench.Log.Lines.ShouldContain(line => line.StartsWith("The report does not have the files of base layer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_image_of_ours_in_a_registry_knows_its_classes_again()
    {
        await using var bench = await PublishBench.StartAsync();
        await bench.PublishAsync();

        var explanation = await ExplainAsync(bench, new ImageName.Registry(Reference(bench, PublishBench.Repository, "latest")));

        var image = explanation.Images.ShouldHaveSingleItem();
        image.Layers.Select(layer => layer.Class).ShouldBe(["", "", "packages", "assets", "app"]);
        image.Layers.Select(layer => layer.IsIndependent).ShouldBe([false, false, true, true, true]);
        image.Layers[^1].Files!.ShouldContain(file => file.Path == "app/Shop.dll");
        explanation.Command.ShouldBe($"dotnet build -t:ContainerizeReport -p:ContainerizeReportImage={bench.Registry.Host}/acme/shop:latest@{image.Digest}");
    }

    [Theory]
    [InlineData("nobody/nothing", "latest", "was not found")]
    [InlineData("dotnet/aspnet", "9.9", "was not found")]
    public async Task One_that_is_not_there_is_an_error_that_says_so(string repository, string tag, string why)
    {
        await using var bench = await PublishBench.StartAsync();

        var error = await Should.ThrowAsync<ContainerizeException>(() => ExplainAsync(bench, new ImageName.Registry(Reference(bench, repository, tag))));

        error.Code.ShouldBe(ErrorCodes.ImageUnreadable);
        error.Message.ShouldBe($"Reading the image of ContainerizeReportImage: {bench.Registry.Host}/{repository}:{tag} {why}. Check the name; -r or ContainerRuntimeIdentifier "
            + "chooses another platform.");
    }

    [Fact]
    public async Task Without_one_for_the_platform_the_error_says_for_which_there_are_some()
    {
        await using var bench = await PublishBench.StartAsync();

        var error = await Should.ThrowAsync<ContainerizeException>(
            () => ExplainAsync(bench, new ImageName.Registry(Reference(bench, "dotnet/aspnet", "10.0")), new Platform("linux", "s390x")));

        error.Code.ShouldBe(ErrorCodes.ImageUnreadable);
        error.Message.ShouldContain("has no image for linux/s390x; it has linux/amd64, linux/arm64");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Archives_and_layouts_are_read_and_nothing_stays_behind(bool asArchive)
    {
        await using var bench = await PublishBench.StartAsync();
        using var folder = new TemporaryFolder();
        var layers = new (string, SeedLayer)[]
        {
            ("FROM other", SeedLayer.Gzip(TestTar.Of(("a", "1"), ("b", "2")))), ("RUN rm a", SeedLayer.Gzip(TestTar.Of((".wh.a", ""), ("c", "3")))),
        };
        var archive = BuiltImage.Write(folder, "image.tar", isNested: true, new BuiltImage("amd64", layers), new BuiltImage("arm64", layers));

        var explanation = await ExplainAsync(bench, asArchive ? new ImageName.Archive(archive) : new ImageName.Layout(folder.At("image.tar.layout"), Tag: null));

        explanation.Title.ShouldBe(asArchive ? "image.tar" : "image.tar.layout");
        explanation.Images[0].Layers.Select(layer => layer.Maker).ShouldBe(["FROM other", "RUN rm a"]);
        explanation.Images[0].Layers.Select(layer => string.Join(' ', layer.Files!.Select(file => file.Path))).ShouldBe(["a b", "c"]);
        Directory.Exists(bench.At("unpacked")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_layer_of_an_archive_that_is_another_is_refused()
    {
        await using var bench = await PublishBench.StartAsync();
        using var folder = new TemporaryFolder();
        var layer = SeedLayer.Gzip(TestTar.Of(("a", "1"))) with { DiffId = Digest.Of("another"u8).ToString() };
        var archive = BuiltImage.Write(folder, "image.tar", isNested: false, new BuiltImage("amd64", ("ADD", layer)));

        var error = await Should.ThrowAsync<ContainerizeException>(() => ExplainAsync(bench, new ImageName.Archive(archive)));

        error.Code.ShouldBe(ErrorCodes.ImageUnreadable);
        Directory.Exists(bench.At("unpacked")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("nothing.tar", null)]
    [InlineData("noise.tar", "this is no archive at all")]
    public async Task What_is_no_archive_is_an_error_with_the_files_name(string name, string? content)
    {
        await using var bench = await PublishBench.StartAsync();
        using var folder = new TemporaryFolder();
        if (content is not null)
        {
            folder.Write(name, content);
        }

        var error = await Should.ThrowAsync<ContainerizeException>(() => ExplainAsync(bench, new ImageName.Archive(folder.At(name))));

        error.Code.ShouldBe(ErrorCodes.ImageUnreadable);
        error.Message.ShouldContain(name);
    }

    [Fact]
    public async Task What_lies_in_an_archive_is_compared_with_before_it_is_replaced()
    {
        await using var bench = await PublishBench.StartAsync();
        var target = new ImageTarget(new ImagePlace.Archive(bench.At("shop.tar")), Registry: null, "shop", ["latest"]);
        await bench.PublishAsync(definition => definition with { Targets = [target] });
        bench.Write("Shop.dll", "the app, edited");

        var image = await bench.WithServicesAsync([bench.Definition() with { Targets = [target] }], async (order, services) =>
        {
            using var earlier = new ImageUnderName(target, services.OpenBases(CachedBaseUse.None), new LayerReader(services.Store), bench.At("unpacked"), bench.Log);
            await earlier.FindAsync([Amd64], Cancellation);
            var outcome = await new ImagePublisher(order, new LayeringImageMaker(order, services), services).PublishAsync(Cancellation);
            return await earlier.CompareAsync(await new Explainer(new LayerReader(services.Store), bench.Log).ExplainAsync(outcome.Results[0].Images[0], Cancellation), Cancellation);
        });

        image.Changes!.Files.ShouldBe([new FileChange("app/Shop.dll", 7, 15)]);
        Directory.Exists(bench.At("unpacked")).ShouldBeFalse();
    }

    private static ImageReference Reference(PublishBench bench, string repository, string tag) => new() { Registry = bench.Registry.Host, Repository = repository, Tag = tag };

    private static ImageUnderName Earlier(PublishBench bench, PublishServices services)
        => new(bench.Definition().Targets[0], services.OpenBases(CachedBaseUse.None), new LayerReader(services.Store), bench.At("unpacked"), bench.Log);

    private static Task<ExplainedImage> PlanAsync(PublishBench bench) => bench.WithServicesAsync([bench.Definition()], async (order, services) =>
    {
        using var earlier = Earlier(bench, services);
        await earlier.FindAsync([Amd64], Cancellation);
        var plan = await new ImagePlanner(order, services).PlanAsync(Cancellation);
        return await earlier.CompareAsync(await new Explainer(new LayerReader(services.Store), bench.Log).ExplainAsync(plan.Images[0], Cancellation), Cancellation);
    });

    private static Task<Explanation> ExplainAsync(PublishBench bench, ImageName name, Platform? platform = null)
        => bench.WithServicesAsync([bench.Definition()], (_, services)
            => new ForeignImage(name, services.OpenBases(CachedBaseUse.WholeImage), new LayerReader(services.Store), bench.At("unpacked")).ExplainAsync(platform ?? Amd64, Cancellation));
}
