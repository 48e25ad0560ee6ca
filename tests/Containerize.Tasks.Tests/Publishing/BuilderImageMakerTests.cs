using Containerize.Diagnostics;
using Containerize.Engines;
using Containerize.Oci;
using Containerize.Publishing;
using Containerize.TestKit.Images;
using Containerize.TestKit.Registry.Seeding;
using Containerize.Tests.Engines;
using Containerize.Tests.Images;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Publishing;

/// <summary>A publish whose images a BuildKit makes for several platforms. It is a script that hands out archives made before.</summary>
public sealed class BuilderImageMakerTests : IAsyncLifetime
{
    /// <summary>Finds out what is asked for: <c>$platform</c>, such as amd64, and <c>$archive</c>.</summary>
    private const string Read = "for word in \"$@\"; do case $word in type=oci,dest=*) archive=${word#type=oci,dest=};; platform=*) platform=${word#platform=linux/};; esac; done";

    private readonly TemporaryFolder folder = new();
    private readonly FakePrograms programs;
    private PublishBench bench = null!;

    public BuilderImageMakerTests() => programs = new FakePrograms(folder);

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the builder is a shell script");
        bench = await PublishBench.StartAsync();
        Directory.CreateDirectory(folder.At("src"));
    }

    public async ValueTask DisposeAsync()
    {
        folder.Dispose();
        if (bench is not null)
        {
            await bench.DisposeAsync();
        }
    }

    [Fact]
    public async Task Each_platform_is_a_build_of_its_own_and_what_comes_of_them_goes_out_under_one_name()
    {
        Build("amd64", Base("amd64"), App("one for amd64"));
        Build("arm64", Base("arm64"), App("one for arm64"));
        programs.Add("buildctl", $"{Read}\ncp \"{folder.Root}/$platform.tar\" \"$archive\"");

        var first = (await PublishAsync("amd64", "arm64")).Results.ShouldHaveSingleItem();

        programs.ReadCalls().Select(call => call.Split('|').Single(word => word.StartsWith("platform=", StringComparison.Ordinal))).Order(StringComparer.Ordinal)
            .ShouldBe(["platform=linux/amd64", "platform=linux/arm64"]);
        first.Images.Select(image => image.Platform.ToString()).ShouldBe(["linux/amd64", "linux/arm64"]);
        first.Images.ShouldAllBe(image => image.Layers.Count == 3 && image.Layers[0].Class == "base" && image.Layers[2].Class == "app");
        var image = await PullAsync("arm64");
        image.ShouldBeSound();
        image.Layers[^1].Files.ShouldBe(["app/Shop.dll"]);

        var second = (await PublishAsync("amd64", "arm64")).Results.ShouldHaveSingleItem();
        second.Unchanged.ShouldBeTrue();
        second.BytesSent.ShouldBe(0);
        second.Top.Digest.ShouldBe(first.Top.Digest);
    }

    /// <summary>Each waits until the other has begun: one after the other they would wait for ever.</summary>
    [Fact]
    public async Task The_platforms_are_built_at_the_same_time()
    {
        Build("amd64", Base("amd64"), App("one"));
        Build("arm64", Base("arm64"), App("two"));
        programs.Add("buildctl", $$"""
            {{Read}}
            touch "{{folder.Root}}/$platform.begun"
            for try in $(seq 600); do [ -e "{{folder.Root}}/amd64.begun" ] && [ -e "{{folder.Root}}/arm64.begun" ] && break; sleep 0.1; done
            [ -e "{{folder.Root}}/amd64.begun" ] && [ -e "{{folder.Root}}/arm64.begun" ] || exit 1
            cp "{{folder.Root}}/$platform.tar" "$archive"
            """);

        (await PublishAsync("amd64", "arm64")).Results.ShouldHaveSingleItem().Images.Count.ShouldBe(2);
    }

    [Fact]
    public async Task One_that_fails_ends_the_other_and_is_the_error()
    {
        programs.Add("buildctl", $"{Read}\n[ $platform = amd64 ] && exec sleep 300\necho 'error: failed to solve: for arm64' >&2; exit 1");

        var error = await Should.ThrowAsync<ContainerizeException>(() => PublishAsync("amd64", "arm64"));

        error.Code.ShouldBe(ErrorCodes.BuilderFailed);
        error.Message.ShouldContain("for arm64");
        bench.Registry.Store.Tags(PublishBench.Repository).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_layer_with_nothing_in_it_is_left_out_and_told_as_none()
    {
        Build("amd64", Base("amd64"), [("WORKDIR /app", BuiltImage.Empty)], App("one"), [("WORKDIR /app", BuiltImage.Empty)]);
        programs.Add("buildctl", $"{Read}\ncp \"{folder.Root}/$platform.tar\" \"$archive\"");

        var result = (await PublishAsync("amd64")).Results.ShouldHaveSingleItem();

        result.Images[0].Layers.Select(layer => layer.Class).ShouldBe(["base", "base", "app"]);
        var image = await PullAsync("amd64");
        image.ShouldBeSound();
        image.Layers.Count.ShouldBe(3);
        image.Config["history"]!.AsArray().Count(entry => (bool?)entry!["empty_layer"] == true).ShouldBe(3);
        image.Config["rootfs"]!["diff_ids"]!.AsArray().Count.ShouldBe(3);
    }

    /// <summary>What is in a builder's tar is the builder's, and the diffID is of it.</summary>
    [Theory]
    [InlineData("zstd:chunked", MediaTypes.OciLayerZstd)]
    [InlineData("estargz", MediaTypes.OciLayerGzip)]
    public async Task Its_layers_have_no_table_of_contents_where_ours_would_have_one(string compression, string mediaType)
    {
        Build("amd64", Base("amd64"), App("one"));
        programs.Add("buildctl", $"{Read}\ncp \"{folder.Root}/$platform.tar\" \"$archive\"");
        bench.Compression = compression;

        await PublishAsync("amd64");

        var layer = (await PullAsync("amd64")).Layers[^1];
        layer.MediaType.ShouldBe(mediaType);
        layer.Descriptor["annotations"].ShouldBeNull();
    }

    [Fact]
    public async Task An_image_for_another_platform_is_an_error_before_anything_is_sent()
    {
        BuiltImage.Write(folder, "amd64.tar", isNested: false, new BuiltImage("arm64", Base("arm64")));
        programs.Add("buildctl", $"{Read}\ncp \"{folder.Root}/$platform.tar\" \"$archive\"");

        (await Should.ThrowAsync<ContainerizeException>(() => PublishAsync("amd64"))).Code.ShouldBe(ErrorCodes.OtherPlatform);

        bench.Registry.Store.Tags(PublishBench.Repository).ShouldBeEmpty();
    }

    /// <summary>Not every registry and engine takes an image without layers.</summary>
    [Fact]
    public async Task Where_there_is_nothing_else_a_layer_with_nothing_in_it_stays()
    {
        Build("amd64", [("WORKDIR /app", BuiltImage.Empty)]);
        programs.Add("buildctl", $"{Read}\ncp \"{folder.Root}/$platform.tar\" \"$archive\"");

        (await PublishAsync("amd64")).Results.ShouldHaveSingleItem().Images[0].Layers.ShouldHaveSingleItem();

        (await PullAsync("amd64")).ShouldBeSound();
    }

    private static (string, SeedLayer)[] Base(string architecture) => [.. FakeBases.Layers(architecture).Select(layer => ("of the base", layer))];

    private static (string, SeedLayer)[] App(string content) => [("COPY /layers/app/ / # buildkit", SeedLayer.Gzip(TestTar.Of(("app/Shop.dll", content))))];

    private void Build(string architecture, params IEnumerable<(string, SeedLayer)[]> layers)
        => BuiltImage.Write(folder, $"{architecture}.tar", isNested: false, new BuiltImage(architecture, [.. layers.SelectMany(part => part)]));

    private Task<PublishOutcome> PublishAsync(params string[] architectures) => bench.PublishBuiltAsync(
        new BuilderRecipe(folder.At("src/Dockerfile"), folder.At("src"), ["app"]),
        BuilderClient.Create("buildctl", null, programs.Host, bench.Log),
        [.. architectures.Select(architecture => bench.Definition() with { Platform = new Platform("linux", architecture) })]);

    private Task<PulledImage> PullAsync(string architecture)
        => PulledImage.ReadAsync(new StoreImageSource(bench.Registry.Store, PublishBench.Repository), "latest", architecture, TestContext.Current.CancellationToken);
}
