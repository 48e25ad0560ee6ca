using System.Text.Json.Nodes;
using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;
using Containerize.Tests.Engine.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>What podman, skopeo, umoci and buildah, which share no code with us, make of an image in a registry.</summary>
public sealed class OtherToolTests(HelloWeb web)
{
    private const string OciManifest = "application/vnd.oci.image.manifest.v1+json";

    [LabFact]
    public async Task Podman_pulls_the_image_and_reads_its_configuration()
    {
        var image = await web.PushedAsync();
        await Command.RunAsync("podman", ["pull", "--quiet", web.Reference]);

        var inspected = JsonNode.Parse(await Command.RunAsync("podman", ["image", "inspect", web.Reference]))![0]!;

        // Of one id podman keeps one "Digest", which is another manifest's where an archive of the same image was loaded before.
        inspected["RepoDigests"]!.AsArray().Select(name => (string)name!).ShouldContain($"{TheLab.Registry}/{web.Repository}@{image.Digest}");
        ((string)inspected["Id"]!).ShouldBe(image.ConfigDigest["sha256:".Length..]);
        ShouldBeOurs(inspected["Config"]!);
    }

    [LabFact]
    public async Task Skopeo_reads_manifest_and_configuration()
    {
        var image = await web.PushedAsync();

        var manifest = JsonNode.Parse(await Command.RunAsync("skopeo", ["inspect", "--tls-verify=false", "--raw", $"docker://{web.Reference}"]))!;
        var config = JsonNode.Parse(await Command.RunAsync("skopeo", ["inspect", "--tls-verify=false", "--config", $"docker://{web.Reference}"]))!;

        ((string)manifest["mediaType"]!).ShouldBe(OciManifest);
        manifest["layers"]!.AsArray().Select(layer => (string)layer!["digest"]!).ShouldBe(image.Layers.Select(layer => layer.Digest));
        ((string)manifest["config"]!["digest"]!).ShouldBe(image.ConfigDigest);
        config["rootfs"]!["diff_ids"]!.AsArray().Select(layer => (string)layer!).ShouldBe(image.Layers.Select(layer => layer.DiffId));
        ShouldBeOurs(config["config"]!);
    }

    [LabFact]
    public async Task Umoci_lists_the_layers_and_unpacks_files_that_root_owns_with_plain_modes()
    {
        var image = await web.PushedAsync();
        using var folder = TestWorkspace.Create();
        await Command.RunAsync("skopeo", ["copy", "--quiet", "--src-tls-verify=false", $"docker://{web.Reference}", "oci:layout:latest"], folder.Root);

        var stat = JsonNode.Parse(await Command.RunAsync("umoci", ["stat", "--json", "--image", "layout:latest"], folder.Root))!;
        await Command.RunAsync("umoci", ["unpack", "--image", "layout:latest", "bundle"], folder.Root);

        var history = stat["history"]!.AsArray().Where(entry => (bool?)entry!["empty_layer"] != true).Select(entry => (string)entry!["created_by"]!).ToList();
        var classes = history[image.BaseLayers.Count..].Select(text => text.Split(':')[0]).ToList();
        classes.ShouldBe(image.OwnLayers.Select(layer => layer.Class));
        classes.Distinct(StringComparer.Ordinal).ShouldBe(HelloWeb.Classes);

        var unpacked = folder.PathOf("bundle/rootfs/app");
        var found = await Command.RunAsync("find", [unpacked, "-printf", @"%y %m %U:%G %P\n"]);
        var lines = found.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Where(line => line[0] == 'd').ShouldAllBe(line => line.StartsWith("d 755 0:0", StringComparison.Ordinal));
        // The one program among the files is the application's own.
        lines.Where(line => line[0] == 'f' && !line.StartsWith("f 644 0:0 ", StringComparison.Ordinal)).ShouldBe(["f 755 0:0 HelloWeb"]);
        lines.Where(line => line[0] is not ('d' or 'f')).ShouldBeEmpty();
        lines.Select(line => line.Split(' ', 4)[3]).ShouldContain("wwwroot/site.css");
        // What packages bring for one platform only is Windows' in this sample, and left out.
        var published = Directory.EnumerateFileSystemEntries(PublishFolder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(PublishFolder, path));
        lines.Length.ShouldBe(1 + published.Count(path => path.Split('/')[0] != "runtimes"));
    }

    [LabFact]
    public async Task Buildah_takes_the_image_for_a_base()
    {
        await web.PushedAsync();
        var container = (await Command.RunAsync("buildah", ["from", "--quiet", $"docker://{web.Reference}"])).Trim();
        try
        {
            var root = (await Command.RunAsync("buildah", ["mount", container])).Trim();
            var inspected = JsonNode.Parse(await Command.RunAsync("buildah", ["inspect", container]))!;

            File.Exists(Path.Join(root, "app", "HelloWeb.dll")).ShouldBeTrue();
            ShouldBeOurs(inspected["OCIv1"]!["config"]!);
        }
        finally
        {
            await Command.RunAsync("buildah", ["rm", container]);
        }
    }

    private string PublishFolder => web.Sample.PathOf("bin/Release/net10.0/publish");

    /// <param name="config">The part that says how containers run, which every tool names alike.</param>
    private static void ShouldBeOurs(JsonNode config)
    {
        ((string?)config["User"]).ShouldBe("1654");
        ((string?)config["WorkingDir"]).ShouldBe("/app");
        config["Entrypoint"]!.AsArray().Select(part => (string)part!).ShouldBe(["dotnet", "/app/HelloWeb.dll"]);
        config["ExposedPorts"]!.AsObject().Select(port => port.Key).ShouldBe(["8080/tcp"]);
        var labels = config["Labels"]!;
        ((string?)labels["org.opencontainers.image.version"]).ShouldBe("1.0.0");
        ((string?)labels["org.opencontainers.image.authors"]).ShouldBe("HelloWeb");
        ((string?)labels["org.opencontainers.image.base.name"]).ShouldBe($"{TheLab.Registry}/dotnet/aspnet:10.0");
    }
}
