using System.Text.Json.Nodes;
using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;
using Containerize.Tests.Engine.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>Who can read the image layout that ContainerLayoutOutputPath asks for.</summary>
public sealed class LayoutTests(HelloWeb web)
{
    [LabFact]
    public async Task Every_tool_reads_the_layout_and_it_is_the_image_that_a_registry_gets()
    {
        var pushed = await web.PushedAsync();
        using var folder = TestWorkspace.Create();
        var layout = folder.PathOf("layout");

        var publication = await web.PublishAsync([.. HelloWeb.Named("acme/hello"), $"-p:ContainerLayoutOutputPath={layout}"]);

        publication.Image.Digest.ShouldBe(pushed.Digest);
        publication.Result.Text.ShouldContain($"oci:{layout}:latest");
        var inspected = JsonNode.Parse(await Command.RunAsync("skopeo", ["inspect", $"oci:{layout}:latest"]))!;
        ((string)inspected["Digest"]!).ShouldBe(pushed.Digest);
        (await Command.RunAsync("podman", ["pull", "--quiet", $"oci:{layout}:latest"])).Trim().ShouldBe(pushed.ConfigDigest["sha256:".Length..]);
        (await Command.RunAsync("buildah", ["pull", "--quiet", $"oci:{layout}:latest"])).Trim().ShouldBe(pushed.ConfigDigest["sha256:".Length..]);
        await Command.RunAsync("umoci", ["unpack", "--image", $"{layout}:latest", folder.PathOf("bundle")]);
        File.Exists(folder.PathOf("bundle/rootfs/app/HelloWeb.dll")).ShouldBeTrue();
    }

    [LabFact]
    public async Task A_second_publish_writes_nothing_and_another_tag_or_tool_takes_nothing_away()
    {
        using var folder = TestWorkspace.Create();
        var layout = folder.PathOf("images with a space");
        string[] into = [.. HelloWeb.Named("acme/hello"), $"-p:ContainerLayoutOutputPath={layout}"];
        var first = await web.PublishAsync(into);
        var before = Times(layout);

        var second = await web.PublishAsync(into);
        second.Result.Text.ShouldContain("unchanged; image layout with");
        Times(layout).ShouldBe(before);

        await Command.RunAsync("skopeo", ["copy", "--quiet", $"oci:{layout}:latest", $"oci:{layout}:copied"]);
        await web.PublishAsync([.. into, "-p:ContainerImageTag=1.2.0"]);
        foreach (var tag in (string[])["latest", "copied", "1.2.0"])
        {
            var inspected = JsonNode.Parse(await Command.RunAsync("skopeo", ["inspect", $"oci:{layout}:{tag}"]))!;
            ((string)inspected["Digest"]!).ShouldBe(first.Image.Digest, tag);
        }
    }

    private static Dictionary<string, DateTime> Times(string folder)
        => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(file => file, File.GetLastWriteTimeUtc, StringComparer.Ordinal);
}
