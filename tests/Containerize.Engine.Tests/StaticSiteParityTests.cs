using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Building;
using Containerize.Tests.Engine.Lab;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>A site of static files is built by its Dockerfile as a publish makes it. With one builder only: what WebAssembly restores is large.</summary>
public sealed class StaticSiteParityTests
{
    [LabFact]
    public async Task A_site_of_static_files_is_served_without_root_and_routes_its_own_addresses()
    {
        await WebServerImage.MakeAsync();
        using var workspace = TestWorkspace.Create("w").WithPackageInside();
        var project = Shapes.Create("static site", workspace).Save();
        var dockerfile = await GeneratedDockerfile.GenerateAsync(project);

        var direct = await DirectImage.PublishAsync(project);
        var build = await dockerfile.BuildAsync(ImageBuilder.Docker);

        direct.OwnLayers.Select(layer => layer.Class).ShouldBe(["runtime", "assets", "app"]);
        var built = await build.ReadAsync(workspace);
        var layers = built.OwnLayersAbove(direct);
        layers.Select(layer => ImageLikeness.Tree(layer, direct.WorkingDirectory!)).ShouldBe(direct.OwnLayers.Select(layer => ImageLikeness.Tree(layer, direct.WorkingDirectory!)));
        ImageLikeness.Configuration(built).ShouldBe(ImageLikeness.Configuration(direct));
        direct.User.ShouldBe("101");

        // In a network of its own, where 8080 is nobody else's.
        var id = (await Docker.RunAsync("run", "--detach", "--network=none", build.Tag)).Trim();
        try
        {
            (await AskAsync("/")).ShouldContain("200 OK");
            (await AskAsync("/an/address/of/the/app")).ShouldContain("blazor.webassembly");
            (await AskAsync("/_framework/missing.js")).ShouldContain("404");
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
