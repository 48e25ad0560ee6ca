using System.Xml.Linq;
using Containerize.TestKit;
using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Containerize.TestKit.Registry.Seeding;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>A project that has no SDK but ours: nothing is compiled, and what it names is the image.</summary>
public sealed class ContentProjectTests : IAsyncLifetime
{
    private const string Server = "nginxinc/nginx-unprivileged";
    private const string Configuration = "etc/nginx/conf.d/default.conf";

    private Publisher publisher = null!;

    public async ValueTask InitializeAsync()
    {
        publisher = await Publisher.StartAsync();
        publisher.Registry.PushBase(Server, "stable-alpine");
    }

    public ValueTask DisposeAsync() => publisher.DisposeAsync();

    [Fact]
    public async Task A_folder_with_an_index_page_is_a_site_on_a_web_server_without_what_it_is_made_with()
    {
        var site = Project("Site.proj")
            .File("index.html", "<h1>hello</h1>").File("css/site.css", "h1 { color: teal }").File("lib/jquery/jquery.js", "$")
            .File(".well-known/security.txt", "Contact: us").File(".env", "PASSWORD=1").File(".git/config", "x").File("node_modules/a/a.js", "a")
            .File("README.md", "how to build").File("package.json", "{}").File("Dockerfile", "FROM scratch").File("bin/old.html", "old");

        var image = await PublishAsync(site, "site");

        image.OwnLayers.Select(layer => layer.Class).ShouldBe(["vendor", "assets"]);
        image.Files.Keys.Where(path => path.StartsWith("usr/share/nginx/html/", StringComparison.Ordinal)).Select(path => path["usr/share/nginx/html/".Length..])
            .ShouldBe([".well-known/security.txt", "css/site.css", "index.html", "lib/jquery/jquery.js"], ignoreOrder: true);
        image.Label("org.opencontainers.image.base.name").ShouldBe($"{publisher.Registry.Host}/{Server}:stable-alpine");
        image.Label("net.dot.runtime.majorminor").ShouldBeNull();
        image.Files[Configuration].Text.ShouldContain("try_files $uri $uri/ =404;");
        image.Files[Configuration].Text.ShouldNotContain("immutable");
    }

    [Fact]
    [Sets("ContainerSiteFolder", "ContainerSiteFallback", "ContainerSiteImmutable")]
    public async Task A_project_says_where_its_site_is_what_answers_for_it_and_what_never_changes()
    {
        var site = Project("Site.proj")
            .Property("ContainerSiteFolder", "dist").Property("ContainerSiteFallback", "app/index.html").Property("ContainerSiteImmutable", "assets;fonts/web")
            .File("dist/app/index.html", "<h1>hello</h1>").File("dist/404.html", "none").File("src/main.ts", "x");

        var image = await PublishAsync(site, "site");

        image.Files.Keys.Count(path => path.StartsWith("usr/share/nginx/html/", StringComparison.Ordinal)).ShouldBe(2);
        var text = image.Files[Configuration].Text;
        text.ShouldContain("try_files $uri $uri/ /app/index.html;");
        text.ShouldContain("location \"/assets/\" {");
        text.ShouldContain("location \"/fonts/web/\" {");
        text.ShouldContain("error_page 404 /404.html;");
    }

    [Theory]
    [InlineData("ContainerSiteFallback", "missing.html", "the site has no 'missing.html'")]
    [InlineData("ContainerSiteFallback", "a\"; return 200", "no path below the site")]
    [InlineData("ContainerSiteFallback", "../index.html", "no path below the site")]
    [InlineData("ContainerSiteImmutable", "assets/*", "no path below the site")]
    [InlineData("ContainerSiteFolder", "nowhere", "nowhere")]
    public async Task What_a_site_cannot_be_served_by_is_told_in_one_line(string property, string value, string told)
    {
        var result = await publisher.PublishAsync(Project("Site.proj").File("index.html", "x").Property(property, value));

        result.Succeeded.ShouldBeFalse();
        result.Errors.ShouldHaveSingleItem().Text.ShouldContain(told);
        result.Errors[0].Code.ShouldBe(property == "ContainerSiteFolder" ? "CTZ5001" : "CTZ1111");
        publisher.Registry.Store.Repositories.ShouldNotContain("site");
    }

    [Fact]
    public async Task What_items_name_is_all_there_is_upon_a_base_of_the_projects_choice()
    {
        var tool = Project("Tool.proj")
            .Property("ContainerBaseImage", "scratch")
            .ItemInclude("ContainerContent", "run.sh", metadata: Metadata("TargetPath", "/usr/bin/run"))
            .ItemInclude("ContainerContent", "models", metadata: Metadata("TargetPath", "models/"))
            .ItemInclude("ContainerAppCommand", "/usr/bin/run")
            .File("run.sh", "#!/bin/sh\n").File("models/a.bin", "a").File("index.htm", "no site");

        var image = await PublishAsync(tool, "tool");

        image.Files.Keys.ShouldBe(["usr/bin/run", "app/models/a.bin"], ignoreOrder: true);
        image.Files["usr/bin/run"].IsExecutable.ShouldBeTrue();
        image.Entrypoint.ShouldBe(["/usr/bin/run"]);
    }

    [Fact]
    public async Task Without_a_site_the_base_has_to_be_named()
    {
        var result = await publisher.PublishAsync(Project("Tool.proj").ItemInclude("ContainerContent", "a.txt").File("a.txt", "a"));

        result.Errors.ShouldHaveSingleItem().Code.ShouldBe("CTZ2004");
        result.Errors[0].Text.ShouldContain("Set ContainerBaseImage");
    }

    [Fact]
    public async Task Published_again_nothing_is_sent_and_what_is_gone_is_gone()
    {
        var site = Project("Site.proj").File("index.html", "x").File("old.html", "x");
        await PublishAsync(site, "site");
        (await publisher.PublishAsync(site)).ShouldSucceed().Text.ShouldContain("unchanged");
        File.Delete(publisher.Workspace.PathOf("old.html"));

        (await PublishAsync(site, "site")).Files.Keys.ShouldNotContain("usr/share/nginx/html/old.html");
    }

    /// <summary>A front end is often built by another tool, which a target calls.</summary>
    [Fact]
    public async Task What_a_target_makes_is_in_the_site_the_first_time()
    {
        var site = Project("Site.proj").Property("ContainerSiteFolder", "dist")
            .Target("Bundle", "BeforeBuild", new XElement("WriteLinesToFile", new XAttribute("File", "dist/index.html"), new XAttribute("Lines", "made")));

        (await PublishAsync(site, "site")).Files["usr/share/nginx/html/index.html"].Text.Trim().ShouldBe("made");
    }

    /// <summary>Bundlers empty their folder, and name files by their content: what the project saw when it was read is gone then.</summary>
    [Fact]
    public async Task What_a_target_has_replaced_is_not_missed_and_not_in_the_site()
    {
        var site = Project("Site.proj").Property("ContainerSiteFolder", "dist").Target(
            "Bundle",
            "BeforeBuild",
            new XElement("RemoveDir", new XAttribute("Directories", "dist")),
            new XElement("WriteLinesToFile", new XAttribute("File", "dist/index.html"), new XAttribute("Lines", "made")),
            new XElement("WriteLinesToFile", new XAttribute("File", "dist/assets/app-$(Edition).js"), new XAttribute("Lines", "$(Edition)")));
        (await publisher.PublishAsync(site, "-p:Edition=1")).ShouldSucceed();

        (await publisher.PublishAsync(site, "-p:Edition=2")).ShouldSucceed().Warnings.ShouldBeEmpty();

        (await publisher.ImageAsync("site")).Files.Keys.Where(path => path.Contains("/assets/", StringComparison.Ordinal)).ShouldBe(["usr/share/nginx/html/assets/app-2.js"]);
    }

    [Fact]
    public async Task A_solution_publishes_it_beside_its_apps()
    {
        var workspace = publisher.Workspace;
        workspace.Console("Api").ByReference().Save();
        ProjectCreator.Create(workspace, "Site/Site.csproj", $"{PackedPackage.Name}/{PackedPackage.Version}").File("index.html", "x").Save();
        workspace.Write("All.slnx", """<Solution><Project Path="Api/Api.csproj" /><Project Path="Site/Site.csproj" /></Solution>""");

        var result = await workspace.Dotnet.RunAsync(["publish", workspace.PathOf("All.slnx"), .. publisher.ImageArguments], TestContext.Current.CancellationToken);

        result.ShouldSucceed().Warnings.ShouldBeEmpty();
        (await publisher.ImageAsync("site")).Files.Keys.ShouldContain("usr/share/nginx/html/index.html");
        (await publisher.ImageAsync("api")).Files.Keys.ShouldContain("app/Api.dll");
    }

    /// <summary>With ours first, nothing tells of the other SDK yet when ours is read.</summary>
    [Theory]
    [InlineData("{0};Microsoft.NET.Sdk")]
    [InlineData("Microsoft.NET.Sdk;{0}")]
    public async Task Beside_another_sdk_it_is_an_app(string sdks)
    {
        var app = ProjectCreator.Create(publisher.Workspace, "App/App.csproj", sdks.Replace("{0}", $"{PackedPackage.Name}/{PackedPackage.Version}", StringComparison.Ordinal))
            .Property("TargetFramework", "net10.0").Property("OutputType", "Exe").File("Program.cs", "System.Console.WriteLine(\"hello\");").File("index.html", "x");

        (await publisher.PublishAsync(app)).ShouldSucceed();

        (await publisher.ImageAsync("app")).Files.Keys.ShouldContain("app/App.dll");
    }

    private ProjectCreator Project(string path) => ProjectCreator.Create(publisher.Workspace, path, $"{PackedPackage.Name}/{PackedPackage.Version}");

    private async Task<PulledImage> PublishAsync(ProjectCreator project, string repository)
    {
        (await publisher.PublishAsync(project)).ShouldSucceed().Warnings.ShouldBeEmpty();
        return await publisher.ImageAsync(repository);
    }

    private static Dictionary<string, string> Metadata(string name, string value) => new(StringComparer.Ordinal) { [name] = value };
}
