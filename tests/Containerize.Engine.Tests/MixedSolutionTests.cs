using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Building;
using Containerize.Tests.Engine.Lab;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>A solution of an API in .NET, a front end in Node.js that asks it, and a site of static files: one publish, one compose file.</summary>
public sealed class MixedSolutionTests
{
    private const string Front = """
        const http = require('http');
        http.createServer(async (request, response) => {
          try {
            const answer = await fetch(process.env.API + '/');
            response.end('the API says: ' + await answer.text());
          } catch (notYet) {
            response.writeHead(502).end(String(notYet));
          }
        }).listen(3000);
        """;

    [LabFact]
    public async Task Its_images_are_published_at_once_and_find_each_other()
    {
        await Task.WhenAll(WebServerImage.MakeAsync(), NodeImage.MakeAsync());
        var engine = LabEngine.Named(LabEngine.Docker28);
        using var workspace = TestWorkspace.Create("store").WithPackageInside();
        Write(workspace);
        var prefix = TheLab.NewName("mixed");
        string[] where = [$"-p:ContainerRepositoryPrefix={prefix}", $"-p:ContainerizeBaseRegistry={TheLab.Registry}"];
        foreach (var (name, value) in engine.Environment)
        {
            workspace.Dotnet.Environment[name] = value;
        }

        var published = await workspace.Dotnet.RunAsync(["publish", "Store.slnx", "-p:ContainerImage=true", .. where], TestContext.Current.CancellationToken);
        var composed = await workspace.Dotnet.RunAsync(["build", "Store.slnx", "-t:ContainerizeCompose", .. where], TestContext.Current.CancellationToken);

        published.ShouldSucceed().Warnings.ShouldBeEmpty();
        composed.ShouldSucceed().Warnings.ShouldBeEmpty();
        // What a project cannot know is written between its marks.
        workspace.Write("compose.override.yaml", "services:\n  front:\n    environment:\n      API: http://api:8080\n");
        try
        {
            await ComposeAsync("up", "--detach", "--no-build");
            (await AskAsync("front", "http://localhost:3000/")).ShouldBe("the API says: hello");
            (await AskAsync("front", "http://site:8080/")).ShouldBe("<h1>the site</h1>");
        }
        finally
        {
            await ComposeAsync("down", "--volumes", "--timeout", "1");
        }

        Task<string> ComposeAsync(params string[] arguments)
            => Command.RunAsync(engine.Program, ["--host", engine.DockerHost, "compose", .. arguments], workspace.Root);

        Task<string> AskAsync(string from, string address) => Patience.UntilAsync($"{address} to answer", async () =>
        {
            var ask = $"fetch('{address}').then(a => a.ok ? a.text() : Promise.reject(a.status)).then(t => process.stdout.write(t))";
            var answer = await Command.TryRunAsync(
                engine.Program,
                ["--host", engine.DockerHost, "compose", "exec", "-T", from, "node", "-e", ask],
                workspace.Root);
            return answer.ExitCode == 0 ? answer.Output.Trim() : null;
        });
    }

    private static void Write(TestWorkspace workspace)
    {
        workspace.Web("Api").Sdk(PackedPackage.Name, PackedPackage.Version).Save();
        Container(workspace, "Front/Front.csproj")
            .File("package.json", """{ "name": "front", "version": "1.0.0", "scripts": { "start": "node server.js" } }""")
            .File("package-lock.json", """{ "name": "front", "version": "1.0.0", "lockfileVersion": 3, "packages": { "": { "name": "front", "version": "1.0.0" } } }""")
            .File("server.js", Front)
            .ItemInclude("ContainerPort", "3000").Save();
        Container(workspace, "Site/Site.csproj").File("index.html", "<h1>the site</h1>").Save();
        workspace.Write("Store.slnx", """<Solution><Project Path="Api/Api.csproj" /><Project Path="Front/Front.csproj" /><Project Path="Site/Site.csproj" /></Solution>""");
    }

    private static ProjectCreator Container(TestWorkspace workspace, string path) => ProjectCreator.Create(workspace, path, $"{PackedPackage.Name}/{PackedPackage.Version}");
}
