using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>The forms a .NET program is shipped in. Each image's program is run, because a wrong entrypoint or a lost bit shows only then.</summary>
public sealed class DeploymentTests : IAsyncLifetime
{
    private const string Rid = "linux-x64";

    private Publisher publisher = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.X64, "The programs are made for linux-x64 and run here.");
        publisher = await Publisher.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (publisher is not null)
        {
            await publisher.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_self_contained_program_has_the_runtime_in_a_layer_of_its_own_and_starts_by_itself()
    {
        var image = await PublishAsync("-p:SelfContained=true");

        image.OwnLayers.Select(l => l.Class).ShouldBe(["runtime", "host", "packages", "app"]);
        image.LayerOf("runtime")!.Files.ShouldContain("app/libcoreclr.so");
        image.LayerOf("runtime")!.Files.ShouldContain("app/System.Private.CoreLib.dll");
        image.LayerOf("packages")!.Files.ShouldBe([$"app/{TestPackages.StableFile}"]);
        await ShouldRunNativelyAsync(image, "10.0");
    }

    [Fact]
    public async Task A_single_file_is_published_whole_and_again_unchanged()
    {
        var image = await PublishAsync("-p:SelfContained=true", "-p:PublishSingleFile=true", "-p:IncludeNativeLibrariesForSelfExtract=true");

        image.ClassOf("app/App").ShouldBe("app");
        image.Files.Keys.ShouldNotContain("app/App.dll");
        await ShouldRunNativelyAsync(image, "10.0");
        (await PublishAsync("-p:SelfContained=true", "-p:PublishSingleFile=true", "-p:IncludeNativeLibrariesForSelfExtract=true")).Digest.ShouldBe(image.Digest);
    }

    [Fact]
    public async Task A_single_file_that_leaves_native_libraries_beside_it_has_them_after_a_second_publish_too()
    {
        string[] arguments = ["-p:SelfContained=true", "-p:PublishSingleFile=true"];
        var first = await PublishAsync(arguments);

        var second = await PublishAsync(arguments);

        second.Files.Keys.ShouldBe(first.Files.Keys);
        second.Digest.ShouldBe(first.Digest);
    }

    [Fact]
    public async Task A_trimmed_program_keeps_what_changes_with_it_in_the_app_layer()
    {
        var image = await PublishAsync("-p:SelfContained=true", "-p:PublishTrimmed=true");

        // The linker rewrites what packages brought whenever the app changes: those files are as short-lived as the app.
        image.LayerOf("packages").ShouldBeNull();
        image.ClassOf($"app/{TestPackages.StableFile}").ShouldBe("app");
        image.ClassOf("app/libcoreclr.so").ShouldBe("runtime");
        await ShouldRunNativelyAsync(image, "10.0-noble-chiseled-extra");
    }

    [Fact]
    public async Task A_ReadyToRun_program_keeps_its_layers()
    {
        var image = await PublishAsync("-p:PublishReadyToRun=true", "-p:SelfContained=false");

        image.OwnLayers.Select(l => l.Class).ShouldBe(["host", "packages", "app"]);
        image.LayerOf("host")!.Files.ShouldBe(["app/App"]);
        image.LayerOf("packages")!.Files.ShouldBe([$"app/{TestPackages.StableFile}"]);
        image.Entrypoint.ShouldBe(["dotnet", "/app/App.dll"]);
        (await image.RunAsync(publisher.Workspace)).ShouldBe("hello");
    }

    [Fact]
    public async Task A_native_program_is_an_executable_and_what_it_was_given_to_carry()
    {
        Assert.SkipUnless(Finds("clang") || Finds("gcc"), "Native AOT needs clang or gcc to link with, and neither is on PATH.");
        var restore = await publisher.Workspace.Console("Probe").Property("PublishAot", "true").Save().Workspace.Dotnet
            .RunAsync(["restore", publisher.Workspace.PathOf("Probe/Probe.csproj"), "-r", Rid], TestContext.Current.CancellationToken);
        Assert.SkipUnless(restore.Succeeded, $"The native compiler's package is not to be had here: {string.Join("; ", restore.Errors)}");

        var image = await PublishAsync("-p:PublishAot=true", "-p:InvariantGlobalization=true");

        image.OwnLayers.Select(l => l.Class).ShouldBe(["app"]);
        image.Files["app/App"].IsExecutable.ShouldBeTrue();
        image.Files.Keys.ShouldNotContain(path => path.EndsWith(".dll", StringComparison.Ordinal));
        await ShouldRunNativelyAsync(image, "10.0-noble-chiseled");
    }

    private static bool Finds(string program)
        => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(folder => File.Exists(Path.Join(folder, program)));

    private Task<PulledImage> PublishAsync(params string[] arguments) => publisher.PublishSoundlyAsync(
        publisher.Workspace.Console().ByReference().WithStablePackage()
            // Something of the package is used, or trimming would leave nothing of it.
            .File("Program.cs", """System.Console.WriteLine(new Newtonsoft.Json.Linq.JValue("hello").ToString());"""),
        ["-r", Rid, .. arguments]);

    private async Task ShouldRunNativelyAsync(PulledImage image, string baseTag)
    {
        image.Entrypoint.ShouldBe(["/app/App"]);
        image.Label("org.opencontainers.image.base.name").ShouldBe($"{publisher.Registry.Host}/dotnet/runtime-deps:{baseTag}");
        (await image.RunAsync(publisher.Workspace)).ShouldBe("hello");
    }
}
