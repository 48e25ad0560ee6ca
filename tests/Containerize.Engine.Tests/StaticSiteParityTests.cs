using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Building;
using Containerize.Tests.Engine.Lab;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>A site of static files is built by its Dockerfile as a publish makes it. Blazor's by one builder only: what WebAssembly restores is large.</summary>
public sealed class StaticSiteParityTests
{
    [LabFact]
    public async Task A_site_of_static_files_is_served_without_root_and_routes_its_own_addresses()
    {
        await WebServerImage.MakeAsync();
        using var workspace = TestWorkspace.Create("w").WithPackageInside();
        var project = Shapes.Create("static site", workspace).Save();

        await ShouldBeBuiltAlikeAsync(project, ["runtime", "assets", "app"], [ImageBuilder.Docker], async ask =>
        {
            (await ask("/")).ShouldContain("200 OK");
            (await ask("/an/address/of/the/app")).ShouldContain("blazor.webassembly");
            (await ask("/_framework/missing.js")).ShouldContain("404");
        });
    }

    [LabFact]
    public async Task The_site_of_a_container_project_is_served_as_its_project_says()
    {
        await WebServerImage.MakeAsync();
        using var workspace = TestWorkspace.Create("w").WithPackageInside();
        var project = ProjectCreator.Create(workspace, "site/Site.proj", $"{PackedPackage.Name}/{PackedPackage.Version}")
            .Property("ContainerSiteImmutable", "assets")
            .File("index.html", "<h1>hello</h1>").File("404.html", "<h1>nothing here</h1>").File("assets/site.css", "h1 { color: teal }").File("lib/jquery.js", "$").Save();

        await ShouldBeBuiltAlikeAsync(project, ["vendor", "assets"], [ImageBuilder.Docker, ImageBuilder.Buildah, ImageBuilder.NewDocker], async ask =>
        {
            (await ask("/")).ShouldContain("<h1>hello</h1>");
            (await ask("/missing")).ShouldContain("404 Not Found");
            (await ask("/missing")).ShouldContain("<h1>nothing here</h1>");
            (await ask("/assets/site.css")).ShouldContain("immutable");
            (await ask("/lib/jquery.js")).ShouldContain("no-cache");
            // The port that a browser sees is not the container's.
            (await ask("/assets")).ShouldContain("Location: /assets/");
        });
    }

    /// <param name="act">Gets what asks the server for a path, and gives the whole answer.</param>
    private static async Task ShouldBeBuiltAlikeAsync(ProjectCreator project, string[] classes, ImageBuilder[] builders, Func<Func<string, Task<string>>, Task> act)
    {
        var dockerfile = await GeneratedDockerfile.GenerateAsync(project);
        var direct = await DirectImage.PublishAsync(project);
        direct.OwnLayers.Select(layer => layer.Class).ShouldBe(classes);
        direct.User.ShouldBe("101");
        foreach (var builder in builders)
        {
            var build = await dockerfile.BuildAsync(builder);
            build.Text.ShouldNotContain("CTZ6004");
            var built = await build.ReadAsync(project.Workspace);
            var layers = built.OwnLayersAbove(direct);
            layers.Select(layer => ImageLikeness.Tree(layer, direct.WorkingDirectory!))
                .ShouldBe(direct.OwnLayers.Select(layer => ImageLikeness.Tree(layer, direct.WorkingDirectory!)), builder.ToString());
            ImageLikeness.Configuration(built).ShouldBe(ImageLikeness.Configuration(direct), builder.ToString());
            if (builder == ImageBuilder.Docker)
            {
                await ServeAsync(build.Tag, act);
            }
        }
    }

    private static async Task ServeAsync(string image, Func<Func<string, Task<string>>, Task> act)
    {
        // In a network of its own, where 8080 is nobody else's.
        var id = (await Docker.RunAsync("run", "--detach", "--network=none", image)).Trim();
        try
        {
            await act(AskAsync);
        }
        finally
        {
            await Docker.RunAsync("rm", "--force", id);
        }

        Task<string> AskAsync(string path) => Patience.UntilAsync("the server to answer", async () =>
        {
            var answer = await Command.TryRunAsync(
                TheLab.Docker,
                ["--host", TheLab.DockerHost, "exec", id, "bash", "-c", $"exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET {path} HTTP/1.0\\r\\n\\r\\n' >&3 && cat <&3"]);
            return answer.ExitCode == 0 ? answer.Output : null;
        });
    }
}
