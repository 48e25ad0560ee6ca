using Containerize.Describing;
using Containerize.Diagnostics;
using Containerize.TestKit;
using Containerize.TestKit.Registry.Faults;
using Containerize.Tests.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.BaseImages;

/// <summary>A base image whose registry gives no answer: on a train, behind a broken proxy, on the registry's bad day.</summary>
public sealed class AbsentRegistryTests
{
    [RanInto("a base whose registry does not answer", "offline, everything in the cache, the image for the local engine: refused", "built upon the cached base, with a warning that names its digest and the day it was seen")]
    [Theory]
    [InlineData("gone")]
    [InlineData("503")]
    [InlineData("429")]
    [InlineData("silent")]
    [InlineData("broken")]
    public async Task An_image_that_stays_here_is_built_upon_the_base_in_the_cache(string trouble)
    {
        await using var bench = await PublishBench.StartAsync();
        var before = await bench.PublishAsync(InArchive);
        await BreakAsync(bench, trouble);
        bench.Write("Shop.dll", "the app, edited");

        var after = await bench.PublishAsync(InArchive);

        after.Images[0].Layers.Count.ShouldBe(before.Images[0].Layers.Count);
        var warning = bench.Log.Lines.Where(line => line.StartsWith("CTZ2005", StringComparison.Ordinal)).ShouldHaveSingleItem();
        warning.ShouldContain("dotnet/aspnet:10.0");
        warning.ShouldContain(bench.Registry.Store.Manifest("dotnet/aspnet", "10.0")!.Digest);
        warning.ShouldContain($"{DateTime.UtcNow:yyyy-MM-dd}");
    }

    [Fact]
    public async Task A_registry_that_answers_is_believed_and_nothing_is_said()
    {
        await using var bench = await PublishBench.StartAsync();
        await bench.PublishAsync(InArchive);

        await bench.PublishAsync(InArchive);

        bench.Log.Lines.ShouldAllBe(line => !line.Contains("CTZ2005", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(401, "CTZ3004")]
    [InlineData(403, "CTZ3005")]
    [InlineData(404, "CTZ2001")]
    public async Task A_registry_that_refuses_has_answered(int status, string code)
    {
        await using var bench = await PublishBench.StartAsync();
        await bench.PublishAsync(InArchive);
        bench.Registry.Faults.On("*", "/v2/dotnet/*").Respond(status);

        (await Should.ThrowAsync<ContainerizeException>(() => bench.PublishAsync(InArchive))).Code.Id.ShouldBe(code);
    }

    [Fact]
    public async Task An_image_for_a_registry_is_not_built_upon_it_and_the_error_says_what_would_help()
    {
        await using var bench = await PublishBench.StartAsync();
        await bench.PublishAsync(InArchive);
        bench.Registry.Faults.On("*", "/v2/dotnet/*").Respond(503);

        var error = await Should.ThrowAsync<ContainerizeException>(() => bench.PublishAsync());

        error.Message.ShouldContain("only where ContainerBaseImage names that digest");
        error.Message.ShouldContain(bench.Registry.Store.Manifest("dotnet/aspnet", "10.0")!.Digest);
        error.Message.ShouldContain("ContainerizeRegistryMirror");
        error.Message.ShouldContain("HTTPS_PROXY");
    }

    [Fact]
    public async Task A_base_whose_layers_were_never_needed_here_is_not_enough_and_the_error_says_so()
    {
        await using var bench = await PublishBench.StartAsync();
        await bench.PublishAsync();
        await BreakAsync(bench, "gone");

        var error = await Should.ThrowAsync<ContainerizeException>(() => bench.PublishAsync(InArchive));

        error.Code.ShouldBe(ErrorCodes.RegistryUnreachable);
        error.Message.ShouldContain("In the cache it is without");
    }

    [Fact]
    public async Task A_base_that_was_never_seen_is_an_error_that_says_so()
    {
        await using var bench = await PublishBench.StartAsync();
        await BreakAsync(bench, "gone");

        var error = await Should.ThrowAsync<ContainerizeException>(() => bench.PublishAsync(InArchive));

        error.Code.ShouldBe(ErrorCodes.RegistryUnreachable);
        error.Message.ShouldContain("Nothing of this base image is in the cache");
        error.Message.ShouldNotContain('\n');
    }

    [Fact]
    public async Task A_base_by_its_digest_asks_nobody()
    {
        await using var bench = await PublishBench.StartAsync();
        var digest = (await bench.PublishAsync(InArchive)).Images[0].Base.ShouldNotBeNull().Digest;
        await BreakAsync(bench, "gone");

        await bench.PublishAsync(definition => InArchive(definition) with { BaseImage = definition.BaseImage!.Reference with { Tag = null, Digest = digest } });

        bench.Log.Lines.ShouldAllBe(line => !line.Contains("CTZ2005", StringComparison.Ordinal));
    }

    private static ImageDefinition InArchive(ImageDefinition definition)
        => definition.ToArchive(Path.Join(definition.IntermediateDirectory, "image.tar"));

    private static async Task BreakAsync(PublishBench bench, string trouble)
    {
        switch (trouble)
        {
            case "gone":
                await bench.Registry.DisposeAsync();
                break;
            case "silent":
                bench.StallLimit = TimeSpan.FromMilliseconds(400);
                bench.Registry.Faults.On("*", "*").Hang();
                break;
            case "broken":
                bench.Registry.Faults.On("*", "*").Reset();
                break;
            default:
                bench.Registry.Faults.On("*", "*").Respond(int.Parse(trouble, System.Globalization.CultureInfo.InvariantCulture));
                break;
        }
    }
}
