using System.Formats.Tar;
using System.Text;
using System.Text.Json.Nodes;
using Containerize.TestKit;
using Containerize.TestKit.Images;
using Containerize.TestKit.Registry;
using Containerize.TestKit.Registry.Seeding;
using Shouldly;
using Xunit;

namespace Containerize.Tests.TestKit;

/// <summary>The validator finds nothing in a sound image, and in any other exactly what is wrong with it.</summary>
public sealed class ImageValidatorTests : RegistryTest
{
    private static readonly byte[] SoundTar = TestTar.Of(("app/", null), ("app/App.dll", "code"), ("app/z.txt", "text"));

    [Fact]
    public async Task A_sound_image_passes()
    {
        (await OwnImageAsync(SoundTar)).ShouldBeSound();
        Registry.PushDotnet();
        (await Registry.PullAsync("dotnet/aspnet", "10.0", "arm64")).ShouldBeSound();
    }

    [Fact]
    public async Task An_image_reads_back_as_it_was_put_together()
    {
        Registry.PushDotnet();

        var image = await Registry.PullAsync("dotnet/runtime", "10.0");

        image.Layers.Select(l => l.Class).ShouldBe(["base", "base"]);
        image.OwnLayers.ShouldBeEmpty();
        image.Environment("APP_UID").ShouldBe("1654");
        image.Command.ShouldBe(["/bin/bash"]);
        image.Label("base.label").ShouldBe("kept");
        image.Files["etc/group"].Text.ShouldStartWith("root:x:0:");
        var overHttp = await PulledImage.ReadAsync(new RegistryImageSource(Client, "dotnet/runtime"), "10.0", cancellationToken: Cancellation);
        overHttp.ToString().ShouldBe(image.ToString());
    }

    [Fact]
    public async Task The_layers_of_ours_carry_their_class()
    {
        var image = await OwnImageAsync(SoundTar);

        image.OwnLayers.ShouldHaveSingleItem().Class.ShouldBe("app");
        image.ClassOf("app/App.dll").ShouldBe("app");
        image.LayerOf("packages").ShouldBeNull();
    }

    public static TheoryData<string, string> Spoilt => new()
    {
        { "config.os", "a configuration names its platform" },
        { "config.diffid", "a diffID is the digest of the uncompressed tar" },
        { "config.diffid-missing", "there is one diffID for each layer" },
        { "config.history", "there is one history entry that is not empty for each layer" },
        { "config.rootfs", "rootfs has the type layers" },
        { "manifest.size", "a descriptor has its content's size" },
        { "manifest.family", "media types are all of one family" },
        { "manifest.version", "schemaVersion is 2" },
        { "manifest.type", "a manifest is served as what it calls itself" },
        { "blob", "a descriptor has its content's digest" },
    };

    [Theory]
    [MemberData(nameof(Spoilt))]
    public async Task What_is_wrong_with_an_image_is_named(string what, string check)
    {
        var image = await OwnImageAsync(SoundTar, what);

        ImageValidator.Validate(image).Select(f => f.Check).ShouldContain(check);
        Should.Throw<InvalidDataException>(image.ShouldBeSound).Message.ShouldContain(check);
    }

    public static TheoryData<string, string> SpoiltTars => new()
    {
        { "order", "entries are in ordinal order" },
        { "twice", "a path comes once" },
        { "parent", "a folder comes before what is in it" },
        { "absolute", "paths are relative and plain" },
        { "owner", "entries belong to nobody" },
        { "file-mode", "files have mode 0644 or 0755" },
        { "folder-mode", "folders have mode 0755" },
        { "link", "links are relative" },
        { "pipe", "entries are files, folders and links" },
        { "time", "entries have one time" },
        { "end", "a tar ends in two zero blocks" },
    };

    [Theory]
    [MemberData(nameof(SpoiltTars))]
    public async Task What_is_wrong_with_a_layer_is_named(string what, string check)
    {
        var image = await OwnImageAsync(SpoiltTar(what));

        ImageValidator.Validate(image).Select(f => f.Check).Distinct().ShouldBe([check]);
    }

    private static byte[] SpoiltTar(string what) => what switch
    {
        "order" => TestTar.Of(("b", "1"), ("a", "2")),
        "twice" => TestTar.Of(("a", "1"), ("a", "2")),
        "parent" => TestTar.Of(("app/a", "1")),
        "absolute" => TestTar.Of(("/a", "1")),
        "end" => SoundTar[..^512],
        _ => TarOf(what switch
        {
            "owner" => [Entry("a", e => e.Uid = 1000)],
            "file-mode" => [Entry("a", e => e.Mode = UnixFileMode.UserRead)],
            "folder-mode" => [Entry("a/", e => e.Mode = UnixFileMode.UserRead, TarEntryType.Directory), Entry("a/b", _ => { })],
            "link" => [Entry("a", e => e.LinkName = "/b", TarEntryType.SymbolicLink)],
            "pipe" => [Entry("a", _ => { }, TarEntryType.Fifo)],
            "time" => [Entry("a", _ => { }), Entry("b", e => e.ModificationTime = DateTimeOffset.UnixEpoch.AddYears(1))],
            _ => throw new ArgumentOutOfRangeException(nameof(what), what, null),
        }),
    };

    private static UstarTarEntry Entry(string path, Action<UstarTarEntry> spoil, TarEntryType type = TarEntryType.RegularFile)
    {
        var entry = new UstarTarEntry(type, path) { Mode = (UnixFileMode)0b110_100_100, ModificationTime = DateTimeOffset.UnixEpoch };
        spoil(entry);
        return entry;
    }

    private static byte[] TarOf(UstarTarEntry[] entries)
    {
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var entry in entries)
            {
                writer.WriteEntry(entry);
            }
        }

        return tar.ToArray();
    }

    /// <summary>An image of one layer of ours, sound but for what is asked for.</summary>
    private async Task<PulledImage> OwnImageAsync(byte[] tar, string spoil = "")
    {
        var layer = SeedLayer.Gzip(tar);
        var config = new JsonObject
        {
            ["architecture"] = "amd64",
            ["os"] = spoil == "config.os" ? "" : "linux",
            ["rootfs"] = new JsonObject
            {
                ["type"] = spoil == "config.rootfs" ? "files" : "layers",
                ["diff_ids"] = spoil == "config.diffid-missing" ? [] : new JsonArray(spoil == "config.diffid" ? Sha256.OfNothing : layer.DiffId),
            },
            ["history"] = new JsonArray(new JsonObject { ["created_by"] = "app: the application", ["comment"] = "containerize gzip" }),
        };
        if (spoil == "config.history")
        {
            config["history"]!.AsArray().Add(new JsonObject { ["created_by"] = "one too many" });
        }

        var image = Registry.PushImage("app", "latest", config, [layer]);
        var manifest = JsonNode.Parse(Registry.Store.Manifest("app", "latest")!.Content)!;
        var served = image.MediaType;
        switch (spoil)
        {
            case "manifest.size":
                manifest["layers"]![0]!["size"] = 1;
                break;
            case "manifest.family":
                manifest["layers"]![0]!["mediaType"] = "application/vnd.docker.image.rootfs.diff.tar.gzip";
                break;
            case "manifest.version":
                manifest["schemaVersion"] = 1;
                break;
            case "manifest.type":
                served = "application/vnd.docker.distribution.manifest.v2+json";
                break;
        }

        Registry.Store.PutManifest("app", "latest", served, Encoding.UTF8.GetBytes(manifest.ToJsonString()));
        return await PulledImage.ReadAsync(new Spoiler(new StoreImageSource(Registry.Store, "app"), spoil == "blob" ? layer.Digest : ""), "latest", cancellationToken: Cancellation);
    }

    /// <summary>Gives other content under one digest.</summary>
    private sealed class Spoiler(IImageSource inner, string spoilt) : IImageSource
    {
        public Task<StoredManifest?> ManifestAsync(string reference, CancellationToken cancellationToken) => inner.ManifestAsync(reference, cancellationToken);

        public async Task<byte[]?> BlobAsync(string digest, CancellationToken cancellationToken)
            => digest == spoilt ? SeedLayer.Gzip(TestTar.Of(("other", "content"))).Blob : await inner.BlobAsync(digest, cancellationToken);
    }
}
