using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Layering;
using Containerize.Tasks;
using Containerize.TestKit;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Tasks;

public sealed class ReadersTests : IDisposable
{
    private static readonly FrontEndFiles FrontEnd = new("Shop", ["Shop.Shared"]);

    private static readonly IntermediateFiles NoIntermediates = new([], []);

    private static readonly PackageFolders Packages = new([Path.Join(Path.GetTempPath(), "packages")]);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [RanInto("a path without an ending for the archive", "ContainerArchiveOutputPath=out", "a folder, as with the .NET SDK, and in it a file named for the repository")]
    [Fact]
    [PeerCase("archives: a path without an ending is a folder")]
    public void An_archive_path_without_an_ending_is_a_folder() => Target(("ArchivePath", "out")).Place.ShouldBe(new ImagePlace.Archive(folder.At("out/acme-shop.tar")));

    [Theory]
    [InlineData("", "", "latest")]
    [InlineData("1.2", "", "1.2")]
    [InlineData("", "1.2; latest ;1.2", "1.2 latest")]
    [InlineData("1.2", "latest;1.2", "1.2 latest")]
    public void Tags_come_from_both_properties_each_once(string tag, string tags, string expected)
        => string.Join(' ', Target(("ImageTag", tag), ("ImageTags", tags)).Tags).ShouldBe(expected);

    [Theory]
    [InlineData("out/image.tar", "out/image.tar")]
    [InlineData("out/", "out/acme-shop.tar")]
    [InlineData("existing", "existing/acme-shop.tar")]
    [InlineData("new", "new/acme-shop.tar")]
    [InlineData("new/images", "new/images/acme-shop.tar")]
    [InlineData("shop.image", "shop.image")]
    [InlineData("file", "file")]
    public void An_archive_path_that_is_a_folder_or_has_no_ending_gets_a_name_of_the_repositorys(string written, string expected)
    {
        Directory.CreateDirectory(folder.At("existing"));
        folder.Write("file", "an archive of another day");

        Target(("ArchivePath", written)).Place.ShouldBe(new ImagePlace.Archive(folder.At(expected)));
    }

    [Theory]
    [InlineData("images", "images")]
    [InlineData("images/", "images/acme-shop")]
    public void A_layout_path_that_ends_in_a_separator_gets_a_name_of_the_repositorys(string written, string expected)
        => Path.GetFullPath(Target(("LayoutPath", written)).Place.ShouldBeOfType<ImagePlace.Layout>().Path).ShouldBe(folder.At(expected));

    [Fact]
    public void An_archive_and_a_layout_at_once_are_an_error_that_names_both()
    {
        var failure = Should.Throw<ContainerizeException>(() => Target(("LayoutPath", "images"), ("ArchivePath", "shop.tar")));

        failure.Code.ShouldBe(ErrorCodes.InvalidOption);
        failure.Message.ShouldContain("ContainerLayoutOutputPath is 'images'");
        failure.Message.ShouldContain("ContainerArchiveOutputPath 'shop.tar'");
    }

    [Fact]
    public void Without_an_archive_path_there_is_one_to_fall_back_upon()
    {
        var target = Target();

        target.Place.ShouldBe(new ImagePlace.Engine(Named: null) { ArchiveInstead = folder.At("bin/acme-shop.tar") });
    }

    [Fact]
    public void Names_carry_the_registry_where_there_is_one()
    {
        Target(("ImageTags", "1;2")).Names.ShouldBe(["acme/shop:1", "acme/shop:2"]);
        Target(("ImageTags", "1"), ("Registry", "ghcr.io")).Names.ShouldBe(["ghcr.io/acme/shop:1"]);
    }

    [Fact]
    public void The_versions_tags_come_after_those_that_are_named_and_only_where_they_are_wanted()
    {
        Target(("VersionTags", "True"), ("Version", "1.2.3"), ("ImageTag", "edge"), ("ImageTags", "1;2")).Tags.ShouldBe(["edge", "1", "2", "1.2.3", "1.2", "latest"]);
        Target(("VersionTags", "true"), ("Version", "1.2.3-x")).Tags.ShouldBe(["1.2.3-x"]);
        Target(("VersionTags", "false"), ("Version", "none")).Tags.ShouldBe(["latest"]);
        Target(("Version", "none")).Tags.ShouldBe(["latest"]);
    }

    [Theory]
    [InlineData("index.docker.io", "docker.io")]
    [InlineData("registry-1.docker.io", "docker.io")]
    [InlineData("docker.io", "docker.io")]
    public void Docker_Hub_has_one_name(string written, string expected) => Target(("Registry", written)).Registry.ShouldBe(expected);

    [Theory]
    [InlineData("", 201)]
    [InlineData("runtime", 101)]
    [InlineData("assets", 501)]
    public void A_layer_of_the_users_lies_right_after_the_one_it_names(string after, int rank)
    {
        var rule = LayerRuleReader.Read([Rule("models", "models/*", after)]).ShouldHaveSingleItem();

        rule.Class.Name.ShouldBe("models");
        rule.Class.Rank.ShouldBe(rank);
    }

    [Fact]
    public void A_rule_for_a_class_of_ours_moves_files_there()
        => LayerRuleReader.Read([Rule("assets", "data/*", "")]).ShouldHaveSingleItem().Class.ShouldBeSameAs(LayerClass.Assets);

    [Theory]
    [InlineData("models/*", "models/a.bin", true)]
    [InlineData("models/*", "models/deep/a.bin", true)]
    [InlineData("models\\*", "models/a.bin", true)]
    [InlineData("*.onnx", "models/a.onnx", true)]
    [InlineData("a?.bin", "a1.bin", true)]
    [InlineData("a?.bin", "a.bin", false)]
    [InlineData("models/*", "Models/a.bin", false)]
    [InlineData("models/*", "other/models/a.bin", false)]
    [InlineData("x ; models/*", "models/a.bin", true)]
    public void Patterns_cover_paths_as_shells_do_but_across_folders(string files, string path, bool expected)
        => LayerRuleReader.Read([Rule("models", files, "")])[0].Covers(path).ShouldBe(expected);

    [Fact]
    public void Two_items_of_one_name_have_to_agree_on_their_place()
    {
        LayerRuleReader.Read([Rule("models", "a/*", "app"), Rule("models", "b/*", "app")]).Count.ShouldBe(2);
        Should.Throw<ContainerizeException>(() => LayerRuleReader.Read([Rule("models", "a/*", "app"), Rule("models", "b/*", "")])).Code.ShouldBe(ErrorCodes.InvalidLayerItem);
    }

    [Fact]
    public void Files_beside_the_linkers_folder_were_not_linked()
    {
        var provenance = new ItemProvenance(
            [Published("Linked.dll", "/obj/linked/Linked.dll"), Published("Other.dll", "/obj/linked-not/Other.dll")], [], [], FrontEnd, Packages, new IntermediateFiles(["/obj/linked"], []));

        provenance.ChangesWithApp("Linked.dll").ShouldBeTrue();
        provenance.ChangesWithApp("Other.dll").ShouldBeFalse();
    }

    [Fact]
    public void Of_two_items_of_one_path_the_first_tells_the_origin()
    {
        var first = Published("A.dll", "/packages/A.dll");
        first.SetMetadata("NuGetPackageId", "A");

        new ItemProvenance([first, Published("A.dll", "/obj/A.dll")], [], [], FrontEnd, Packages, NoIntermediates).OriginOf("A.dll").ShouldBeOfType<FileOrigin.Package>();
    }

    [Fact]
    public void Paths_are_found_whatever_their_case()
        => new ItemProvenance([], [], ["WWWRoot/Site.css"], FrontEnd, Packages, NoIntermediates).OriginOf("wwwroot/site.css").ShouldBeOfType<FileOrigin.Content>();

    [Fact]
    public void An_item_without_a_path_in_the_output_is_passed_over()
        => new ItemProvenance([new TaskItem("/obj/x")], [], [], FrontEnd, Packages, NoIntermediates).OriginOf(string.Empty).ShouldBeOfType<FileOrigin.App>();

    [Fact]
    public void A_blank_property_is_one_that_is_not_set()
    {
        var properties = Properties(("Blank", "  "), ("Padded", " x "), ("True", "TRUE"), ("List", "a;; b ;"));

        properties["Blank"].ShouldBeNull();
        properties["Missing"].ShouldBeNull();
        properties["Padded"].ShouldBe("x");
        properties.IsTrue("True").ShouldBeTrue();
        properties.IsTrue("Missing").ShouldBeFalse();
        properties.List("List").ShouldBe(["a", "b"]);
        Should.Throw<ContainerizeException>(() => properties.Required("Blank")).Message.ShouldContain("Blank");
    }

    private ImageTarget Target(params (string Name, string Value)[] properties)
        => new TargetReader(Properties([("Repository", "acme/shop"), ("AssemblyName", "Shop"), .. properties]), [], new ProjectPaths(folder.At("Shop.csproj")))
            .Read(folder.At("bin")).ShouldHaveSingleItem();

    private ImageProperties Properties(params (string Name, string Value)[] properties)
    {
        var item = new TaskItem("image");
        foreach (var (name, value) in properties)
        {
            item.SetMetadata(name, value);
        }

        return new ImageProperties(item, new ProjectPaths(folder.At("Shop.csproj")));
    }

    private static TaskItem Published(string path, string source)
    {
        var item = new TaskItem(source);
        item.SetMetadata("RelativePath", path);
        return item;
    }

    private static TaskItem Rule(string name, string files, string after)
    {
        var item = new TaskItem(name);
        item.SetMetadata("Files", files);
        item.SetMetadata("After", after);
        return item;
    }
}
