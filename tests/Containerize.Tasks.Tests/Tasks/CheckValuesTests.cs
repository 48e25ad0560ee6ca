using Containerize.Tasks;
using Containerize.TestKit;
using Containerize.Tests.Docs;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Tasks;

/// <summary>What is wrong in what a project says of its image is told when a publish begins: all of it, and nothing else.</summary>
public sealed class CheckValuesTests : IDisposable
{
    private static readonly Mistake[] All =
    [
        Property("Registry", "https://ghcr.io", "CTZ1101", "ContainerRegistry"),
        Property("Repository", "Acme/Shop", "CTZ1102", "ContainerRepository"),
        Property("RepositoryPrefix", "/acme", "CTZ1102", "ContainerRepositoryPrefix"),
        Property("ImageTag", "-x", "CTZ1103", "ContainerImageTag"),
        Property("ImageTags", "ok;not ok", "CTZ1103", "'not ok'"),
        Property("ImageTags", "ok;not ok;b@d", "CTZ1103", "'b@d'"),
        Property("Version", "none", "CTZ1103", "ContainerVersionTags"),
        Property("BaseImage", "Ghcr.IO/UPPER", "CTZ1104", "ContainerBaseImage"),
        Property("WorkingDirectory", "app", "CTZ1108", "ContainerWorkingDirectory"),
        Property("RuntimeIdentifier", "freebsd-x64", "CTZ1109", "freebsd-x64"),
        Property("AppCommandInstruction", "Cmd", "CTZ1110", "ContainerAppCommandInstruction"),
        Property("Compression", "lzma", "CTZ1111", "ContainerizeCompression"),
        Property("ImageFormat", "V1", "CTZ1111", "ContainerImageFormat"),
        Property("CacheFrom", "not an image", "CTZ1111", "ContainerizeCacheFrom"),
        Property("RegistryMirror", "docker.io", "CTZ1111", "ContainerizeRegistryMirror"),
        Property("InsecureRegistry", "http://registry.local", "CTZ1101", "ContainerizeInsecureRegistry"),
        Property("User", "no such user", "CTZ1116", "ContainerUser"),
        Property("StopSignal", "SIGNAL", "CTZ1111", "ContainerStopSignal"),
        Property("SecretScan", "yes", "CTZ1111", "ContainerizeSecretScan:"),
        Property("SecretScanAllow", "\"a.pfx", "CTZ1115", "ContainerizeSecretScanAllow"),
        Property("HealthCheckInterval", "soon", "CTZ1111", "ContainerHealthCheckInterval"),
        Property("HealthCheckTimeout", "5", "CTZ1111", "ContainerHealthCheckTimeout"),
        Property("HealthCheckStartPeriod", "-1s", "CTZ1111", "ContainerHealthCheckStartPeriod"),
        Property("HealthCheckRetries", "0", "CTZ1111", "ContainerHealthCheckRetries"),
        Property("KeepForeignRuntimes", "maybe", "CTZ1111", "ContainerizeKeepForeignRuntimes"),
        Property("KeepSymbols", "1", "CTZ1111", "ContainerizeKeepSymbols"),
        Property("Layering", "coarse", "CTZ1111", "ContainerizeLayering"),
        Property("PackageLayers", "100", "CTZ1111", "ContainerizePackageLayers"),
        Property("CacheSize", "much", "CTZ1111", "ContainerizeCacheSize"),
        Property("Exclude", "\"*.pdb", "CTZ1115", "ContainerExclude"),
        Property("Builder", "kaniko", "CTZ1111", "ContainerizeBuilder"),
        Property("LayoutPath", "images", "CTZ1111", "ContainerLayoutOutputPath"),
        Item(ItemKind.Switch, "ContainerGenerateLabels", "CTZ1111", "ContainerGenerateLabels is 'no'", ("Value", "no")),
        Item(ItemKind.Switch, "ContainerizePinBase", "CTZ1111", "ContainerizePinBase is '1'", ("Value", "1")),
        Item(ItemKind.Port, "http", "CTZ1105", "'http'"),
        Item(ItemKind.Port, "70000", "CTZ1105", "'70000'"),
        Item(ItemKind.Port, "80", "CTZ1105", "'sctp'", ("Type", "sctp")),
        Item(ItemKind.EnvironmentVariable, "1BAD", "CTZ1106", "'1BAD'", ("Value", "x")),
        Item(ItemKind.Label, "a=b", "CTZ1107", "'a=b'", ("Value", "x")),
        Item(ItemKind.Label, "c=d", "CTZ1107", "'c=d'", ("Value", "x")),
        Item(ItemKind.Annotation, "a\tb", "CTZ1114", "annotation", ("Value", "x")),
        Item(ItemKind.Annotation, "scoped", "CTZ1114", "Scope", ("Value", "x"), ("Scope", "Layer")),
        Item(ItemKind.Volume, "data", "CTZ1117", "'data'"),
        Item(ItemKind.LayerRule, "models", "CTZ1113", "Files"),
        Item(ItemKind.Content, "a.txt", "CTZ1125", "'c:/x'", ("TargetPath", "c:\\x")),
        Item(ItemKind.Content, "b.txt", "CTZ1125", "Owner 'nobody'", ("Owner", "nobody")),
        Item(ItemKind.Content, "c.txt", "CTZ1125", "Mode 'rw'", ("Mode", "rw")),
        Item(ItemKind.Directory, "/", "CTZ1125", "root of the image"),
        Item(ItemKind.Directory, "/data", "CTZ1125", "Mode '9'", ("Mode", "9")),
        Item(ItemKind.Permission, "pages", "CTZ1125", "neither", ("Files", "pages/*")),
        Item(ItemKind.Permission, "scripts", "CTZ1125", "Mode '99'", ("Files", "*.sh"), ("Mode", "99")),
        Item(ItemKind.Entrypoint, "tini -g", "CTZ1120", "ContainerEntrypoint"),
        Item(ItemKind.BuildArgument, "my arg", "CTZ1111", "ContainerizeBuildArgument"),
        Item(ItemKind.Run, "apt-get update", "CTZ1111", "Stage", ("Stage", "build")),
        Item(ItemKind.Run, "apt-get clean", "CTZ1111", "Position", ("Position", "last")),
        Item(ItemKind.NuGetCredential, "my=feed", "CTZ1111", "ContainerizeNuGetCredential"),
        new("a Dockerfile's Profile", "CTZ1111", "ContainerizeDockerfileProfile", task => Dockerfile(task).SetMetadata("Profile", "docker")),
        new("a Dockerfile's Syntax", "CTZ1111", "ContainerizeDockerfileSyntax", task => Dockerfile(task).SetMetadata("Syntax", "docker/dockerfile:1 -D")),
        new("a Dockerfile's SdkImage", "CTZ1104", "ContainerizeSdkImage", task => Dockerfile(task).SetMetadata("SdkImage", "UPPER")),
    ];

    private static readonly string Targets = Path.Join(Repository.Root, "src", "Containerize.Sdk", "build");

    private readonly TemporaryFolder folder = new();
    private readonly RecordingEngine engine = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Names => [.. All.Select(mistake => mistake.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_mistake_is_one_coded_line(string name)
    {
        var mistake = Array.Find(All, mistake => mistake.Name == name)!;
        using var task = Create(mistake.Make);

        task.Execute().ShouldBeFalse();

        engine.Errors.Select(error => error.Code).Distinct().ShouldBe([mistake.Code]);
        engine.Errors.ShouldContain(error => error.Message!.Contains(mistake.Told, StringComparison.Ordinal));
        // A list may have a second one in it.
        engine.Errors.Count.ShouldBe(name.Contains("b@d", StringComparison.Ordinal) ? 2 : 1);
        engine.Errors.ShouldAllBe(error => error.File == folder.At("Shop/Shop.csproj") && !error.Message!.Contains('\n', StringComparison.Ordinal));
    }

    [Fact]
    public void Forty_mistakes_and_more_are_as_many_lines_of_one_run()
    {
        using var task = Create([.. All.Select(mistake => mistake.Make)]);

        task.Execute().ShouldBeFalse();

        foreach (var mistake in All)
        {
            engine.Errors.ShouldContain(error => error.Code == mistake.Code && error.Message!.Contains(mistake.Told, StringComparison.Ordinal), mistake.Name);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{All.Length} mistakes, {engine.Errors.Count} lines, {engine.Errors.Select(error => error.Code).Distinct().Count()} codes");
        engine.Errors.Count.ShouldBe(All.Length);
        All.Length.ShouldBeGreaterThan(40);
    }

    [Fact]
    public void What_is_right_is_not_told()
    {
        using var task = Create();

        task.Execute().ShouldBeTrue();

        engine.Errors.ShouldBeEmpty();
        engine.Warnings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("buildctl", false)]
    [InlineData("docker", true)]
    // A project may have the name, and a command line say whether a builder is to be used.
    [InlineData("", true)]
    public void A_builders_name_is_for_docker(string builder, bool isRight)
    {
        using var task = Create(task =>
        {
            Image(task).SetMetadata("Builder", builder);
            Image(task).SetMetadata("BuilderName", "far");
        });

        task.Execute().ShouldBe(isRight);

        engine.Errors.Select(error => error.Code).ShouldBe(isRight ? [] : ["CTZ1111"]);
    }

    [Theory]
    [InlineData("Dokcer", "", "", false)]
    [InlineData("Podman", "", "", true)]
    [InlineData("bin/engine", "", "", true)]
    [InlineData("", "", "", true)]
    // The image goes elsewhere.
    [InlineData("Dokcer", "Registry", "localhost:5000", true)]
    [InlineData("Dokcer", "ArchivePath", "out/shop.tar", true)]
    [InlineData("Dokcer", "LayoutPath", "out/shop", true)]
    public void An_engine_that_the_image_goes_to_is_one_that_is_known(string named, string place, string otherPlace, bool isRight)
    {
        using var task = Create(task =>
        {
            foreach (var elsewhere in new[] { "Registry", "ArchivePath", "LayoutPath" })
            {
                Image(task).SetMetadata(elsewhere, elsewhere == place ? otherPlace : string.Empty);
            }

            Image(task).SetMetadata("LocalRegistry", named);
        });

        task.Execute().ShouldBe(isRight);

        engine.Errors.Select(error => error.Code).ShouldBe(isRight ? [] : ["CTZ1111"]);
        engine.Errors.ShouldAllBe(error => error.Message!.Contains("LocalRegistry: 'Dokcer' is not an engine", StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_mistake_in_two_places_of_a_list_is_one_line()
    {
        using var task = Create(task => task.Add(ItemKind.Port, new TaskItem("http"), new TaskItem("http")));

        task.Execute().ShouldBeFalse();

        engine.Errors.ShouldHaveSingleItem();
    }

    public static TheoryData<string, string, string> Followed => new()
    {
        { "a working directory that content lies below", "CTZ1108", "wd" },
        { "a layer that content asks for", "CTZ1113", "layer" },
        { "an instruction with an entrypoint's arguments", "CTZ1110", "instruction" },
        { "a word of a health check that MSBuild took for files, with an interval", "CTZ1119", "pattern" },
        { "a platform that the app is not built for", "CTZ1109", "platform" },
        { "a format with annotations", "CTZ1111", "format" },
    };

    [Theory]
    [MemberData(nameof(Followed))]
    public void What_follows_from_a_mistake_is_no_mistake(string what, string code, string kind)
    {
        using var task = Create(task =>
        {
            switch (kind)
            {
                case "wd":
                    Image(task).SetMetadata("WorkingDirectory", "app");
                    task.Add(ItemKind.Content, new TaskItem("a.txt", Metadata(("TargetPath", "a.txt"))));
                    break;
                case "layer":
                    task.Add(ItemKind.LayerRule, new TaskItem("models"));
                    task.Add(ItemKind.Content, new TaskItem("a.txt", Metadata(("Layer", "models"))));
                    break;
                case "instruction":
                    Image(task).SetMetadata("AppCommandInstruction", "Cmd");
                    task.Add(ItemKind.EntrypointArgs, new TaskItem("-g"));
                    task.Add(ItemKind.DefaultArgs, new TaskItem("-x"));
                    break;
                case "pattern":
                    folder.Write("Shop/Shop.csproj", "<Project><ItemGroup><ContainerHealthCheck Include=\"curl*\" /></ItemGroup></Project>");
                    task.Description = [.. task.Description.Where(item => item.GetMetadata(ImageItems.KindMetadata) != nameof(ItemKind.HealthCheck))];
                    Image(task).SetMetadata("HealthCheckInterval", "30s");
                    break;
                case "platform":
                    Image(task).SetMetadata("RuntimeIdentifier", string.Empty);
                    Image(task).SetMetadata("Identifiers", "linux-vax");
                    Image(task).SetMetadata("BuildRuntimeIdentifier", "linux-arm64");
                    break;
                default:
                    Image(task).SetMetadata("ImageFormat", "V1");
                    task.Add(ItemKind.Annotation, new TaskItem("a", Metadata(("Value", "b"))));
                    break;
            }
        });

        task.Execute().ShouldBeFalse(what);

        engine.Errors.ShouldHaveSingleItem(what).Code.ShouldBe(code);
    }

    [Fact]
    public void Files_that_a_build_makes_are_not_missed()
    {
        folder.Write("Shop/bin/publish/other", "of an earlier publish");
        using var task = Create(task =>
        {
            task.Add(ItemKind.Content, new TaskItem("obj/made-by-a-target.txt", Metadata(("TargetPath", "/etc/made.txt"))));
            task.Add(ItemKind.Entrypoint, new TaskItem("my tools/init"));
        });

        task.Execute().ShouldBeTrue();
    }

    [Theory]
    [InlineData("interval", null, "CTZ1111")]
    [InlineData("arguments", null, "CTZ1110")]
    [InlineData("framework", null, "CTZ2004")]
    [InlineData("both", "CTZ1110", "CTZ1110")]
    [InlineData("family", "CTZ1111", "CTZ1111")]
    public void What_is_missing_a_target_may_still_bring(string what, string? early, string late)
    {
        folder.Write("Shop/bin/publish/Shop.dll", "the app");
        void Change(ImageTask task)
        {
            task.Description = [.. task.Description.Where(item => item.GetMetadata(ImageItems.KindMetadata) != nameof(ItemKind.HealthCheck))];
            var (name, value) = what switch
            {
                "interval" => ("HealthCheckInterval", "30s"),
                "framework" => ("TargetFrameworkVersion", "4.8"),
                "family" => ("Family", "alpine:3"),
                "both" => ("AppCommandInstruction", "Entrypoint"),
                _ => ("AppCommandInstruction", "DefaultArgs"),
            };
            Image(task).SetMetadata(name, value);
            Image(task).SetMetadata("BaseImage", what is "framework" or "family" ? string.Empty : "scratch");
            if (what is "both" or "arguments")
            {
                task.Add(what == "both" ? ItemKind.Entrypoint : ItemKind.EntrypointArgs, new TaskItem("tini"));
            }
        }

        using var start = Create(Change);
        start.Execute().ShouldBe(early is null);
        string.Concat(engine.Errors.Select(error => error.Code)).ShouldBe(early ?? string.Empty);

        engine.Errors.Clear();
        using var publish = PublishTask.Create(folder, engine);
        Change(publish);
        publish.Execute().ShouldBeFalse();
        engine.Errors.ShouldHaveSingleItem().Code.ShouldBe(late);
    }

    [Theory]
    [InlineData("<ContainerImageTag>$(Version)-alpine</ContainerImageTag>", "-alpine", true)]
    [InlineData("<ContainerImageTag>$(MinVerVersion)-alpine</ContainerImageTag>", "-alpine", true)]
    [InlineData("<ContainerImageTag>$(Version)+alpine</ContainerImageTag>", "1.0.0+alpine", false)]
    [InlineData("<ContainerImageTag>-alpine</ContainerImageTag>", "-alpine", false)]
    [InlineData("<Target Name=\"T\"><PropertyGroup><ContainerImageTag>$(Version)-alpine</ContainerImageTag></PropertyGroup></Target>", "-alpine", false)]
    public void A_tag_of_a_version_that_a_target_may_still_make_is_not_judged(string line, string value, bool isRight)
    {
        folder.Write("Shop/Shop.csproj", line.StartsWith("<Target", StringComparison.Ordinal) ? $"<Project>{line}</Project>" : $"<Project><PropertyGroup>{line}</PropertyGroup></Project>");
        using var task = Create(task =>
        {
            Image(task).SetMetadata("ImageTag", value);
            task.Add(ItemKind.LateValue, new TaskItem("Version"), new TaskItem("MinVerVersion"));
            task.Add(ItemKind.ProjectFile, new TaskItem(folder.At("Shop/Shop.csproj")));
        });

        task.Execute().ShouldBe(isRight);
    }

    [Theory]
    [InlineData("linux-x64;linux-arm64", "linux-arm64", "linux-x64", "CTZ1109", "RuntimeIdentifiers in the project to 'linux-x64;linux-arm64'")]
    [InlineData("linux-x64;linux-arm64", "linux-arm64", "linux-x64;linux-arm64", null, "")]
    [InlineData("linux-x64;linux-arm64", "", "", null, "")]
    [InlineData("linux-x64;linux-musl-x64", "", "", "CTZ1109", "linux/amd64 twice")]
    [InlineData("linux-arm64", "linux-x64", "", "CTZ1109", "published for RuntimeIdentifier 'linux-x64'")]
    [InlineData(";", "", "", "CTZ1115", "names no platform")]
    public void Several_platforms_are_read_as_when_the_image_is_made(string identifiers, string built, string restored, string? code, string told)
    {
        using var task = Create(task =>
        {
            Image(task).SetMetadata("RuntimeIdentifier", string.Empty);
            Image(task).SetMetadata("Identifiers", identifiers);
            Image(task).SetMetadata("BuildRuntimeIdentifier", built);
            Image(task).SetMetadata("Restored", restored);
        });

        task.Execute().ShouldBe(code is null);

        string.Concat(engine.Errors.Select(error => error.Code)).ShouldBe(code ?? string.Empty);
        string.Concat(engine.Errors.Select(error => error.Message)).ShouldContain(told);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Commands_to_run_need_a_builder_where_an_image_is_made(bool makesImage)
    {
        using var task = Create(task => task.Add(ItemKind.Run, new TaskItem("apt-get update")));
        task.MakesImage = makesImage;

        task.Execute().ShouldBe(!makesImage);

        engine.Errors.Select(error => error.Code).ShouldBe(makesImage ? ["CTZ6010"] : []);
    }

    [Fact]
    public void A_warning_stands_once_though_it_is_read_again_when_the_image_is_made()
    {
        folder.Write("Shop/bin/publish/Shop.dll", "the app");
        void Forget(ImageTask task) => task.Add(ItemKind.EnvironmentVariable, new TaskItem("MODE", Metadata(("Vaule", "b"))));
        using var start = Create(Forget);
        using var publish = PublishTask.Create(folder, engine);
        Forget(publish);

        start.Execute().ShouldBeTrue();
        engine.Warnings.ShouldHaveSingleItem().Code.ShouldBe("CTZ1121");
        publish.Execute().ShouldBeTrue();

        engine.Warnings.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_wrong_value_that_a_target_sets_later_is_told_with_all_others_when_the_image_is_made()
    {
        folder.Write("Shop/bin/publish/Shop.dll", "the app");
        using var publish = PublishTask.Create(folder, engine, ("ImageTags", "a b;c d"), ("Compression", "lzma"), ("User", "no such user"), ("RegistryMirror", "x"));
        publish.Add(ItemKind.Port, new TaskItem("http"), new TaskItem("https"));

        publish.Execute().ShouldBeFalse();

        engine.Errors.Select(error => error.Code).ShouldBe(["CTZ1103", "CTZ1103", "CTZ1116", "CTZ1105", "CTZ1105", "CTZ1111", "CTZ1111"], ignoreOrder: true);
        Directory.Exists(folder.At("Shop/out")).ShouldBeFalse();
    }

    private static Mistake Property(string name, string value, string code, string told) => new($"{name} = {value}", code, told, task =>
    {
        Image(task).SetMetadata(name, value);
        if (name == "Version")
        {
            Image(task).SetMetadata("VersionTags", "true");
        }
    });

    private static Mistake Item(ItemKind kind, string include, string code, string told, params (string Name, string Value)[] metadata)
        => new($"{kind} {include}", code, told, task =>
        {
            if (kind is ItemKind.Run or ItemKind.BuildArgument or ItemKind.NuGetCredential)
            {
                Dockerfile(task);
                Image(task).SetMetadata("Builder", Image(task).GetMetadata("Builder") is { Length: > 0 } other ? other : "docker");
            }

            task.Add(kind, new TaskItem(include, Metadata(metadata)));
        });

    private static ITaskItem Image(ImageTask task) => Of(task, ItemKind.Image)!;

    private static ITaskItem Dockerfile(ImageTask task)
    {
        if (Of(task, ItemKind.Dockerfile) is null)
        {
            task.Add(ItemKind.Dockerfile, new TaskItem("Shop"));
        }

        return Of(task, ItemKind.Dockerfile)!;
    }

    private static ITaskItem? Of(ImageTask task, ItemKind kind) => Array.Find(task.Description, item => item.GetMetadata(ImageItems.KindMetadata) == kind.ToString());

    private static Dictionary<string, string> Metadata(params (string Name, string Value)[] metadata) => metadata.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);

    private CheckValues Create(params Action<ImageTask>[] changes)
    {
        using var publish = PublishTask.Create(folder, engine);
        var task = new CheckValues { BuildEngine = engine, ProjectFile = publish.ProjectFile, MakesImage = true, Targets = Targets, Description = publish.Description };
        task.Add(ItemKind.HealthCheck, new TaskItem("/app/probe"));
        foreach (var change in changes)
        {
            change(task);
        }

        return task;
    }

    private sealed record Mistake(string Name, string Code, string Told, Action<ImageTask> Make);
}
