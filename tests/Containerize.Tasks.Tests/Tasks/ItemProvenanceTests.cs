using Containerize.Diagnostics;
using Containerize.Layering;
using Containerize.Tasks;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Tasks;

public sealed class ItemProvenanceTests
{
    private static readonly FrontEndFiles FrontEnd = new("Shop", ["Shop.Shared"]);

    private static readonly IntermediateFiles NoIntermediates = new([], []);

    private static readonly PackageFolders Packages = new([Path.Join(Path.GetTempPath(), "packages")]);

    [Fact]
    public void A_referenced_project_is_one_even_if_it_carries_a_package_id()
        => Origin(Published("Domain.dll", ("ReferenceSourceTarget", "ProjectReference"), ("NuGetPackageId", "Domain"))).ShouldBeOfType<FileOrigin.Project>();

    [Fact]
    public void A_package_tells_its_version()
        => Origin(Published("A.dll", ("NuGetPackageId", "A"), ("NuGetPackageVersion", "2.0.0-rc.1"))).ShouldBe(new FileOrigin.Package("A", "2.0.0-rc.1"));

    [Fact]
    public void A_runtime_pack_is_no_package()
        => Origin(Published("libcoreclr.so", ("NuGetPackageId", "Runtime.Pack"))).ShouldBeOfType<FileOrigin.RuntimePack>();

    [Fact]
    public void Backslashes_in_paths_are_slashes()
        => Origin(Published("fr\\A.resources.dll", ("NuGetPackageId", "A"), ("NuGetPackageVersion", "1.0.0")), "fr/A.resources.dll").ShouldBeOfType<FileOrigin.Package>();

    [Fact]
    public void Content_is_content() => Origin(Published("data.json")).ShouldBeOfType<FileOrigin.Content>();

    [Theory]
    [InlineData("packages/magick.native/14.1.0/native/libmagick.so", "magick.native 14.1.0")]
    [InlineData("Packages/Magick.Native/14.1.0-beta/libmagick.so", "Magick.Native 14.1.0-beta")]
    [InlineData("packages/readme.txt", null)]
    [InlineData("packages-of-mine/a/1.0.0/b.so", null)]
    public void What_a_packages_own_targets_publish_is_the_packages(string source, string? package)
    {
        var item = new TaskItem(Path.Join(Path.GetTempPath(), source));
        ((ITaskItem)item).SetMetadata("RelativePath", "native/it.so");

        var origin = new ItemProvenance([item], [], ["native/it.so"], FrontEnd, Packages, NoIntermediates).OriginOf("native/it.so");

        (origin is FileOrigin.Package owner ? $"{owner.Id} {owner.Version}" : null).ShouldBe(package);
    }

    [Fact]
    public void What_browsers_are_served_is_told_apart_by_whose_it_is()
    {
        var served = new ItemProvenance([], [], ["wwwroot/lib/jquery/jquery.js", "wwwroot/site.css", "lib/data.bin"], FrontEnd, Packages, NoIntermediates);

        served.OriginOf("wwwroot/lib/jquery/jquery.js").ShouldBeOfType<FileOrigin.Vendor>();
        served.OriginOf("wwwroot/site.css").ShouldBeOfType<FileOrigin.Content>();
        served.OriginOf("lib/data.bin").ShouldBeOfType<FileOrigin.Content>();
    }

    [Fact]
    public void What_no_item_explains_is_the_app() => Origin(Published("data.json"), "web.config").ShouldBeOfType<FileOrigin.App>();

    /// <summary>A project's own web.config is an item, and is transformed in the publish folder all the same.</summary>
    [Theory]
    [InlineData("data.json", false)]
    [InlineData("version.txt", true)]
    [InlineData("Web.Config", true)]
    public void What_is_not_copied_a_target_writes(string path, bool isWritten)
        => new ItemProvenance([Published("data.json"), Published("Web.config")], [], [], FrontEnd, Packages, NoIntermediates).IsWritten(path).ShouldBe(isWritten);

    [Fact]
    public void What_the_linker_wrote_changes_with_the_app()
    {
        var provenance = new ItemProvenance([Published("A.dll", ("NuGetPackageId", "A"))], [], [], FrontEnd, Packages, new IntermediateFiles([Path.GetTempPath()], []));

        provenance.ChangesWithApp("A.dll").ShouldBeTrue();
        provenance.ChangesWithApp("B.dll").ShouldBeFalse();
    }

    [Fact]
    public void The_program_that_the_sdk_copies_is_the_host_and_not_the_apps()
    {
        var item = Published("Shop");
        var provenance = new ItemProvenance([item, Published("Shop.dll")], [], ["Shop"], FrontEnd, Packages, new IntermediateFiles([], [item.GetMetadata("FullPath")]));

        provenance.OriginOf("Shop").ShouldBeOfType<FileOrigin.Host>();
        provenance.OriginOf("Shop.dll").ShouldBeOfType<FileOrigin.App>();
    }

    [Theory]
    [InlineData("Models", "models/*", "")]
    [InlineData("base", "models/*", "")]
    [InlineData("models", "", "")]
    [InlineData("models", "models/*", "nowhere")]
    public void A_layer_item_that_makes_no_sense_is_refused(string name, string files, string after)
    {
        var item = new TaskItem(name);
        item.SetMetadata("Files", files);
        item.SetMetadata("After", after);

        Should.Throw<ContainerizeException>(() => LayerRuleReader.Read([item])).Code.ShouldBe(ErrorCodes.InvalidLayerItem);
    }

    private static FileOrigin Origin(TaskItem item, string? path = null)
        => new ItemProvenance([item], [new TaskItem("pack", new Dictionary<string, string> { ["NuGetPackageId"] = "Runtime.Pack" })], ["data.json"], FrontEnd, Packages, NoIntermediates)
            .OriginOf(path ?? item.GetMetadata("RelativePath"));

    private static TaskItem Published(string path, params (string Name, string Value)[] metadata)
    {
        var item = new TaskItem(Path.Join(Path.GetTempPath(), path.Replace('\\', '/')));
        ((ITaskItem)item).SetMetadata("RelativePath", path);
        foreach (var (name, value) in metadata)
        {
            item.SetMetadata(name, value);
        }

        return item;
    }
}
