using Containerize.TestKit.Images;
using Containerize.Tests.Engine.Building;
using Containerize.Tests.Engine.Lab;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>What a project wants of the image of an app in another language: a publish and the builders of its Dockerfile make the same of it.</summary>
public sealed class LanguageWishTests
{
    [LabFact]
    public async Task Files_of_node_lie_where_the_project_says_and_are_whose_it_says()
    {
        await NodeImage.MakeAsync();
        using var sample = LanguageSample.Copy("HelloNode", "a wïsh");
        foreach (var file in new[] { "data/one.db", "data/more/two.db", "data/deep/er/three.db", "public/vendor/a b.js", "pages/[id].html", ".certs/root.crt", "config/prod.json", "views/a.hbs", "views/parts/b.hbs", "pages/kept.html" })
        {
            sample.Workspace.Write(file, $"this is {file}\n");
        }

        sample.Workspace.Write("tools/probe.sh", "#!/bin/sh\n");
        Add(sample, "HelloNode.proj", """
              <ItemGroup>
                <ContainerLayer Include="seldom" Files="public/vendor/*;node_modules/express/*" />
                <ContainerLayer Include="assets" Files="pages/*" />
                <ContainerPermission Include="one" Files="data/one.*" Owner="app" Mode="0600" />
                <ContainerPermission Include="data" Files="data/*" Owner="app" Mode="0640" />
                <ContainerPermission Include="pages" Files="pages/[id].html" Mode="0444" />
                <ContainerPermission Include="probe" Files="*.sh" Mode="0755" />
                <ContainerContent Include=".certs/root.crt" TargetPath="/usr/local/share/ca-certificates/" />
                <ContainerContent Include="config/prod.json" TargetPath="settings.json" Mode="0440" Layer="app" />
                <ContainerContent Include="views" TargetPath="public/views/" />
                <ContainerContent Include="tools/probe.sh" TargetPath="/var/lib/shop/probe" Owner="app" />
                <ContainerDirectory Include="/var/cache/shop" />
              </ItemGroup>
            """);

        var (direct, built) = await sample.ShouldBeBuiltAlikeAsync(
            ["packages", "seldom", "assets", "content", "content", "app", "content", "folders"], ImageBuilder.Docker, ImageBuilder.Buildah, ImageBuilder.NewDocker);

        direct.LayerOf("seldom")!.Files.ShouldContain("app/public/vendor/a b.js");
        direct.LayerOf("seldom")!.Files.ShouldContain("app/node_modules/express/package.json");
        ((int)direct.Files["app/data/one.db"].Mode).ShouldBe(0b110_000_000);
        ((int)direct.Files["app/data/more/two.db"].Mode).ShouldBe(0b110_100_000);
        direct.Files["app/data/one.db"].Uid.ShouldBe(1000);
        direct.Files.Keys.ShouldNotContain("app/.certs/root.crt");
        await LanguageSample.ServeAsync(built, 3000, async ask => (await ask("/views/parts/b.hbs")).ShouldContain("this is views/parts/b.hbs"));
    }

    /// <summary>Nothing of a layer is left where it was, or some of each: what no wish means must be there nevertheless.</summary>
    [LabTheory]
    [InlineData("""<ContainerPermission Include="served" Files="public/*" Owner="app" />""", "packages", "content", "app")]
    [InlineData("""<ContainerPermission Include="all" Files="*" Owner="app" /><ContainerDirectory Include="uploads/new" Owner="3000:4000" />""", "content", "content", "content", "folders")]
    [InlineData("""<ContainerLayer Include="odd" Files="*app*;*a*" />""", "packages", "odd", "assets", "app")]
    [InlineData("""<ContainerLayer Include="all" Files="*" />""", "all")]
    public async Task A_wish_for_many_files_leaves_out_none(string item, params string[] classes)
    {
        await NodeImage.MakeAsync();
        using var sample = LanguageSample.Copy("HelloNode");
        Add(sample, "HelloNode.proj", $"<ItemGroup>{item}</ItemGroup>");

        var (_, built) = await sample.ShouldBeBuiltAlikeAsync(classes, ImageBuilder.Docker);

        await LanguageSample.ServeAsync(built, 3000, async ask => (await ask("/hello/you")).ShouldEndWith("Hello, you!"));
    }

    [LabFact]
    public async Task A_program_of_go_finds_files_that_lie_beside_it()
    {
        await GoImages.MakeAsync();
        using var sample = LanguageSample.Copy("HelloGo", "a gö");
        sample.Workspace.Write("templates/index.tmpl", "a template\n");
        sample.Workspace.Write("templates/parts/head.tmpl", "a head\n");
        Add(sample, "HelloGo.proj", """<ItemGroup><ContainerContent Include="templates" TargetPath="templates/" /></ItemGroup>""");

        var (direct, _) = await sample.ShouldBeBuiltAlikeAsync(["assets", "app"], ImageBuilder.Docker, ImageBuilder.Buildah);

        direct.LayerOf("assets")!.Files.ShouldBe(["app/templates/index.tmpl", "app/templates/parts/head.tmpl"], ignoreOrder: true);
    }

    [LabFact]
    public async Task One_layer_has_all_of_it_where_one_is_asked_for()
    {
        await PythonImage.MakeAsync();
        using var sample = LanguageSample.Copy("HelloScript");
        sample.Workspace.Write("words.txt", "one\n");
        sample.Workspace.Write(".secretless", "kept by name\n");
        Add(sample, "HelloScript.proj", """
              <PropertyGroup><ContainerizeLayering>single</ContainerizeLayering></PropertyGroup>
              <ItemGroup>
                <ContainerContent Include=".secretless" TargetPath="settings" />
                <ContainerPermission Include="words" Files="words.*" Mode="0600" />
              </ItemGroup>
            """);

        var (direct, _) = await sample.ShouldBeBuiltAlikeAsync(["app"], ImageBuilder.Docker, ImageBuilder.Buildah);

        direct.Files[$"{direct.WorkingDirectory![1..]}/settings"].Text.ShouldBe("kept by name\n");
        direct.Files.Keys.ShouldNotContain(path => path.EndsWith(".secretless", StringComparison.Ordinal));
    }

    private static void Add(LanguageSample sample, string project, string items)
    {
        var text = sample.Workspace.Read(project).TrimEnd();
        var open = text.EndsWith("/>", StringComparison.Ordinal) ? text[..^"/>".Length] + ">\n" : text[..^"</Project>".Length];
        sample.Workspace.Write(project, $"{open}{items}\n</Project>");
    }
}
