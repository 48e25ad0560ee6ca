using System.Text.Json.Nodes;
using Containerize.BaseImages;
using Containerize.Describing;
using Containerize.Destinations;
using Containerize.Images;
using Containerize.Layering;
using Containerize.Layers;
using Containerize.Oci;
using Containerize.Publishing;
using Containerize.TestKit;
using Containerize.TestKit.Registry.Seeding;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Publishing;

public sealed class ConfigComposerTests
{
    private static readonly DateTimeOffset Created = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
    private static readonly Digest BaseDigest = Digest.Of("the base"u8);
    private static readonly LayerEncoding Encoding = LayerEncoding.Parse(null);

    [Theory]
    [InlineData(null, "1654", null, "1654")]
    [InlineData("", "1654", null, "1654")]
    [InlineData("root", "1654", null, "1654")]
    [InlineData("0", "1654", null, "1654")]
    [InlineData("0:0", "1654", null, "1654")]
    [InlineData("postgres", "1654", null, "postgres")]
    [InlineData("1000:1000", "1654", null, "1000:1000")]
    [InlineData(null, null, null, null)]
    [InlineData("root", null, null, "root")]
    [InlineData("postgres", "1654", "root", "root")]
    [InlineData(null, "1654", "app", "app")]
    public void The_user_is_the_projects_else_the_bases_else_the_one_it_offers(string? ofBase, string? offered, string? ofProject, string? expected)
    {
        var config = Base();
        var run = config["config"]!.AsObject();
        run["Env"] = offered is null ? new JsonArray() : new JsonArray($"APP_UID={offered}");
        if (ofBase is not null)
        {
            run["User"] = ofBase;
        }

        ((string?)Run(Compose(definition => definition with { User = ofProject }, config))["User"]).ShouldBe(expected);
    }

    [Fact]
    public void Fields_that_nobody_asked_about_stay_as_the_base_wrote_them()
    {
        var config = Base();
        var composed = Compose(config: config);

        foreach (var field in new[] { "architecture", "os", "author", FakeBases.UnknownField })
        {
            composed[field]!.ToJsonString().ShouldBe(config[field]!.ToJsonString());
        }

        foreach (var field in new[] { "Healthcheck", "Shell", "x-unknown-run" })
        {
            Run(composed)[field]!.ToJsonString().ShouldBe(config["config"]![field]!.ToJsonString());
        }
    }

    [Fact]
    public void The_bases_own_configuration_is_not_changed()
    {
        var from = From(Base());
        var before = from.Config.ToBytes();

        ConfigComposer.Compose(Definition() with { User = "x", Labels = [new("a", "b")], Ports = ["1/tcp"] }, from, Created, [Record(Layer("app", 1))]);

        from.Config.ToBytes().ShouldBe(before);
    }

    [Fact]
    public void Layers_and_history_of_ours_follow_the_bases()
    {
        var composed = Compose(layers: [Layer("packages", 2), Layer("app", 1)]);

        var diffIds = composed["rootfs"]!["diff_ids"]!.AsArray().Select(d => (string)d!).ToArray();
        diffIds.Length.ShouldBe(4);
        diffIds[2..].ShouldBe([Digest.Of("diff packages"u8).ToString(), Digest.Of("diff app"u8).ToString()]);
        var history = composed["history"]!.AsArray();
        history.Count(h => (bool?)h!["empty_layer"] != true).ShouldBe(4);
        ((string?)history[^2]!["created_by"]).ShouldBe("packages: NuGet packages, 2 files");
        ((string?)history[^1]!["created_by"]).ShouldBe("app: the application, 1 file");
        history.Skip(history.Count - 2).Select(h => (string?)h!["comment"]).ShouldAllBe(comment => comment == Encoding.Maker);
        history.Skip(history.Count - 2).Select(h => (string?)h!["created"]).ShouldAllBe(created => created == "2023-11-14T22:13:20Z");
        ((string?)composed["created"]).ShouldBe("2023-11-14T22:13:20Z");
    }

    [Fact]
    public void Labels_say_when_and_upon_what_and_the_projects_own_win()
    {
        var labels = Run(Compose(definition => definition with { Labels = [new("org.opencontainers.image.created", "never"), new("team", "checkout"), new("base.label", "mine")] }))["Labels"]!.AsObject();

        labels.Select(l => (l.Key, (string?)l.Value)).ShouldBe(
        [
            ("base.label", "mine"),
            ("org.opencontainers.image.base.digest", BaseDigest.ToString()),
            ("org.opencontainers.image.base.name", "mcr.example.com/dotnet/aspnet:10.0"),
            ("org.opencontainers.image.created", "never"),
            ("team", "checkout"),
        ]);
    }

    [Fact]
    public void Generated_labels_can_each_be_left_out()
        => Run(Compose(definition => definition with { GeneratedLabels = new ImageLabels { Created = false, BaseName = false, BaseDigest = false } }))["Labels"]!
            .AsObject().Select(l => l.Key).ShouldBe(["base.label"]);

    [Fact]
    public void A_health_check_takes_the_place_of_the_bases_with_times_in_nanoseconds()
        => Run(Compose(definition => definition with { HealthCheck = new HealthCheck(["probe", "a b"]) { Interval = TimeSpan.FromSeconds(90), Retries = 2 } }))["Healthcheck"]!
            .ToJsonString().ShouldBe("""{"Test":["CMD","probe","a b"],"Interval":90000000000,"Retries":2}""");

    [Fact]
    public void A_health_check_can_be_turned_off()
        => Run(Compose(definition => definition with { HealthCheck = new HealthCheck([]) }))["Healthcheck"]!.ToJsonString().ShouldBe("""{"Test":["NONE"]}""");

    [Fact]
    public void An_image_from_nothing_claims_no_base()
    {
        var from = new Image { Config = ImageConfig.Empty(new Platform("linux", "arm64", "v8")) };

        var composed = Json(ConfigComposer.Compose(Definition(), from, Created, [Record(Layer("app", 1))]));

        Run(composed)["Labels"]!.AsObject().Select(l => l.Key).ShouldBe(["org.opencontainers.image.created"]);
        ((string?)composed["variant"]).ShouldBe("v8");
        composed["rootfs"]!["diff_ids"]!.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(true, "9000", "8080/tcp 9000/tcp")]
    [InlineData(false, "9000", "9000/tcp")]
    [InlineData(true, "8080", "8080/tcp")]
    public void A_web_app_also_exposes_the_ports_its_base_names(bool isWeb, string own, string expected)
        => string.Join(' ', Run(Compose(definition => definition with { IsWeb = isWeb, Ports = [own + "/tcp"] }))["ExposedPorts"]!.AsObject().Select(p => p.Key)).ShouldBe(expected);

    [Fact]
    public void A_port_variable_of_the_projects_own_replaces_the_bases()
        => Run(Compose(definition => definition with { IsWeb = true, Environment = [new("ASPNETCORE_HTTP_PORTS", "5000")] }))["ExposedPorts"]!
            .AsObject().Select(p => p.Key).ShouldBe(["5000/tcp"]);

    [Fact]
    public void Variables_replace_the_bases_where_they_stand_and_new_ones_follow()
    {
        var env = Run(Compose(definition => definition with { Environment = [new("APP_UID", "7"), new("NEW", "a=b")] }))["Env"]!.AsArray().Select(e => (string)e!).ToArray();

        env[1].ShouldBe("APP_UID=7");
        env[^1].ShouldBe("NEW=a=b");
        env.Length.ShouldBe(6);
    }

    [RanInto("a port under two names", "the base has 6200 and the project 6200/tcp: both were listed", "one port")]
    [Theory]
    [InlineData("6200", "6200/tcp", "6200")]
    [InlineData("6200/tcp", "6200/tcp", "6200/tcp")]
    [InlineData("6200", "6200/udp", "6200 6200/udp")]
    [InlineData("6200/udp", "6200/tcp", "6200/tcp 6200/udp")]
    [PeerCase("ports: one of the base without a protocol")]
    public void A_port_without_a_protocol_is_TCPs(string ofBase, string ofProject, string expected)
    {
        var config = Base();
        config["config"]!["ExposedPorts"] = new JsonObject { [ofBase] = new JsonObject() };

        string.Join(' ', Run(Compose(definition => definition with { Ports = [ofProject] }, config))["ExposedPorts"]!.AsObject().Select(p => p.Key)).ShouldBe(expected);
    }

    [Fact]
    public void A_path_that_is_added_to_the_bases_stands_in_the_image()
        => Run(Compose(definition => definition with { Environment = [new("PATH", "$PATH:/opt/tool")] }))["Env"]!.AsArray()
            .Select(e => (string)e!).ShouldContain("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/tool");

    [Fact]
    public void A_user_may_be_a_variable_of_the_image()
        => ((string?)Run(Compose(definition => definition with { User = "$APP_UID:${GROUP}", Environment = [new("GROUP", "7")] }))["User"]).ShouldBe("1654:7");

    [Fact]
    public void Volumes_stop_signal_and_working_directory_are_the_projects()
    {
        var run = Run(Compose(definition => definition with { Volumes = ["/data"], StopSignal = "SIGINT", WorkingDirectory = "/srv" }));

        run["Volumes"]!.ToJsonString().ShouldBe("""{"/data":{}}""");
        ((string?)run["StopSignal"]).ShouldBe("SIGINT");
        ((string?)run["WorkingDir"]).ShouldBe("/srv");
    }

    [Fact]
    public void The_bases_command_does_not_become_an_argument_of_ours()
    {
        var run = Run(Compose());

        run["Entrypoint"]!.ToJsonString().ShouldBe("""["dotnet","/app/Shop.dll"]""");
        run.ContainsKey("Cmd").ShouldBeFalse();
    }

    [Fact]
    public void The_bases_entrypoint_gets_the_app_as_its_arguments_where_that_is_wanted()
    {
        var config = Base();
        config["config"]!["Entrypoint"] = new JsonArray("/init");

        var run = Run(Compose(definition => definition with { CommandLine = definition.CommandLine with { Instruction = AppCommandInstruction.DefaultArgs } }, config));

        run["Entrypoint"]!.ToJsonString().ShouldBe("""["/init"]""");
        run["Cmd"]!.ToJsonString().ShouldBe("""["dotnet","/app/Shop.dll"]""");
    }

    [Theory]
    [InlineData("dotnet")]
    [InlineData("/usr/bin/dotnet")]
    public void An_entrypoint_that_is_just_dotnet_gets_no_arguments(string dotnet)
    {
        var config = Base();
        config["config"]!["Entrypoint"] = new JsonArray(dotnet);

        var run = Run(Compose(definition => definition with { CommandLine = definition.CommandLine with { Instruction = AppCommandInstruction.DefaultArgs } }, config));

        run["Entrypoint"].ShouldBeNull();
        run["Cmd"]!.ToJsonString().ShouldBe("""["dotnet","/app/Shop.dll"]""");
    }

    [Fact]
    public void Equal_definitions_give_equal_bytes()
        => ConfigComposer.Compose(Definition(), From(Base()), Created, [Record(Layer("app", 1))]).ToBytes()
            .ShouldBe(ConfigComposer.Compose(Definition(), From(Base()), Created, [Record(Layer("app", 1))]).ToBytes());

    private static JsonObject Base()
    {
        var config = FakeBases.Config("amd64", null);
        config["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray(Digest.Of("one"u8).ToString(), Digest.Of("two"u8).ToString()) };
        return config;
    }

    private static Image From(JsonObject config) => new()
    {
        Reference = new ImageReference { Registry = "mcr.example.com", Repository = "dotnet/aspnet", Tag = "10.0" },
        Digest = BaseDigest,
        Config = ImageConfig.Parse(System.Text.Encoding.UTF8.GetBytes(config.ToJsonString()), "the base"),
    };

    private static JsonObject Compose(Func<ImageDefinition, ImageDefinition>? change = null, JsonObject? config = null, ReadyLayer[]? layers = null)
        => Json(ConfigComposer.Compose((change ?? (d => d))(Definition()), From(config ?? Base()), Created, [.. (layers ?? [Layer("app", 1)]).Select(Record)]));

    private static JsonObject Json(ImageConfig config) => JsonNode.Parse(config.ToBytes())!.AsObject();

    private static JsonObject Run(JsonObject config) => config["config"]!.AsObject();

    private static LayerRecord Record(ReadyLayer layer) => ImageAssembler.CreateRecord(layer, Encoding);

    private static ReadyLayer Layer(string name, int files)
    {
        var of = LayerClass.All.Single(c => c.Name == name);
        var plan = new PlannedLayer(of, [.. Enumerable.Range(0, files).Select(i => new PublishedFile($"f{i}", $"/f{i}", 1, Executable: false, new FileOrigin.App()))]);
        var blob = new Descriptor(MediaTypes.OciLayerGzip, Digest.Of(System.Text.Encoding.UTF8.GetBytes("blob " + name)), 10);
        return ReadyLayer.Create(
            plan,
            new BuiltLayer(Digest.Of(System.Text.Encoding.UTF8.GetBytes("diff " + name)), 20, blob, FromCache: false),
            new ImageBlob(blob, name, [], _ => Task.FromResult(Stream.Null)));
    }

    private static ImageDefinition Definition() => new()
    {
        ProjectName = "Shop",
        ProjectDirectory = "/src",
        PublishDirectory = "/src/publish",
        IntermediateDirectory = "/src/obj",
        BaseImage = null,
        Platform = new Platform("linux", "amd64"),
        Targets = [new ImageTarget(new ImagePlace.Engine(Named: null) { ArchiveInstead = "/src/shop.tar" }, null, "shop", ["latest"])],
        WorkingDirectory = "/app",
        CommandLine = new CommandLine { AppCommand = ["dotnet", "/app/Shop.dll"] },
        Provenance = new Nothing(),
    };

    private sealed class Nothing : IFileProvenance
    {
        public FileOrigin OriginOf(string relativePath) => new FileOrigin.App();

        public bool ChangesWithApp(string relativePath) => false;
    }
}
