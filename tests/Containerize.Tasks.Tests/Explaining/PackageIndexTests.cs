using Containerize.Explaining;
using Containerize.Explaining.Packages;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Explaining;

/// <summary>Whose the files of other people's images are.</summary>
public sealed class PackageIndexTests
{
    private const string Deps = """
        {
          "targets": { ".NETCoreApp,Version=v10.0": {
            "Shop/1.0.0": { "runtime": { "Shop.dll": {} } },
            "Serilog/4.2.0": { "runtime": { "lib/net9.0/Serilog.dll": { "assemblyVersion": "4.0.0.0" } }, "resources": { "lib/net9.0/de/Serilog.resources.dll": { "locale": "de" } } },
            "Native/2.0.0": { "runtimeTargets": { "runtimes/linux-x64/native/libn.so": { "rid": "linux-x64", "assetType": "native" } } } } },
          "libraries": { "Shop/1.0.0": { "type": "project" }, "Serilog/4.2.0": { "type": "package" }, "Native/2.0.0": { "type": "package" } }
        }
        """;

    [Fact]
    public async Task A_NET_apps_own_list_says_which_package_a_file_is_of()
    {
        var layer = await ReadLayer.ExplainAsync(
            ("app/Shop.deps.json", Deps), ("app/Shop.dll", "1"), ("app/Serilog.dll", "2"), ("app/de/Serilog.resources.dll", "3"), ("app/libn.so", "4"), ("other/Serilog.dll", "5"));

        Owners(layer).ShouldBe([
            "app/Serilog.dll: Serilog 4.2.0 (NuGet package)", "app/Shop.deps.json: ", "app/Shop.dll: Shop 1.0.0 (project)", "app/de/Serilog.resources.dll: Serilog 4.2.0 (NuGet package)",
            "app/libn.so: Native 2.0.0 (NuGet package)", "other/Serilog.dll: ",
        ]);
    }

    [Fact]
    public async Task Debians_lists_say_it_also_where_folders_have_become_links()
    {
        var layer = await ReadLayer.ExplainAsync(
            ("var/lib/dpkg/status", "Package: libc6\nStatus: install ok installed\nVersion: 2.36-9\n\nPackage: bash\nVersion: 5.2\n"),
            ("var/lib/dpkg/info/libc6:amd64.list", "/.\n/lib\n/lib/libc.so.6\n"),
            ("var/lib/dpkg/info/bash.list", "/bin/bash\n"),
            ("usr/lib/libc.so.6", "1"),
            ("usr/bin/bash", "2"));

        Owners(layer).ShouldContain("usr/lib/libc.so.6: libc6 2.36-9 (Debian package)");
        Owners(layer).ShouldContain("usr/bin/bash: bash 5.2 (Debian package)");
    }

    [Fact]
    public async Task So_do_those_of_images_without_dpkg()
    {
        var layer = await ReadLayer.ExplainAsync(
            ("var/lib/dpkg/status.d/tzdata", "Package: tzdata\nVersion: 2026a\n"), ("var/lib/dpkg/status.d/tzdata.md5sums", "0123  usr/share/zoneinfo/UTC\n"), ("usr/share/zoneinfo/UTC", "z"));

        Owners(layer).ShouldContain("usr/share/zoneinfo/UTC: tzdata 2026a (Debian package)");
    }

    [Fact]
    public async Task So_does_Alpines_database()
    {
        var layer = await ReadLayer.ExplainAsync(
            ("lib/apk/db/installed", "C:Q1\nP:musl\nV:1.2.5-r0\nF:lib\nR:ld-musl-x86_64.so.1\na:0:0:755\n\nP:busybox\nV:1.36\nF:bin\nR:busybox\n"), ("lib/ld-musl-x86_64.so.1", "1"), ("bin/busybox", "2"));

        Owners(layer).ShouldContain("lib/ld-musl-x86_64.so.1: musl 1.2.5-r0 (Alpine package)");
        Owners(layer).ShouldContain("bin/busybox: busybox 1.36 (Alpine package)");
    }

    [Fact]
    public void So_does_what_chisel_leaves_in_chiseled_images()
    {
        using var wall = new MemoryStream();
        using (var zstd = new ZstdSharp.CompressionStream(wall, leaveOpen: true))
        {
            zstd.Write("""
                {"jsonwall":"1.0","schema":"1.0","count":4}
                {"kind":"package","name":"libssl3t64","version":"3.0.13-0ubuntu3","sha256":"00","arch":"amd64"}
                {"kind":"path","path":"/usr/lib/x86_64-linux-gnu/libssl.so.3","mode":"0644","slices":["libssl3t64_libs"],"size":6}
                {"kind":"slice","name":"libssl3t64_libs"}
                """u8);
        }

        var facts = new PackageFacts();
        facts.Read("var/lib/chisel/manifest.wall", wall.ToArray());
        var index = new PackageIndex();
        index.Learn(facts);

        index.Explain(new ExplainedFile("usr/lib/x86_64-linux-gnu/libssl.so.3", 6)).Owner.ShouldBe("libssl3t64 3.0.13-0ubuntu3");
    }

    [Theory]
    [InlineData("usr/share/dotnet/shared/Microsoft.NETCore.App/10.0.1/System.dll", "Microsoft.NETCore.App 10.0.1 (.NET's shared framework)")]
    [InlineData("srv/node_modules/@types/node/index.js", "@types/node (npm package)")]
    [InlineData("srv/node_modules/left-pad/lib/index.js", "left-pad (npm package)")]
    [InlineData("usr/lib/python3/dist-packages/yaml/loader.py", "yaml (Python package)")]
    [InlineData("srv/app", "")]
    public async Task Where_a_file_lies_says_it_too(string path, string owner)
        => Owners(await ReadLayer.ExplainAsync((path, "1"))).ShouldBe([$"{path}: {owner}"]);

    [Theory]
    [InlineData("app/x.deps.json", "{ not JSON")]
    [InlineData("app/x.deps.json", """{"targets":[1],"libraries":{"a":1}}""")]
    [InlineData("app/x.deps.json", """{"targets":{"t":{"a/1":{"runtime":[]},"b/1":3}},"libraries":{"a/1":{"type":7}}}""")]
    [InlineData("var/lib/dpkg/status", "Version: 1\nPackage")]
    [InlineData("var/lib/chisel/manifest.wall", "no zstd at all")]
    [InlineData("lib/apk/db/installed", "R:\nF\nP:\n\n:::")]
    public async Task What_is_written_in_no_such_way_says_nothing(string path, string content)
        => Owners(await ReadLayer.ExplainAsync((path, content))).ShouldBe([$"{path}: "]);

    private static string[] Owners(ExplainedLayer layer)
        => [.. layer.Files!.Select(file => $"{file.Path}: {file.Owner}{(file.Reason is null ? string.Empty : $" ({file.Reason})")}")];
}
