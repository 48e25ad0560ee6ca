using System.Text.Json.Nodes;
using Containerize.Tasks;
using Containerize.TestKit;
using Containerize.TestKit.Images;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Shouldly;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace Containerize.Tests.Tasks;

/// <summary>The task as MSBuild runs it: items in, items and coded errors out. No network: images from nothing, into archives.</summary>
public sealed class PublishContainerImageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly RecordingEngine engine = new();

    public PublishContainerImageTests()
    {
        folder.Write("Shop/bin/publish/Shop.dll", "the app");
        folder.Write("Shop/bin/publish/A.dll", "a package");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_publish_gives_the_image_as_an_item_a_file_and_a_sound_archive()
    {
        using var task = Task();

        task.Execute().ShouldBeTrue(Said());

        var item = task.ContainerizedImages.ShouldHaveSingleItem();
        var archive = folder.At("Shop/out/acme-shop.tar");
        item.ItemSpec.ShouldBe(archive);
        item.GetMetadata("Reference").ShouldBe(archive);
        item.GetMetadata("Tags").ShouldBe("1.2;latest");
        item.GetMetadata("Platform").ShouldBe("linux/amd64");
        item.GetMetadata("MediaType").ShouldBe("application/vnd.oci.image.manifest.v1+json");
        var image = await PulledImage.ReadAsync(LayoutImageSource.OfArchive(archive), "1.2", cancellationToken: TestContext.Current.CancellationToken);
        image.ShouldBeSound();
        image.Digest.ShouldBe(item.GetMetadata("Digest"));
        image.OwnLayers.Select(l => l.Class).ShouldBe(["packages", "app"]);
        image.Entrypoint.ShouldBe(["dotnet", "/app/Shop.dll"]);
        var told = JsonNode.Parse(File.ReadAllText(folder.At("Shop/obj/containerize/image.json")))!;
        ((string)told["digest"]!).ShouldBe(image.Digest);
        engine.Messages.Where(m => m.Importance == MessageImportance.High).Select(m => m.Message!).First().ShouldStartWith($"Shop -> {archive} {image.Digest} (archive of ");
    }

    /// <summary>They come as one item with a line for each, as MSBuild indents what is written in an element; the app's own program is among them.</summary>
    [Fact]
    public async Task What_is_copied_as_it_is_are_assets_and_the_program_is_none()
    {
        foreach (var path in (string[])["data/a;b c.txt", "data/%41.txt", "Acme.Shop"])
        {
            folder.Write($"Shop/bin/publish/{path}", path);
        }

        using var task = Task();
        task.Add(ItemKind.ContentFiles, new TaskItem("Shop", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ContentPaths"] = "\n          data\\a%3bb c.txt\n\n          data/%2541.txt\n          Acme.Shop\n        ",
            ["ExecutableName"] = "Acme.Shop",
        }));

        task.Execute().ShouldBeTrue(Said());

        var image = await ImageAsync();
        image.ClassOf("app/data/a;b c.txt").ShouldBe("assets");
        image.ClassOf("app/data/%41.txt").ShouldBe("assets");
        image.ClassOf("app/Acme.Shop").ShouldBe("app");
        image.ClassOf("app/Shop.dll").ShouldBe("app");
    }

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "Registry", "https://ghcr.io", "CTZ1101" },
        { "Repository", "Acme/Shop", "CTZ1102" },
        { "ImageTag", "-x", "CTZ1103" },
        { "ImageTags", "ok;not ok", "CTZ1103" },
        { "BaseImage", "Ghcr.IO/UPPER", "CTZ1104" },
        { "WorkingDirectory", "app", "CTZ1108" },
        { "RuntimeIdentifier", "freebsd-x64", "CTZ1109" },
        { "RuntimeIdentifier", "win-x64", "CTZ1109" },
        { "BuildRuntimeIdentifier", "linux-arm64", "CTZ1109" },
        { "AppCommandInstruction", "Cmd", "CTZ1110" },
        { "Compression", "lzma", "CTZ1111" },
        { "ImageFormat", "V1", "CTZ1111" },
        { "PublishDirectory", "nowhere", "CTZ5001" },
        { "CacheFrom", "not an image", "CTZ1111" },
        { "RegistryMirror", "docker.io", "CTZ1111" },
        { "RepositoryPrefix", "/acme", "CTZ1102" },
        { "ImageTags", "\"1.0", "CTZ1115" },
        { "InsecureRegistry", "http://registry.local", "CTZ1101" },
        { "Registry", "a.example;b.example", "CTZ1101" },
        { "RuntimeIdentifier", "linux-x64;linux-arm64", "CTZ1109" },
        { "RuntimeIdentifier", "\"linux-x64", "CTZ1109" },
        { "RuntimeIdentifier", "linux-bionic-x64", "CTZ1109" },
        { "User", "no such user", "CTZ1116" },
        { "StopSignal", "SIGNAL", "CTZ1111" },
        { "SecretScan", "yes", "CTZ1111" },
        { "SecretScanAllow", "\"a.pfx", "CTZ1115" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_one_coded_error_on_the_project(string property, string value, string code)
    {
        using var task = Task((property, value));

        task.Execute().ShouldBeFalse();

        var error = engine.Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe(code);
        error.File.ShouldBe(folder.At("Shop/Shop.csproj"));
        error.Message.ShouldNotBeNull().ShouldNotContain('\n');
        task.ContainerizedImages.ShouldBeEmpty();
    }

    [Fact]
    public void Mistakes_in_items_have_codes_too()
    {
        Failing(task => task.Add(ItemKind.Port, new TaskItem("http"))).ShouldBe("CTZ1105");
        Failing(task => task.Add(ItemKind.EnvironmentVariable, new TaskItem("1BAD"))).ShouldBe("CTZ1106");
        Failing(task => task.Add(ItemKind.Label, new TaskItem("a=b"))).ShouldBe("CTZ1107");
        Failing(task => task.Add(ItemKind.Annotation, new TaskItem("a\tb"))).ShouldBe("CTZ1114");
        Failing(task => task.Add(ItemKind.LayerRule, new TaskItem("models"))).ShouldBe("CTZ1113");
        Failing(task => task.Add(ItemKind.Volume, new TaskItem("data"))).ShouldBe("CTZ1117");
        Failing(task => task.Add(ItemKind.EnvironmentVariable, Pair("A", "$B"), Pair("B", "$A"))).ShouldBe("CTZ1106");
    }

    [Fact]
    public void Braces_in_a_message_are_no_format()
    {
        using var task = Task(("ImageTag", "{0}{x}"));

        task.Execute().ShouldBeFalse();

        engine.Errors.ShouldHaveSingleItem().Message.ShouldNotBeNull().ShouldContain("{0}{x}");
    }

    [Fact]
    public void A_canceled_build_is_one_coded_error()
    {
        using var task = Task();
        task.Cancel();

        task.Execute().ShouldBeFalse();

        engine.Errors.ShouldHaveSingleItem().Code.ShouldBe("CTZ9001");
        File.Exists(folder.At("Shop/out/acme-shop.tar")).ShouldBeFalse();
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_a_warning_and_the_publish_goes_on()
    {
        folder.Write("file", "not a folder");
        using var task = Task(("CacheDirectory", folder.At("file")));

        task.Execute().ShouldBeTrue(Said());

        engine.Warnings.ShouldHaveSingleItem().Code.ShouldBe("CTZ5004");
        Directory.Exists(folder.At("Shop/obj/containerize/cache/blobs")).ShouldBeTrue();
    }

    [Fact]
    public void One_platform_twice_is_refused()
    {
        using var task = Task();
        var again = task.First(ItemKind.Image);
        again.SetMetadata("RuntimeIdentifier", "linux-musl-x64");
        task.Add(ItemKind.Image, again);

        task.Execute().ShouldBeFalse();

        var error = engine.Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe("CTZ1109");
        error.Message.ShouldNotBeNull().ShouldContain("linux/amd64 twice");
    }

    [Fact]
    public void Several_platforms_make_an_index_and_one_item()
    {
        using var task = Task();
        var arm = task.First(ItemKind.Image);
        arm.SetMetadata("RuntimeIdentifier", "linux-arm64");
        task.Add(ItemKind.Image, arm);

        task.Execute().ShouldBeTrue(Said());

        var item = task.ContainerizedImages.ShouldHaveSingleItem();
        item.GetMetadata("Platform").ShouldBe("linux/amd64;linux/arm64");
        item.GetMetadata("MediaType").ShouldBe("application/vnd.oci.image.index.v1+json");
        item.GetMetadata("ConfigDigest").Split(';').Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("", "linux-musl-x64", "linux/amd64")]
    [InlineData("linux-arm", "", "linux/arm/v7")]
    public void The_platform_is_the_one_named_else_the_machines(string named, string sdk, string expected)
    {
        using var task = Task(("RuntimeIdentifier", named), ("SdkRuntimeIdentifier", sdk));

        task.Execute().ShouldBeTrue(Said());

        task.ContainerizedImages[0].GetMetadata("Platform").ShouldBe(expected);
    }

    [Theory]
    [InlineData("SelfContained")]
    [InlineData("Aot")]
    [InlineData("SingleFile")]
    public async Task A_program_that_brings_its_runtime_starts_by_itself(string kind)
    {
        using var task = Task((kind, "true"), ("WorkingDirectory", "/"));

        task.Execute().ShouldBeTrue(Said());

        (await ImageAsync()).Entrypoint.ShouldBe(["/Acme.Shop"]);
    }

    [Fact]
    public async Task Of_two_items_of_one_name_the_last_counts()
    {
        using var task = Task();
        task.Add(ItemKind.EnvironmentVariable, Pair("X", "first"), Pair("X", "last"));
        task.Add(ItemKind.Label, Pair("l", "first"), Pair("l", "last"));

        task.Execute().ShouldBeTrue(Said());

        var image = await ImageAsync();
        image.Environment("X").ShouldBe("last");
        image.Label("l").ShouldBe("last");
    }

    [Fact]
    public async Task The_order_of_items_does_not_show_in_the_image()
    {
        using var one = Task();
        one.Add(ItemKind.EnvironmentVariable, Pair("A", "1"), Pair("B", "2"));
        one.Add(ItemKind.Label, Pair("a", "1"), Pair("b", "2"));
        one.Add(ItemKind.Port, new TaskItem("80"), new TaskItem("443"));
        one.Execute().ShouldBeTrue(Said());
        var first = (await ImageAsync()).Digest;
        using var two = Task();
        two.Add(ItemKind.EnvironmentVariable, Pair("B", "2"), Pair("A", "1"));
        two.Add(ItemKind.Label, Pair("b", "2"), Pair("a", "1"));
        two.Add(ItemKind.Port, new TaskItem("443"), new TaskItem("80"));
        two.Execute().ShouldBeTrue(Said());

        (await ImageAsync()).Digest.ShouldBe(first);
    }

    [Fact]
    public void An_annotation_in_Dockers_format_is_one_error_that_names_it()
    {
        using var task = Task(("ImageFormat", "Docker"));
        task.Add(ItemKind.Annotation, Pair("com.example.team", "shop"));

        task.Execute().ShouldBeFalse();

        var error = engine.Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe("CTZ1114");
        error.Message.ShouldNotBeNull().ShouldContain("com.example.team");
        error.Message.ShouldContain("ContainerImageFormat is Docker");
    }

    [Theory]
    [InlineData("Layer")]
    [InlineData("Manifest;Config")]
    [PeerCase("annotations: for any other place are refused")]
    public void An_annotation_for_another_place_is_one_error_that_says_which_there_are(string scope)
    {
        using var task = Task();
        task.Add(ItemKind.Annotation, new TaskItem("team", new Dictionary<string, string>(StringComparer.Ordinal) { ["Value"] = "shop", ["Scope"] = scope }));

        task.Execute().ShouldBeFalse();

        var error = engine.Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe("CTZ1114");
        error.Message.ShouldNotBeNull().ShouldContain($"'{scope}'");
    }

    private string Said() => string.Join(Environment.NewLine, engine.Errors.Select(e => e.Message));

    private static TaskItem Pair(string name, string value) => new(name, new Dictionary<string, string>(StringComparer.Ordinal) { ["Value"] = value });

    private Task<PulledImage> ImageAsync()
        => PulledImage.ReadAsync(LayoutImageSource.OfArchive(folder.At("Shop/out/acme-shop.tar")), "1.2", cancellationToken: TestContext.Current.CancellationToken);

    private string? Failing(Action<PublishContainerImage> spoil)
    {
        engine.Errors.Clear();
        using var task = Task();
        spoil(task);
        task.Execute().ShouldBeFalse();
        return engine.Errors.ShouldHaveSingleItem().Code;
    }

    private PublishContainerImage Task(params (string Name, string Value)[] changes)
    {
        var package = new TaskItem(folder.At("packages/A.dll"));
        package.SetMetadata("RelativePath", "A.dll");
        package.SetMetadata("NuGetPackageId", "A");
        package.SetMetadata("NuGetPackageVersion", "1.0.0");
        var task = PublishTask.Create(folder, engine, [("AssemblyName", "Acme.Shop"), ("Repository", "acme/shop"), ("ImageTags", "1.2;latest;1.2"), .. changes]);
        task.Add(ItemKind.PublishedFile, package);
        return task;
    }
}
