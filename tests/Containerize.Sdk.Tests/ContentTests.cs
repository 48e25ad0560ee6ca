using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Containerize.TestKit;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>What a project puts into its image beside its publish output, whose it is, and what it leaves out.</summary>
public sealed class ContentTests : PublisherTests
{
    [Fact]
    [Sets("ContainerContent")]
    public async Task Files_and_folders_go_to_any_path()
    {
        var app = App()
            .File("ours/root.crt", "authority")
            .File("data/a.txt", "a").File("data/deep/b.txt", "b").File("data/deep/c.md", "c")
            .File("tools/run.sh", "#!/bin/sh\n")
            .ItemInclude("ContainerContent", "ours/*.crt", metadata: Metadata(("TargetPath", "/usr/local/share/ca-certificates/")))
            .ItemInclude("ContainerContent", "data", metadata: Metadata(("TargetPath", "/srv/data"), ("ExcludeFiles", "*.md")))
            .ItemInclude("ContainerContent", "data/**/*.txt", metadata: Metadata(("TargetPath", "texts/")))
            .ItemInclude("ContainerContent", "ours/root.crt", metadata: Metadata(("TargetPath", "/etc/shop/trust.pem"), ("Mode", "0440")))
            .ItemInclude("ContainerContent", "tools/run.sh");

        var image = await PublishAsync(app);

        image.Files["usr/local/share/ca-certificates/root.crt"].Text.ShouldBe("authority");
        image.Files.Keys.Where(path => path.StartsWith("srv/", StringComparison.Ordinal)).ShouldBe(["srv/data/a.txt", "srv/data/deep/b.txt"], ignoreOrder: true);
        image.Files["app/texts/deep/b.txt"].Text.ShouldBe("b");
        ((int)image.Files["etc/shop/trust.pem"].Mode).ShouldBe(Convert.ToInt32("440", 8));
        image.Files["app/run.sh"].IsExecutable.ShouldBeTrue();
        image.ClassOf("app/texts/a.txt").ShouldBe("assets");
        image.Files.Values.ShouldAllBe(file => file.Uid == 0 && file.Gid == 0);
    }

    [Fact]
    [Sets("ContainerDirectory", "ContainerPermission")]
    public async Task Owners_and_modes_are_those_that_are_asked_for()
    {
        var app = App()
            .File("seed/one.db", "1")
            .File("wwwlike/page.txt", "x")
            .ItemInclude("Content", "wwwlike/page.txt", metadata: Metadata(("CopyToPublishDirectory", "PreserveNewest")))
            .ItemInclude("ContainerContent", "seed/one.db", metadata: Metadata(("TargetPath", "/var/lib/shop/"), ("Owner", "app")))
            .ItemInclude("ContainerDirectory", "/var/cache/shop")
            .ItemInclude("ContainerDirectory", "uploads", metadata: Metadata(("Mode", "0700"), ("Owner", "3000:4000")))
            .ItemInclude("ContainerPermission", "pages", metadata: Metadata(("Files", "wwwlike/*"), ("Owner", "app"), ("Mode", "0640")));

        var image = await PublishAsync(app);

        var seed = image.Files["var/lib/shop/one.db"];
        (seed.Uid, seed.Gid).ShouldBe((1654, 1654));
        var folders = Folders(image);
        folders["var/cache/shop"].ShouldBe([(1654, 1654, "755")]);
        folders["app/uploads"].ShouldBe([(3000, 4000, "700")]);
        Right(image.Files["app/wwwlike/page.txt"]).ShouldBe((1654, 1654, "640"));
        folders["app"].ShouldAllBe(right => right.User == 0);
    }

    /// <summary>Where the app writes it also makes folders.</summary>
    [Fact]
    public async Task A_folder_that_holds_folders_alone_is_whose_they_are()
    {
        var app = App()
            .File("uploads/2026/01/a.txt", "a")
            .ItemInclude("Content", "uploads/2026/01/a.txt", metadata: Metadata(("CopyToPublishDirectory", "PreserveNewest")))
            .ItemInclude("ContainerPermission", "uploads", metadata: Metadata(("Files", "uploads/*"), ("Owner", "app")))
            .File("seed/x/y/one.db", "1")
            .ItemInclude("ContainerContent", "seed", metadata: Metadata(("TargetPath", "seed"), ("Owner", "3000:4000")));

        var image = await PublishAsync(app);

        var folders = Folders(image);
        new[] { "app/uploads", "app/uploads/2026", "app/uploads/2026/01" }.SelectMany(folder => folders[folder]).ShouldBe(Enumerable.Repeat((1654, 1654, "755"), 3));
        new[] { "app/seed", "app/seed/x", "app/seed/x/y" }.SelectMany(folder => folders[folder]).ShouldBe(Enumerable.Repeat((3000, 4000, "755"), 3));
        folders["app"].ShouldAllBe(right => right.User == 0);
    }

    [Fact]
    public async Task An_app_that_everything_belongs_to_can_make_files_beside_its_own()
    {
        var app = App()
            .ItemInclude("ContainerPermission", "all", metadata: Metadata(("Files", "*"), ("Owner", "app")))
            .ItemInclude("ContainerDirectory", "uploads/new", metadata: Metadata(("Owner", "3000:4000")));

        var image = await PublishAsync(app);

        Folders(image)["app"].Distinct().ShouldBe([(1654, 1654, "755")]);
        Folders(image)["app/uploads"].ShouldBe([(3000, 4000, "755")]);
        image.Files.Where(file => file.Key.StartsWith("app/", StringComparison.Ordinal)).ShouldAllBe(file => file.Value.Uid == 1654);
    }

    /// <summary>As with a builder, which leaves a folder that it copies to as it is.</summary>
    [Fact]
    public async Task A_folder_that_a_lower_layer_has_stays_whose_it_is()
    {
        var app = App()
            .File("texts/one.txt", "1").File("texts/two.txt", "2").File("texts/deep/two.txt", "2")
            .ItemInclude("Content", "texts/**", metadata: Metadata(("CopyToPublishDirectory", "PreserveNewest")))
            .ItemInclude("ContainerPermission", "two", metadata: Metadata(("Files", "texts/*two.txt"), ("Owner", "app")))
            .ItemInclude("ContainerContent", "texts/one.txt", metadata: Metadata(("TargetPath", "/srv/texts/"), ("Owner", "3000:4000")))
            .ItemInclude("ContainerContent", "texts/two.txt", metadata: Metadata(("TargetPath", "/srv/texts/"), ("Owner", "5000:6000")));

        var folders = Folders(await PublishAsync(app));

        folders["app/texts"].ShouldBe([(0, 0, "755"), (0, 0, "755")]);
        folders["app/texts/deep"].ShouldBe([(1654, 1654, "755")]);
        folders["srv/texts"].ShouldBe([(3000, 4000, "755"), (3000, 4000, "755")]);
    }

    [Theory]
    [InlineData("-p:ContainerExclude=*.pdb%3Bappsettings.Development.json")]
    [InlineData("")]
    [Sets("ContainerExclude")]
    public async Task What_is_excluded_is_in_no_layer_and_in_the_plan(string argument)
    {
        var app = App().File("appsettings.Development.json", "{}").File("appsettings.json", "{}");
        app.ItemInclude("Content", "appsettings*.json", metadata: Metadata(("CopyToPublishDirectory", "PreserveNewest")));
        if (argument.Length == 0)
        {
            app.ItemInclude("ContainerExclude", "*.pdb;appsettings.Development.json");
        }

        var image = await Publisher.PublishSoundlyAsync(app, [.. new[] { argument }.Where(word => word.Length > 0)]);

        image.Files.Keys.ShouldContain("app/appsettings.json");
        image.Files.Keys.ShouldNotContain(path => path.EndsWith(".pdb", StringComparison.Ordinal) || path.Contains("Development", StringComparison.Ordinal));
        (await Publisher.PublishAsync(app, ["-p:ContainerizePlan=true", .. new[] { argument }.Where(word => word.Length > 0)])).ShouldSucceed();
        Publisher.Workspace.Read("App/obj/Release/net10.0/containerize/plan.txt").ShouldContain("2 files, ");
        Publisher.Workspace.Read("App/obj/Release/net10.0/containerize/plan.txt").ShouldContain("of what the project excludes (ContainerExclude)");
    }

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "<ContainerContent Include=\"missing.txt\" />", "CTZ1125", "no file or folder" },
        { "<ContainerContent Include=\"App.csproj\" TargetPath=\"/etc/../passwd\" />", "CTZ1125", "is no path in an image" },
        { "<ContainerContent Include=\"App.csproj\" TargetPath=\"C:\\x\" />", "CTZ1125", "is no path in an image" },
        { "<ContainerContent Include=\"App.csproj\" Owner=\"nobody\" />", "CTZ1125", "Owner 'nobody'" },
        { "<ContainerContent Include=\"App.csproj\" Mode=\"0999\" />", "CTZ1125", "Mode '0999'" },
        { "<ContainerContent Include=\"App.csproj\" Layer=\"attic\" />", "CTZ1125", "Layer 'attic'" },
        { "<ContainerContent Include=\"App.csproj\" TargetPath=\"App.dll\" />", "CTZ1125", "already" },
        { "<ContainerDirectory Include=\"/\" />", "CTZ1125", "root of the image" },
        { "<ContainerPermission Include=\"x\" Files=\"*.dll\" />", "CTZ1125", "neither" },
        { "<ContainerPermission Include=\"*.dll\" Mode=\"0600\" />", "CTZ1119", "Files=\"*.dll\"" },
        { "<ContainerExclude Include=\"*.pdb\" Condition=\"'$(Odd)' == ''\" />", "CTZ1125", "under a condition" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task What_is_written_wrongly_is_one_error(string line, string code, string told)
    {
        var app = App().ByReference().Save();
        Publisher.Workspace.Write("App/App.csproj", Publisher.Workspace.Read("App/App.csproj").Replace("</Project>", $"<ItemGroup>{line}</ItemGroup></Project>", StringComparison.Ordinal));

        var result = await Publisher.Workspace.Dotnet.RunAsync(["publish", app.FullPath, .. Publisher.ImageArguments], TestContext.Current.CancellationToken);

        var error = result.Errors.ShouldHaveSingleItem(result.Text);
        error.Code.ShouldBe(code);
        error.Text.ShouldContain(told);
        Publisher.Registry.Requests.Of("PUT", "/v2/app/manifests/*").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_pattern_that_matches_nothing_is_a_warning()
    {
        var app = App().ItemInclude("ContainerExclude", "some", metadata: Metadata(("Files", "*.none"))).ItemInclude("ContainerPermission", "nothing", metadata: Metadata(("Files", "nothing/*"), ("Mode", "0600")));

        var result = (await Publisher.PublishAsync(app)).ShouldSucceed();

        result.Warnings.Select(warning => warning.Code).ShouldBe(["CTZ1126", "CTZ1126"]);
    }

    /// <summary>An image in which not everything is root's.</summary>
    private async Task<PulledImage> PublishAsync(ProjectCreator app)
    {
        (await Publisher.PublishAsync(app)).ShouldSucceed().Warnings.ShouldBeEmpty();
        return await Publisher.Registry.PullAsync("app", "latest");
    }

    private ProjectCreator App() => Publisher.Workspace.Console().ByReference();

    private static Dictionary<string, string> Metadata(params (string Name, string Value)[] values) => values.ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal);

    /// <summary>Whose each folder is, in each layer that has it.</summary>
    private static ILookup<string, (int User, int Group, string Mode)> Folders(PulledImage image)
        => image.OwnLayers.SelectMany(layer => layer.Items).Where(item => item.IsDirectory).ToLookup(item => item.Path.TrimEnd('/'), Right);

    private static (int User, int Group, string Mode) Right(TarItem item) => (item.Uid, item.Gid, Convert.ToString((int)item.Mode, 8));
}
