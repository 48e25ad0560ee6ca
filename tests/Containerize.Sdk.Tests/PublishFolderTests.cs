using Containerize.TestKit;
using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>A folder that was published into before: the image is that of an empty one, and what targets write after the publish is in it.</summary>
public sealed class PublishFolderTests : IAsyncLifetime
{
    private Publisher publisher = null!;

    private TestWorkspace Workspace => publisher.Workspace;

    public async ValueTask InitializeAsync() => publisher = await Publisher.StartAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (publisher is not null)
        {
            await publisher.DisposeAsync();
        }
    }

    [Fact]
    [RanInto("leftovers in the publish folder", "edits of a Blazor client, whose files are named by their content", "the files of earlier edits are not in the image")]
    public async Task Fingerprinted_files_of_earlier_edits_are_not_in_the_image()
    {
        var app = Workspace.BlazorWebAssembly().ByReference().Property("ContainerBaseImage", "scratch").Property("CompressionEnabled", "false");
        var first = await publisher.PublishSoundlyAsync(app);

        app.File("Program.cs", Sources.BlazorWebAssembly + "// edited\nclass Edited { }\n");
        await ShouldBeAsFromAnEmptyFolderAsync(app);

        var wasm = (await publisher.ImageAsync()).Files.Keys.Where(IsOfApp).ToArray();
        wasm.ShouldHaveSingleItem();
        first.Files.Keys.Where(IsOfApp).ShouldNotBe(wasm, "otherwise the edit changed no name");

        static bool IsOfApp(string path) => Path.GetFileName(path) is var name && name.StartsWith("App.", StringComparison.Ordinal) && name.EndsWith(".wasm", StringComparison.Ordinal);
    }

    [Fact]
    [RanInto("leftovers in the publish folder", "a package that went back a version: the SDK copies only what is newer", "the assembly of the version that the project names")]
    public async Task A_package_that_went_back_a_version_is_published_in_that_version()
    {
        var app = Workspace.Console().ByReference().ItemPackageReference("Newtonsoft.Json", "13.0.3");
        await publisher.PublishSoundlyAsync(app);

        var older = ProjectCreator.Create(Workspace, "App/App.csproj").Property("TargetFramework", "net10.0").Property("OutputType", "Exe").ByReference().ItemPackageReference("Newtonsoft.Json", "13.0.1");
        await ShouldBeAsFromAnEmptyFolderAsync(older);
    }

    [Fact]
    [RanInto("leftovers in the publish folder", "an assembly that got another name, a content file that was removed", "neither the old assembly, its program and its lists nor the file are in the image")]
    public async Task What_was_renamed_or_removed_is_not_in_the_image()
    {
        var app = Workspace.Web(withAssets: true).ByReference().Property("AssemblyName", "Old").Property("ContainerRepository", "app").File("data/old.txt", "old").ItemInclude("Content", "data/**", metadata: new Dictionary<string, string>(StringComparer.Ordinal) { ["CopyToPublishDirectory"] = "PreserveNewest" });
        await publisher.PublishSoundlyAsync(app);

        File.Delete(Path.Join(app.DirectoryPath, "data", "old.txt"));
        File.Delete(Path.Join(app.DirectoryPath, "wwwroot", "css", "site.css"));
        app.Property("AssemblyName", "New");
        await ShouldBeAsFromAnEmptyFolderAsync(app);

        (await publisher.ImageAsync()).Files.Keys.ShouldNotContain(path => path.Contains("Old", StringComparison.Ordinal) || path.Contains("old.txt", StringComparison.Ordinal) || path.EndsWith("site.css", StringComparison.Ordinal));
    }

    [Fact]
    [RanInto("leftovers in the publish folder", "one folder for another runtime identifier, and a file that nobody explains", "not in the image; warning CTZ5011 names what is left out")]
    public async Task Files_of_another_runtime_in_a_folder_that_the_user_named_are_left_out_and_told_of()
    {
        var app = Workspace.Console().ByReference().Property("SelfContained", "false").ItemPackageReference("SQLitePCLRaw.lib.e_sqlite3", "2.1.11");
        (await publisher.PublishAsync(app, "-o", "out", "-r", "linux-x64")).ShouldSucceed();
        Workspace.Write("out/notes.txt", "somebody's");

        var result = (await publisher.PublishAsync(app, "-o", "out")).ShouldSucceed();

        result.Warnings.ShouldHaveSingleItem().Code.ShouldBe("CTZ5011");
        var image = await publisher.ImageAsync();
        image.Files.Keys.ShouldNotContain("app/notes.txt");
        File.Exists(Workspace.PathOf("out/notes.txt")).ShouldBeTrue("a folder that the user named may hold what is nobody's business");
        (await publisher.PublishAsync(app, "-o", "fresh")).ShouldSucceed();
        (await publisher.ImageAsync()).Digest.ShouldBe(image.Digest);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("out")]
    [RanInto("files from targets after Publish", "a target in Directory.Build.targets that copies a file into the publish folder, if it is not there yet", "in the image, in the first publish and in every other, with -o and without")]
    public async Task What_targets_write_after_the_publish_is_in_every_image(string? output)
    {
        string[] arguments = output is null ? [] : ["-o", output];
        Workspace.Write("Directory.Build.targets", """
            <Project>
              <Target Name="AddNotes" AfterTargets="Publish">
                <Copy SourceFiles="$(MSBuildThisFileDirectory)notes.txt" DestinationFolder="$(PublishDir)extra" SkipUnchangedFiles="true" />
              </Target>
            </Project>
            """);
        Workspace.Write("notes.txt", "of the build");
        var app = Workspace.Console().ByReference();

        var first = await publisher.PublishSoundlyAsync(app, arguments);
        var second = await publisher.PublishSoundlyAsync(app, arguments);

        first.Files["app/extra/notes.txt"].Text.ShouldBe("of the build");
        second.Digest.ShouldBe(first.Digest);

        Workspace.Write("Directory.Build.targets", "<Project />");
        (await publisher.PublishSoundlyAsync(app, arguments)).Files.Keys.ShouldNotContain("app/extra/notes.txt");
    }

    [Fact]
    public async Task What_nobody_explains_in_the_builds_own_folder_is_put_aside_and_told_of()
    {
        var app = Workspace.Console().ByReference();
        (await app.TryPublishAsync(TestContext.Current.CancellationToken)).ShouldSucceed();
        Workspace.Write("App/bin/Release/net10.0/publish/model.bin", "by hand");

        var result = (await publisher.PublishAsync(app)).ShouldSucceed();

        var warning = result.Warnings.ShouldHaveSingleItem();
        warning.Code.ShouldBe("CTZ5011");
        warning.Text.ShouldContain("model.bin was there before this publish");
        (await publisher.ImageAsync()).Files.Keys.ShouldNotContain("app/model.bin");
        Workspace.FilesBelow("App/obj").ShouldContain(file => file.EndsWith("model.bin", StringComparison.Ordinal));
    }

    private async Task ShouldBeAsFromAnEmptyFolderAsync(ProjectCreator app)
    {
        var result = (await publisher.PublishAsync(app)).ShouldSucceed();
        result.Warnings.ShouldBeEmpty();
        var over = await publisher.ImageAsync();
        Directory.Delete(Path.Join(app.DirectoryPath, "bin"), recursive: true);
        Directory.Delete(Path.Join(app.DirectoryPath, "obj"), recursive: true);
        var clean = await publisher.PublishSoundlyAsync(app);
        over.Files.Keys.ShouldBe(clean.Files.Keys);
        over.Digest.ShouldBe(clean.Digest);
    }
}
