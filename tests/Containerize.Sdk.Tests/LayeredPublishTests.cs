using System.Text.Json.Nodes;
using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Containerize.TestKit.Registry.Seeding;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>What an ordinary publish makes of an ordinary program.</summary>
public sealed class LayeredPublishTests(LayeredPublish publish) : IClassFixture<LayeredPublish>
{
    private PulledImage Image => publish.First.Image;

    [Fact]
    public void Files_are_layered_by_where_they_came_from_the_most_stable_lowest()
    {
        Image.OwnLayers.Select(l => l.Class).ShouldBe(["host", "packages", "prerelease", "projects", "assets", "app"]);
        Image.LayerOf("host")!.Files.ShouldBe(["app/App"]);
        Image.LayerOf("packages")!.Files.ShouldBe([$"app/{TestPackages.StableFile}"]);
        Image.LayerOf("prerelease")!.Files.ShouldContain($"app/{TestPackages.PrereleaseFile}");
        Image.LayerOf("prerelease")!.Files.ShouldContain("app/de/System.CommandLine.resources.dll");
        Image.LayerOf("prerelease")!.Files.ShouldAllBe(path => path.Contains("System.CommandLine", StringComparison.Ordinal));
        Image.LayerOf("projects")!.Files.ShouldBe(["app/Shared.dll", "app/Shared.pdb"]);
        Image.LayerOf("assets")!.Files.ShouldBe(["app/notes.txt"]);
        Image.LayerOf("app")!.Files.ShouldBe(["app/App.deps.json", "app/App.dll", "app/App.pdb", "app/App.runtimeconfig.json"]);
    }

    [Fact]
    public void The_image_holds_what_was_published_and_nothing_else()
    {
        var published = publish.Publisher.Workspace.FilesBelow("App/bin/Release/net10.0/publish");

        Image.OwnLayers.SelectMany(l => l.Files).Order(StringComparer.Ordinal).ShouldBe(published.Select(f => "app/" + f));
    }

    [Fact]
    public void Only_what_can_be_run_is_executable()
    {
        Image.OwnLayers.SelectMany(l => l.Items).Where(i => !i.IsDirectory && i.IsExecutable).Select(i => i.Path).ShouldBe(["app/App"]);
    }

    [Fact]
    public async Task The_program_in_the_image_runs()
    {
        (await publish.Edited.Image.RunAsync(publish.Publisher.Workspace)).ShouldBe("hello!");
    }

    [Fact]
    public void It_starts_with_dotnet_in_its_folder_as_the_unprivileged_user_of_the_base()
    {
        Image.Entrypoint.ShouldBe(["dotnet", "/app/App.dll"]);
        Image.Command.ShouldBeEmpty();
        Image.WorkingDirectory.ShouldBe("/app");
        Image.User.ShouldBe("1654");
    }

    [Fact]
    public async Task Everything_of_the_base_that_we_do_not_own_is_kept()
    {
        var standsOn = await publish.Publisher.Registry.PullAsync("dotnet/runtime", "10.0");

        foreach (var field in new[] { "author", "architecture", "os", FakeBases.UnknownField })
        {
            Image.Config[field]?.ToJsonString().ShouldBe(standsOn.Config[field]!.ToJsonString());
        }

        foreach (var field in new[] { "Healthcheck", "Shell", "x-unknown-run", "Env" })
        {
            Image.Run[field]?.ToJsonString().ShouldBe(standsOn.Run[field]!.ToJsonString());
        }

        Image.Label("base.label").ShouldBe("kept");
        var history = Image.Config["history"]!.AsArray();
        standsOn.Config["history"]!.AsArray().Select(h => h!.ToJsonString()).ShouldBe(history.Take(3).Select(h => h!.ToJsonString()));
        Image.Layers.Take(2).Select(l => l.Digest).ShouldBe(standsOn.Layers.Select(l => l.Digest));
    }

    [Fact]
    public void Layers_of_the_base_are_mounted_and_never_sent()
    {
        var mounted = Image.Layers.Take(2).Select(l => $"mount={l.Digest}");

        foreach (var mount in mounted)
        {
            publish.First.Uploads.Count(r => Uri.UnescapeDataString(r.PathAndQuery).Contains(mount, StringComparison.Ordinal) && r.Status == 201).ShouldBe(1);
        }

        publish.First.Requests.ShouldNotContain(r => r.Method == "GET" && r.Path.Contains("/blobs/", StringComparison.Ordinal) && Image.Layers.Take(2).Any(l => r.Path.EndsWith(l.Digest, StringComparison.Ordinal)));
    }

    [Fact]
    public void Labels_tell_what_the_project_and_its_base_are()
    {
        Image.Label("org.opencontainers.image.description").ShouldBe("A program to test with");
        Image.Label("org.opencontainers.image.version").ShouldBe("1.0.0");
        Image.Label("org.opencontainers.image.base.name").ShouldBe($"{publish.Publisher.Registry.Host}/dotnet/runtime:10.0");
        var index = publish.Publisher.Registry.Store.Manifest("dotnet/runtime", "10.0")!;
        var platform = (string?)JsonNode.Parse(index.Content)!["manifests"]![0]!["digest"];
        new[] { index.Digest, platform }.ShouldContain(Image.Label("org.opencontainers.image.base.digest"));
    }

    [Fact]
    public void The_log_says_where_the_image_is()
    {
        publish.First.Result.Lines.ShouldContain(line => line.Trim().StartsWith($"App -> {publish.Publisher.Registry.Host}/app:latest@{Image.Digest}", StringComparison.Ordinal));
        publish.First.Result.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void The_result_file_says_what_is_in_the_registry()
    {
        var file = publish.Publisher.Workspace.FilesBelow("App/obj").Single(f => f.EndsWith(Path.Join("containerize", "image.json"), StringComparison.Ordinal));
        var result = JsonNode.Parse(publish.Publisher.Workspace.Read(Path.Join("App/obj", file)))!;

        var image = publish.Edited.Image;
        ((int?)result["schemaVersion"]).ShouldBe(1);
        ((string?)result["digest"]).ShouldBe(image.Digest);
        ((string?)result["configDigest"]).ShouldBe((string?)image.Manifest["config"]!["digest"]);
        ((string?)result["platform"]).ShouldBe("linux/amd64");
        result["references"]!.AsArray().Select(r => (string?)r).ShouldBe([$"{publish.Publisher.Registry.Host}/app:latest"]);
        result["layers"]!.AsArray().Select(l => ((string?)l!["class"], (string?)l["digest"])).ShouldBe(image.Layers.Select(l => ((string?)l.Class, (string?)l.Digest)));
        result["layers"]!.AsArray().Where(l => (string?)l!["outcome"] == "uploaded").Select(l => (string?)l!["class"]).ShouldBe(["app"]);
    }

    [Fact]
    public void An_unchanged_publish_sends_not_a_byte_of_a_blob_and_makes_the_same_image()
    {
        publish.Unchanged.Image.Digest.ShouldBe(Image.Digest);
        publish.Unchanged.Uploads.ShouldBeEmpty();
        publish.Unchanged.Requests.ShouldAllBe(r => r.Method == "GET" || r.Method == "HEAD");
    }

    [Fact]
    public void An_edited_line_sends_the_app_layer_and_the_configuration_and_nothing_else()
    {
        var edited = publish.Edited.Image;

        edited.Layers.SkipLast(1).Select(l => l.Digest).ShouldBe(Image.Layers.SkipLast(1).Select(l => l.Digest));
        edited.Layers[^1].Digest.ShouldNotBe(Image.Layers[^1].Digest);
        publish.Edited.Uploads.Sum(r => r.BodyBytes).ShouldBe(edited.Layers[^1].Blob.Length + edited.ConfigBytes.Length);
    }

    [Fact]
    public void Nothing_of_ours_reaches_the_program_that_is_published()
    {
        var assets = JsonNode.Parse(publish.Publisher.Workspace.Read("App/obj/project.assets.json"))!;
        var libraries = assets["targets"]!.AsObject().SelectMany(target => target.Value!.AsObject()).ToList();

        var ours = libraries.Where(l => l.Key.StartsWith("Containerize", StringComparison.Ordinal)).ShouldHaveSingleItem();
        ours.Value!["dependencies"].ShouldBeNull();
        ours.Value["runtime"].ShouldBeNull();
        ours.Value["compile"].ShouldBeNull();
        libraries.Select(l => l.Key.Split('/')[0]).ShouldBe(["Containerize.Sdk", "Newtonsoft.Json", "System.CommandLine", "Shared"], ignoreOrder: true);
        Image.Files["app/App.deps.json"].Text.ShouldNotContain("Containerize", Case.Insensitive);
        Image.Files.Keys.ShouldNotContain(path => path.Contains("Containerize", StringComparison.OrdinalIgnoreCase));
    }
}
