using Containerize.Layering;
using Containerize.Oci;
using Containerize.TestKit;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Layering;

public sealed class FileChoiceTests
{
    [RanInto("native libraries of other platforms", "SQLite and Skia in an app that is published without a runtime identifier", "only what the image's platform can load is in the image, and the rest is counted")]
    [Theory]
    [InlineData("win-x64")]
    [InlineData("win10-x64")]
    [InlineData("win")]
    [InlineData("osx")]
    [InlineData("osx.10.14-arm64")]
    [InlineData("maccatalyst-x64")]
    [InlineData("ios-arm64")]
    [InlineData("iossimulator-x64")]
    [InlineData("android-arm64")]
    [InlineData("browser-wasm")]
    [InlineData("linux-arm64")]
    [InlineData("linux-arm")]
    [InlineData("linux-x86")]
    [InlineData("linux-s390x")]
    [InlineData("linux-musl-x64")]
    [InlineData("alpine-x64")]
    [InlineData("alpine.3.17-x64")]
    [InlineData("linux-bionic-x64")]
    [InlineData("ubuntu.22.04-arm64")]
    [InlineData("unix-arm64")]
    [InlineData("freebsd-x64")]
    public void What_a_platform_can_never_load_is_left_out(string identifier)
        => LeftOut(new ImageRuntime("x64", CLibrary.Glibc), Native(identifier)).ShouldBe([$"runtimes/{identifier}/native/libx.so"]);

    [Theory]
    [InlineData("linux-x64")]
    [InlineData("linux")]
    [InlineData("unix")]
    [InlineData("unix-x64")]
    [InlineData("any")]
    [InlineData("debian-x64")]
    [InlineData("debian.12-x64")]
    [InlineData("ubuntu.22.04-x64")]
    [InlineData("rhel.8-x64")]
    [InlineData("base")]
    [InlineData("somethingnew-x64")]
    public void What_it_may_load_stays(string identifier)
        => LeftOut(new ImageRuntime("x64", CLibrary.Glibc), Native(identifier)).ShouldBeEmpty();

    [Theory]
    [InlineData("linux-musl-x64")]
    [InlineData("alpine-x64")]
    [InlineData("linux-x64")]
    [InlineData("debian-x64")]
    public void Where_the_C_library_is_not_certain_those_for_each_stay(string identifier)
        => LeftOut(new ImageRuntime("x64", Library: null), Native(identifier)).ShouldBeEmpty();

    [Theory]
    [InlineData("arm")]
    [InlineData("armel")]
    [InlineData("armv6")]
    public void The_kinds_of_32_bit_ARM_are_not_told_apart(string identifier)
    {
        LeftOut(new ImageRuntime("arm", CLibrary.Glibc), Native("linux-" + identifier)).ShouldBeEmpty();
        LeftOut(new ImageRuntime("arm64", CLibrary.Glibc), Native("linux-" + identifier)).Count.ShouldBe(1);
    }

    [Fact]
    public void With_musl_a_library_for_glibc_stays_only_where_there_is_none_for_musl()
    {
        var runtime = new ImageRuntime("x64", CLibrary.Musl);

        LeftOut(runtime, Native("linux-x64")).ShouldBeEmpty();
        LeftOut(runtime, Native("linux-x64"), Native("linux-musl-x64")).ShouldBe(["runtimes/linux-x64/native/libx.so"]);
        LeftOut(runtime, Native("debian.12-x64")).Count.ShouldBe(1);
    }

    [Fact]
    public void In_a_builder_that_does_not_say_what_it_builds_for_every_architecture_stays()
        => LeftOut(new ImageRuntime(null, CLibrary.Glibc), Native("linux-arm64"), Native("linux-x64"), Native("win-x64")).ShouldBe(["runtimes/win-x64/native/libx.so"]);

    [Fact]
    public void Managed_libraries_for_other_systems_go_too()
        => LeftOut(new ImageRuntime("x64", CLibrary.Glibc), Native("win") with { RelativePath = "runtimes/win/lib/net10.0/System.Diagnostics.EventLog.dll" }).Count.ShouldBe(1);

    [Fact]
    public void What_the_project_puts_below_a_folder_of_that_name_stays()
    {
        LeftOut(new ImageRuntime("x64", CLibrary.Glibc), Native("win-x64") with { Origin = new FileOrigin.Content() }, Native("osx") with { Origin = new FileOrigin.App() }).ShouldBeEmpty();
        LeftOut(new ImageRuntime("x64", CLibrary.Glibc), Native("win-x64") with { RelativePath = "runtimes/win-x64" }, Native("win-x64") with { RelativePath = "data/runtimes/win-x64/x" }).ShouldBeEmpty();
    }

    [Fact]
    public void The_switch_keeps_all()
        => LeftOut(null, Native("win-x64"), Native("linux-arm64")).ShouldBeEmpty();

    [RanInto("debug symbols", "the .dbg of a native program, two thirds of the image", "not in the image unless ContainerizeKeepSymbols asks for it")]
    [Fact]
    public void Debug_symbols_of_native_code_are_left_out_unless_asked_for()
    {
        PublishedFile[] files = [App("aot"), App("aot.dbg"), App("libx.so"), App("libx.so.dbg"), App("liby.so"), App("liby.dbg"), App("aot.dSYM/Contents/Resources/DWARF/aot"), App("Shop.pdb")];

        Symbols(new FileChoice(TakesSymbols: false), files).ShouldBe(["aot.dbg", "libx.so.dbg", "liby.dbg", "aot.dSYM/Contents/Resources/DWARF/aot"]);
        Symbols(new FileChoice(TakesSymbols: true), files).ShouldBeEmpty();
    }

    [Fact]
    public void Data_that_only_ends_like_symbols_stays()
    {
        Symbols(new FileChoice(TakesSymbols: false), App("scan.dbg"), App("notes") with { Origin = new FileOrigin.Content() }, App("notes.dbg") with { Origin = new FileOrigin.Content() }).ShouldBeEmpty();
        Symbols(new FileChoice(TakesSymbols: false, IsNative: true), App("renamed"), App("original.dbg")).ShouldBe(["original.dbg"]);
    }

    private static IReadOnlyList<string> LeftOut(ImageRuntime? runtime, params PublishedFile[] files)
        => [.. new FileChoice(runtime).Sort(files).LeftOut.Select(file => file.File.RelativePath)];

    private static IReadOnlyList<string> Symbols(FileChoice choice, params PublishedFile[] files)
    {
        var (taken, leftOut) = choice.Sort(files);
        (taken.Count + leftOut.Count).ShouldBe(files.Length);
        leftOut.ShouldAllBe(file => file.Reason == LeftOutReason.DebugSymbols);
        return [.. leftOut.Select(file => file.File.RelativePath)];
    }

    private static PublishedFile Native(string identifier)
        => new($"runtimes/{identifier}/native/libx.so", "/nowhere", 100, Executable: false, new FileOrigin.Package("Native", "1.0.0"));

    private static PublishedFile App(string path) => new(path, "/nowhere", 100, Executable: false, new FileOrigin.App());
}
