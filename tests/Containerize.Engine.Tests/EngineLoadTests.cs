using System.Security.Cryptography;
using Containerize.TestKit;
using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;
using Containerize.Tests.Engine.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>Engines get what they lack, and whatever they get runs.</summary>
public sealed class EngineLoadTests(EngineGenerationTests.Greeter app, EngineLoadTests.OwnBase ownBase)
    : IClassFixture<EngineGenerationTests.Greeter>, IClassFixture<EngineLoadTests.OwnBase>
{
    private const long Little = 1_000_000;

    [RanInto("a whole image for an edited line", "a second publish into an engine after an edit of one line", "the layers that the engine has are neither fetched nor given to it")]
    [LabTheory]
    [MemberData(nameof(LabEngine.All), MemberType = typeof(LabEngine))]
    public async Task An_edit_and_a_second_app_bring_no_base_and_run_and_what_was_removed_comes_again(string engineName)
    {
        var engine = LabEngine.Named(engineName);
        var standOn = await ownBase.PushAsync();
        var (shop, orders) = ($"shop{Unique()}", $"orders{Unique()}");

        var first = await PublishAsync(shop, "hello");
        ShouldBringTheBase(first);
        (await engine.RunImageAsync(shop)).ShouldBe("hello");

        foreach (var greeting in (string[])["edited", "edited again"])
        {
            ShouldBeLittle(await PublishAsync(shop, greeting));
            (await engine.RunImageAsync(shop)).ShouldBe(greeting);
        }

        var second = await PublishAsync(orders, "orders");
        ShouldBeLittle(second);
        (await engine.RunImageAsync(orders)).ShouldBe("orders");
        (await engine.RunImageAsync(shop)).ShouldBe("edited again");

        await RemoveAllAsync(engine);
        var again = await PublishAsync(shop, "after all");
        ShouldBringTheBase(again);
        (await engine.RunImageAsync(shop)).ShouldBe("after all");

        async Task<Publication> PublishAsync(string repository, string greeting)
            => ownBase.Remember(await app.PublishAsync(engine, repository, "latest", greeting, $"-p:ContainerBaseImage={standOn}"));
    }

    [RanInto("an image that lacks layers", "a base that is removed from the engine between the question and the load", "the whole image is loaded, and no name led to half of it")]
    [LabTheory]
    [MemberData(nameof(LabEngine.All), MemberType = typeof(LabEngine))]
    public async Task What_is_removed_while_a_publish_runs_is_given_after_all(string engineName)
    {
        var engine = LabEngine.Named(engineName);
        var standOn = await ownBase.PushAsync();
        var shop = $"shop{Unique()}";
        using var between = TestWorkspace.Create();
        var (program, removal) = (between.PathOf("engine"), between.PathOf("remove"));
        await File.WriteAllTextAsync(
            program, $"#!/bin/sh\nif [ \"$1\" = load ] && [ -e '{removal}' ]; then sh '{removal}' >&2; rm '{removal}'; fi\nexec {engine.Program} \"$@\"\n", TestContext.Current.CancellationToken);
        await Command.RunAsync("chmod", ["700", program]);
        await PublishAsync("hello");
        await File.WriteAllTextAsync(
            removal, string.Concat(ownBase.Ids.Select(id => $"{engine.Program} image rm --force {id}\n")), TestContext.Current.CancellationToken);

        var publication = await PublishAsync("edited");

        File.Exists(removal).ShouldBeFalse();
        ShouldBringTheBase(publication);
        (await engine.RunImageAsync(shop)).ShouldBe("edited");

        async Task<Publication> PublishAsync(string greeting) => ownBase.Remember(await app.PublishAsync(
            engine.Environment, shop, "latest", greeting, $"-p:LocalRegistry={program}", $"-p:ContainerBaseImage={standOn}"));
    }

    private static void ShouldBringTheBase(Publication publication)
    {
        publication.Image.BytesLoaded.ShouldBeGreaterThan(OwnBase.Size, publication.Result.Text);
        publication.Image.BaseLayers[^1].Outcome.ShouldBe("written", publication.Result.Text);
    }

    private static void ShouldBeLittle(Publication publication)
    {
        publication.Image.BytesLoaded.ShouldBeInRange(1, Little, publication.Result.Text);
        publication.Image.BaseLayers.ShouldAllBe(layer => layer.Outcome == "present", publication.Result.Text);
        publication.Image.OwnLayers[^1].Outcome.ShouldBe("written", publication.Result.Text);
    }

    private static string Unique() => Guid.NewGuid().ToString("N")[..12];

    private async Task RemoveAllAsync(LabEngine engine)
    {
        foreach (var id in ownBase.Ids)
        {
            await engine.TryRunAsync("image", "rm", "--force", id);
        }
    }

    /// <summary>A base that no other test has, so that it can be removed from an engine while those run. Each test of the class pushes its own.</summary>
    public sealed class OwnBase : IDisposable
    {
        /// <summary>Bytes of noise in it.</summary>
        public const int Size = 3_000_000;

        private readonly TestWorkspace workspace = TestWorkspace.Create().WithPackage();
        private readonly Sample sample;
        private readonly HashSet<string> ids = new(StringComparer.Ordinal);

        public OwnBase()
        {
            workspace.Console("Base")
                .Sdk(PackedPackage.Name, PackedPackage.Version)
                .ItemInclude("Content", "noise.bin", metadata: new Dictionary<string, string>(StringComparer.Ordinal) { ["CopyToPublishDirectory"] = "Always" })
                .Save();
            sample = Sample.In(workspace, "Base");
        }

        /// <summary>What engines may call the images upon it.</summary>
        internal IReadOnlyCollection<string> Ids => ids;

        internal Publication Remember(Publication publication)
        {
            ids.UnionWith([publication.Image.ConfigDigest, publication.Image.Digest]);
            return publication;
        }

        /// <returns>Its name.</returns>
        internal async Task<string> PushAsync()
        {
            ids.Clear();
            var repository = TheLab.NewName("own-base");
            await File.WriteAllBytesAsync(sample.PathOf("noise.bin"), RandomNumberGenerator.GetBytes(Size), TestContext.Current.CancellationToken);
            (await sample.PublishAsync(HelloWeb.To(repository), rebuild: true)).Result.ShouldSucceed();
            return $"{TheLab.Registry}/{repository}:latest";
        }

        public void Dispose() => workspace.Dispose();
    }
}
