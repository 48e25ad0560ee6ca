using System.Formats.Tar;
using System.Text;
using Containerize.Describing;
using Containerize.Oci;
using Containerize.Reporting;
using Containerize.TestKit;
using Containerize.TestKit.Images;
using Containerize.TestKit.Registry.Seeding;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Publishing;

/// <summary>What an image says of folders that its base has, or should have.</summary>
public sealed class BaseFoldersTests
{
    private const string Base = "acme/base";

    [RanInto("folders of the base", "a working directory below /home/app, which belongs to the base's user", "the layers leave its owner and mode as they are")]
    [Fact]
    public async Task A_folder_above_the_working_directory_stays_whose_it_is()
    {
        await using var bench = await StartAsync();

        await PublishAsync(bench, definition => definition with { WorkingDirectory = "/home/app/site" });

        var image = await bench.Registry.PullAsync(PublishBench.Repository);
        image.ShouldBeSound();
        foreach (var layer in image.OwnLayers)
        {
            Folders(layer).Take(2).ShouldBe(["home/app/ 1654:1654 750", "home/app/site/ 0:0 755"]);
        }
    }

    [RanInto("folders of the base", "a working directory below /var/run, /lib or another link", "the files lie where the link leads, and the link stays one")]
    [Theory]
    [InlineData("/var/run/shop", "run/shop/")]
    [InlineData("/lib/shop", "usr/lib/shop/")]
    [InlineData("/var/lock/shop", "run/lock/ 0:0 1777|run/lock/shop/")]
    [InlineData("/loop/shop", "loop/ 0:0 755|loop/shop/")]
    public async Task A_link_above_the_working_directory_is_followed(string workingDirectory, string expected)
    {
        await using var bench = await StartAsync();

        await PublishAsync(bench, definition => definition with { WorkingDirectory = workingDirectory });

        var image = await bench.Registry.PullAsync(PublishBench.Repository);
        image.ShouldBeSound();
        image.WorkingDirectory.ShouldBe(workingDirectory);
        var folders = Folders(image.OwnLayers[0]);
        string.Join('|', folders.Take(expected.Split('|').Length)).ShouldStartWith(expected);
        folders.ShouldNotContain(folder => folder.StartsWith("var/", StringComparison.Ordinal) || folder.StartsWith("lib/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_somebody_s_lies_where_a_link_above_leads_too()
    {
        await using var bench = await StartAsync();

        var image = await PublishStoreAsync(bench, "/var/run/shop");

        image.Files["run/shop/store/seed.db"].Uid.ShouldBe(3000);
        image.OwnLayers.SelectMany(layer => layer.Items).ShouldNotContain(item => item.Path.StartsWith("var/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_root_can_be_the_working_directory()
    {
        await using var bench = await StartAsync();

        var image = await PublishStoreAsync(bench, "/");

        image.Files["store/seed.db"].Uid.ShouldBe(3000);
        image.OwnLayers.SelectMany(Folders).ShouldBe(["wwwroot/ 0:0 755", "store/ 3000:4000 755"]);
    }

    [Fact]
    public async Task A_sticky_folder_above_stays_sticky_and_a_usual_one_is_not_mentioned()
    {
        await using var bench = await StartAsync();

        await PublishAsync(bench, definition => definition with { WorkingDirectory = "/tmp/a/b" });

        Folders((await bench.Registry.PullAsync(PublishBench.Repository)).OwnLayers[0]).Take(3).ShouldBe(["tmp/ 0:0 1777", "tmp/a/ 0:0 755", "tmp/a/b/ 0:0 755"]);
    }

    [Fact]
    public async Task Right_below_the_root_nothing_has_to_be_known_of_the_base()
    {
        await using var bench = await StartAsync();

        await PublishAsync(bench, definition => definition with { WorkingDirectory = "/site" });

        // The configuration.
        bench.Registry.Requests.Of("GET", $"/v2/{Base}/blobs/*").ShouldHaveSingleItem();
        Folders((await bench.Registry.PullAsync(PublishBench.Repository)).OwnLayers[0])[0].ShouldBe("site/ 0:0 755");
    }

    [Fact]
    public async Task What_was_read_of_a_base_is_remembered()
    {
        await using var bench = await StartAsync();
        await PublishAsync(bench, definition => definition with { WorkingDirectory = "/home/app/site", Volumes = ["/data"] });
        bench.Registry.Requests.Clear();

        (await PublishAsync(bench, definition => definition with { WorkingDirectory = "/home/app/site", Volumes = ["/data"] })).Unchanged.ShouldBeTrue();

        bench.Registry.Requests.Of("GET", "/v2/*/blobs/*").ShouldBeEmpty();
    }

    [RanInto("folders for volumes", "a ContainerVolume that the base has not", "the folder is in the image and belongs to the user that containers run as")]
    [Theory]
    [InlineData(null, "1654:1654")]
    [InlineData("app", "1654:1655")]
    [InlineData("1000", "1000:1000")]
    [InlineData("1000:app", "1000:1655")]
    [InlineData("app:20", "1654:20")]
    [InlineData("1000680000", "1000680000:1000680000")]
    [InlineData("root", "0:0")]
    public async Task A_volume_that_the_base_has_not_is_a_folder_of_the_user(string? user, string owner)
    {
        await using var bench = await StartAsync();

        await PublishAsync(bench, definition => definition with { Volumes = ["/data/db/"], User = user });

        var image = await bench.Registry.PullAsync(PublishBench.Repository);
        image.ShouldBeSound();
        image.OwnLayers[^1].Class.ShouldBe("volumes");
        Folders(image.OwnLayers[^1]).ShouldBe([$"data/ {owner} 755", $"data/db/ {owner} 755"]);
        bench.Log.Lines.ShouldNotContain(line => line.StartsWith("CTZ", StringComparison.Ordinal));
    }

    [RanInto("folders for volumes", "a ContainerVolume that the base has, such as /tmp", "left as the base has it")]
    [Theory]
    [InlineData("/tmp")]
    [InlineData("/home/app")]
    [InlineData("/var/run")]
    public async Task A_volume_that_the_base_has_stays_as_it_is(string volume)
    {
        await using var bench = await StartAsync();

        await PublishAsync(bench, definition => definition with { Volumes = [volume] });

        (await bench.Registry.PullAsync(PublishBench.Repository)).OwnLayers.ShouldNotContain(layer => layer.Class == "volumes");
    }

    [Fact]
    public async Task A_volume_below_the_working_directory_is_the_user_s_even_where_the_app_brings_files_for_it()
    {
        await using var bench = await StartAsync();
        bench.Write("store/seed.db", "seed");

        await PublishAsync(bench, definition => definition with { Volumes = ["/app/store", "/app/uploads/images"] });

        var image = await bench.Registry.PullAsync(PublishBench.Repository);
        image.ShouldBeSound();
        image.OwnLayers.Where(layer => layer.Class == "volumes").Select(layer => string.Join('|', Folders(layer))).ShouldBe(
        [
            "app/ 0:0 755|app/store/ 1654:1654 755",
            "app/ 0:0 755|app/uploads/ 1654:1654 755|app/uploads/images/ 1654:1654 755",
        ]);
    }

    [RanInto("folders for volumes", "a ContainerUser by a name that the base does not know", "a warning that says to use a number")]
    [Fact]
    public async Task A_user_that_the_base_does_not_know_is_a_warning()
    {
        await using var bench = await StartAsync();

        await PublishAsync(bench, definition => definition with { Volumes = ["/data"], User = "shop" });

        Folders((await bench.Registry.PullAsync(PublishBench.Repository)).OwnLayers[^1]).ShouldBe(["data/ 0:0 755"]);
        bench.Log.Lines.ShouldContain(line => line.StartsWith("CTZ5006: Making the folder for the volume /data: the image runs as 'shop', which", StringComparison.Ordinal) && line.EndsWith("Set ContainerUser to a number such as 1654.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_image_from_nothing_has_its_volumes_too()
    {
        await using var bench = await StartAsync();

        await bench.PublishAsync(definition => definition with { BaseImage = null, WorkingDirectory = "/srv/shop", Volumes = ["/data"], User = "1000" });

        var image = await bench.Registry.PullAsync(PublishBench.Repository);
        Folders(image.OwnLayers[^1]).ShouldBe(["data/ 1000:1000 755"]);
        Folders(image.OwnLayers[0]).Take(2).ShouldBe(["srv/ 0:0 755", "srv/shop/ 0:0 755"]);
    }

    [Fact]
    public async Task Later_layers_of_the_base_take_back_what_earlier_ones_say()
    {
        await using var bench = await StartAsync(
            TarOf(("gone/", 0, 0, 0b111_101_101, null), ("mine/", 7, 7, 0b111_000_000, null), ("link", 0, 0, 0, "run"), ("opaque/", 0, 0, 0b111_101_101, null), ("opaque/in/", 7, 7, 0b111_000_000, null)),
            TarOf((".wh.gone", 0, 0, 0, null), ("mine/", 8, 8, 0b111_101_000, null), ("link/", 9, 9, 0b111_000_000, null), ("opaque/.wh..wh..opq", 0, 0, 0, null)));

        await PublishAsync(bench, definition => definition with { Volumes = ["/gone", "/mine", "/link", "/opaque/in"], WorkingDirectory = "/mine/site" });

        var image = await bench.Registry.PullAsync(PublishBench.Repository);
        Folders(image.OwnLayers[0])[0].ShouldBe("mine/ 8:8 750");
        image.OwnLayers.Where(layer => layer.Class == "volumes").SelectMany(Folders).ShouldBe(["gone/ 1654:1654 755", "opaque/in/ 1654:1654 755"]);
    }

    [Fact]
    public async Task A_base_whose_layers_cannot_be_read_is_a_warning_and_nothing_is_said_of_its_folders()
    {
        await using var bench = await StartAsync("not a tar at all, but as long as one would have to be, and then some more"u8.ToArray());

        await PublishAsync(bench, definition => definition with { WorkingDirectory = "/home/app/site", Volumes = ["/data"] });

        var image = await bench.Registry.PullAsync(PublishBench.Repository);
        Folders(image.OwnLayers[0])[0].ShouldBe("home/app/site/ 0:0 755");
        image.OwnLayers.ShouldNotContain(layer => layer.Class == "volumes");
        bench.Log.Lines.ShouldContain(line => line.StartsWith("CTZ5007: Looking up /data, /home/app in ", StringComparison.Ordinal));
    }

    private static async Task<PublishBench> StartAsync(params byte[][] layers)
    {
        var bench = await PublishBench.StartAsync();
        byte[][] tars = layers.Length > 0 ? layers :
        [
            TarOf(
                ("etc/", 0, 0, 0b111_101_101, null),
                ("etc/passwd", 0, 0, 0, "=root:x:0:0::/root:/bin/sh\napp:x:1654:1655::/home/app:/bin/sh\n"),
                ("etc/group", 0, 0, 0, "=root:x:0:\napp:x:1655:\n"),
                ("home/", 0, 0, 0b111_101_101, null),
                ("home/app/", 1654, 1654, 0b111_101_000, null),
                ("lib", 0, 0, 0, "usr/lib"),
                ("loop", 0, 0, 0, "loop"),
                ("run/", 0, 0, 0b111_101_101, null),
                ("run/lock/", 0, 0, 0b1_111_111_111, null),
                ("tmp/", 0, 0, 0b1_111_111_111, null),
                ("usr/lib/", 0, 0, 0b111_101_101, null)),
            TarOf(("var/", 0, 0, 0b111_101_101, null), ("var/lock", 0, 0, 0, "../run/lock"), ("var/run", 0, 0, 0, "/run")),
        ];
        bench.Registry.PushImage(Base, "1", FakeBases.Config("amd64", null), [.. tars.Select(tar => SeedLayer.Gzip(tar))]);
        return bench;
    }

    /// <summary>An app with a file that is somebody's.</summary>
    private static async Task<PulledImage> PublishStoreAsync(PublishBench bench, string workingDirectory)
    {
        bench.Write("store/seed.db", "seed");
        await PublishAsync(bench, definition => definition with { WorkingDirectory = workingDirectory, Permissions = [new PermissionRule("store/*", "3000:4000", Mode: null)] });
        return await bench.Registry.PullAsync(PublishBench.Repository);
    }

    private static Task<PublishResult> PublishAsync(PublishBench bench, Func<ImageDefinition, ImageDefinition> change)
        => bench.PublishAsync(definition => change(definition with { BaseImage = new ImageReference { Registry = bench.Registry.Host, Repository = Base, Tag = "1" } }));

    /// <summary>Folders in the order of the tar, with owner and mode.</summary>
    private static IReadOnlyList<string> Folders(PulledLayer layer)
        => [.. layer.Items.Where(item => item.IsDirectory).Select(item => $"{item.Path} {item.Uid}:{item.Gid} {Convert.ToString((int)item.Mode, 8)}")];

    /// <param name="entries">A target makes a link, one that begins with an equals sign a file with that text.</param>
    private static byte[] TarOf(params (string Path, int User, int Group, int Mode, string? Target)[] entries)
    {
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var (path, user, group, mode, target) in entries)
            {
                var type = path.EndsWith('/') ? TarEntryType.Directory : target is null || target[0] == '=' ? TarEntryType.RegularFile : TarEntryType.SymbolicLink;
                var entry = new PaxTarEntry(type, path) { Uid = user, Gid = group, Mode = (UnixFileMode)mode };
                if (type == TarEntryType.SymbolicLink)
                {
                    entry.LinkName = target!;
                }
                else if (type == TarEntryType.RegularFile)
                {
                    entry.DataStream = new MemoryStream(Encoding.UTF8.GetBytes(target?[1..] ?? string.Empty));
                }

                writer.WriteEntry(entry);
            }
        }

        return tar.ToArray();
    }
}
