using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;
using Containerize.Tests.Engine.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>Layers of which single files can be fetched: who can does, and who knows nothing of it runs the image all the same.</summary>
public sealed partial class LazyPullTests(HelloWeb web)
{
    private static readonly ConcurrentDictionary<string, Task<(string Reference, PublishedImage Image)>> Pushed = new(StringComparer.Ordinal);

    /// <summary>The same files in one layer are a layer that podman has not, of files that it has.</summary>
    [LabTheory]
    [InlineData("zstd:chunked", "enable_partial_images=true")]
    [InlineData("estargz", "enable_partial_images=true", "insecure_allow_unpredictable_image_contents=true")]
    public async Task Podman_fetches_of_a_layer_only_the_files_that_it_has_not(string compression, params string[] options)
    {
        using var folder = TestWorkspace.Create();
        var (first, image) = await PushAsync(compression);
        var (second, single) = await PushAsync(compression, "-p:ContainerizeLayering=single");

        var all = await PullAsync(first);
        all.Count.ShouldBe(image.OwnLayers.Count);
        all.ShouldAllBe(layer => layer.Missing == layer.Size);
        var again = await PullAsync(second);

        single.OwnLayers.Count.ShouldBe(1);
        again.ShouldBe([(0, all.Sum(layer => layer.Size))]);

        async Task<List<(long Missing, long Size)>> PullAsync(string reference)
        {
            string[] store = ["--root", folder.PathOf("storage"), "--runroot", folder.PathOf("run")];
            var result = await LabEngine.Named(LabEngine.Podman5).TryRunAsync(
                [.. store, .. options.SelectMany(option => (string[])["--pull-option", option]), "--log-level=debug", "pull", reference]);
            result.ExitCode.ShouldBe(0, result.Error);
            return [.. Missing().Matches(result.Error).Select(found => (Number(found, "missing"), Number(found, "size")))];
        }
    }

    [LabTheory]
    [InlineData(LabEngine.Docker20, "estargz")]
    [InlineData(LabEngine.Docker28, "estargz")]
    [InlineData(LabEngine.Docker28, "zstd:chunked")]
    public async Task Docker_runs_it_from_a_registry(string engineName, string compression)
    {
        var engine = LabEngine.Named(engineName);
        var (reference, _) = await PushAsync(compression);
        await engine.RunAsync("pull", "--quiet", reference);

        await using var container = await WebContainer.StartAsync(reference, engine);
        using var answer = await container.GetAsync("/", TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
    }

    [LabTheory]
    [InlineData(LabEngine.Docker20, "estargz")]
    [InlineData(LabEngine.Podman5, "zstd:chunked")]
    public async Task Engines_take_it_from_an_archive(string engineName, string compression)
    {
        var engine = LabEngine.Named(engineName);
        var repository = TheLab.NewName("lazy");

        var publication = await web.PublishAsync(
            [.. HelloWeb.Named(repository), $"-p:LocalRegistry={engine.LocalRegistry}", $"-p:ContainerizeCompression={compression}"], engine.Environment);

        publication.Result.ShouldSucceed();
        (await engine.ImageAsync(repository)).ShouldNotBeNull();
    }

    /// <summary>What reads all of a layer finds the tar that the configuration names, in members one after another.</summary>
    [LabFact]
    public async Task Referees_read_eStargz_as_gzip()
    {
        using var folder = TestWorkspace.Create();
        var (reference, image) = await PushAsync("estargz");

        await Command.RunAsync(TheLab.NewProgram("crane"), ["--insecure", "validate", "--remote", reference]);
        await Command.RunAsync("skopeo", ["copy", "--quiet", "--src-tls-verify=false", $"docker://{reference}", "oci:layout:latest"], folder.Root);
        await Command.RunAsync("umoci", ["unpack", "--image", "layout:latest", "bundle"], folder.Root);

        File.Exists(folder.PathOf("bundle/rootfs/app/HelloWeb.dll")).ShouldBeTrue();
        var table = JsonNode.Parse(await File.ReadAllTextAsync(folder.PathOf("bundle/rootfs/stargz.index.json"), TestContext.Current.CancellationToken))!;
        table["entries"]!.AsArray().Select(entry => (string)entry!["name"]!).ShouldContain("app/HelloWeb.dll");
        image.OwnLayers.ShouldNotBeEmpty();
    }

    /// <summary>A machine with an empty cache, as in CI.</summary>
    [LabTheory]
    [InlineData("zstd:chunked", true)]
    [InlineData("estargz", false)]
    public async Task With_an_empty_cache_the_image_is_the_same_and_no_layer_is_sent(string compression, bool isTakenOver)
    {
        using var cache = TestWorkspace.Create();
        var repository = TheLab.NewName("lazy");
        string[] arguments = [.. HelloWeb.To(repository), $"-p:ContainerizeCompression={compression}"];
        var first = (await web.PublishAsync(arguments)).Image;

        var second = (await web.PublishAsync([.. arguments, $"-p:ContainerizeCacheDirectory={cache.PathOf("cache")}"])).Image;

        second.Digest.ShouldBe(first.Digest);
        second.LayerBytesSent.ShouldBe(0);
        second.OwnLayers.ShouldAllBe(layer => layer.Cached == isTakenOver);
    }

    /// <summary>Once for each way.</summary>
    private Task<(string Reference, PublishedImage Image)> PushAsync(string compression, params string[] arguments)
        => Pushed.GetOrAdd(string.Join(' ', [compression, .. arguments]), _ => PushNowAsync(compression, arguments));

    private async Task<(string Reference, PublishedImage Image)> PushNowAsync(string compression, string[] arguments)
    {
        var repository = TheLab.NewName("lazy");
        var publication = await web.PublishAsync([.. HelloWeb.To(repository), $"-p:ContainerizeCompression={compression}", .. arguments]);
        publication.Result.ShouldSucceed();
        return ($"{TheLab.Registry}/{repository}:latest", publication.Image);
    }

    private static long Number(Match found, string name) => long.Parse(found.Groups[name].Value, CultureInfo.InvariantCulture);

    /// <summary>What podman's log says of each layer that it fetches in parts.</summary>
    [GeneratedRegex("Missing (?<missing>[0-9]+) bytes out of (?<size>[0-9]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Missing();
}
