using Containerize.Describing;
using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Generating;
using Containerize.Layering;
using Containerize.Oci;
using Containerize.Tar;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Publishing;

public sealed class LayerFoldersTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly RecordingLog log = new();

    public LayerFoldersTests()
    {
        folder.Write("publish/Shop.dll", "app");
        folder.Write("publish/run", "#!/bin/sh");
        folder.Write("publish/wwwroot/site.css", "body {}");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Each_layer_is_a_folder_with_its_files_where_they_lie_below_what_is_not_ours()
    {
        Write();

        Files().ShouldBe(["app/shop/Shop.dll", "app/shop/run", "assets/shop/wwwroot/site.css", "containerize.layers"]);
    }

    [Fact]
    public void Times_and_modes_are_those_of_the_direct_image()
    {
        Write();

        foreach (var path in Directory.EnumerateFileSystemEntries(folder.At("layers/app"), "*", SearchOption.AllDirectories).Append(folder.At("layers/app")))
        {
            File.GetLastWriteTimeUtc(path).ShouldBe(TarEntry.Time.UtcDateTime, path);
        }

        if (!OperatingSystem.IsWindows())
        {
            ((int)File.GetUnixFileMode(folder.At("layers/app/shop"))).ShouldBe(TarEntry.DirectoryMode);
            ((int)File.GetUnixFileMode(folder.At("layers/app/shop/Shop.dll"))).ShouldBe(TarEntry.FileMode);
            ((int)File.GetUnixFileMode(folder.At("layers/app/shop/run"))).ShouldBe(TarEntry.ExecutableMode);
        }
    }

    [Fact]
    public void A_layer_that_was_not_foreseen_goes_to_the_last_and_one_that_is_not_there_is_empty()
    {
        Write("packages", "app");

        Files().ShouldBe(["app/shop/Shop.dll", "app/shop/run", "app/shop/wwwroot/site.css", "containerize.layers"]);
        Directory.EnumerateFileSystemEntries(folder.At("layers/packages")).ShouldBeEmpty();
        log.Lines.ShouldContain(line => line.StartsWith("CTZ6004", StringComparison.Ordinal) && line.Contains("assets is new and packages is empty now", StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_foreseen_is_no_warning()
    {
        Write("assets", "app");

        log.Lines.ShouldNotContain(line => line.StartsWith("CTZ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_second_publish_takes_the_place_of_the_first()
    {
        Write("old", "app");
        File.Delete(folder.At("publish/run"));

        Write();

        Files().ShouldBe(["app/shop/Shop.dll", "assets/shop/wwwroot/site.css", "containerize.layers"]);
        Directory.Exists(folder.At("layers/old")).ShouldBeFalse();
    }

    [Fact]
    public void A_folder_with_something_else_in_it_is_left_alone()
    {
        folder.Write("layers/thesis.txt", "years of work");

        var failure = Should.Throw<ContainerizeException>(() => Write());

        failure.Code.ShouldBe(ErrorCodes.LayersNotWritten);
        Files().ShouldBe(["thesis.txt"]);
    }

    [Fact]
    public void Layers_of_one_class_are_numbered()
    {
        PlannedLayer[] layers = [new(LayerClass.Packages, []), new(LayerClass.Packages, []), new(LayerClass.App, []), new(LayerClass.Packages, [])];

        LayerFolders.NamesOf(new LayerPlan(layers)).ShouldBe(["packages", "packages.2", "app", "packages.3"]);
    }

    private void Write(params string[] foreseen)
        => new LayerFolders(folder.At("layers"), log).Write(Definition(), foreseen, TestContext.Current.CancellationToken);

    private string[] Files() => [.. Directory.EnumerateFiles(folder.At("layers"), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder.At("layers"), file).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    private ImageDefinition Definition() => new()
    {
        ProjectName = "Shop",
        ProjectDirectory = folder.At("."),
        PublishDirectory = folder.At("publish"),
        IntermediateDirectory = folder.At("obj"),
        BaseImage = null,
        Platform = new Platform("linux", "amd64"),
        Targets = [new ImageTarget(new ImagePlace.Engine(Named: null) { ArchiveInstead = folder.At("shop.tar") }, null, "shop", ["latest"])],
        WorkingDirectory = "/srv/shop",
        CommandLine = new CommandLine(),
        Provenance = new ByFolder(),
    };

    private sealed class ByFolder : IFileProvenance
    {
        public FileOrigin OriginOf(string relativePath) => relativePath.StartsWith("wwwroot/", StringComparison.Ordinal) ? new FileOrigin.Content() : new FileOrigin.App();

        public bool ChangesWithApp(string relativePath) => false;
    }
}
