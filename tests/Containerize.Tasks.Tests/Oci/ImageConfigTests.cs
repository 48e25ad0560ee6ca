using System.Text;
using System.Text.Json.Nodes;
using Containerize.Diagnostics;
using Containerize.Oci;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Oci;

public sealed class ImageConfigTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2));

    private static readonly Digest BaseLayer = Digest.Of("a base's layer"u8);

    /// <summary>Everything a base may carry: Docker's fields, Windows', fields of nobody, numbers and texts that careless writers change.</summary>
    private static string Rich => $$"""
        {"architecture":"amd64","os":"linux","os.version":"10.0.1","os.features":["win32k"],"variant":"v1","author":"é <a@b> \u0026 +","x-vendor":{"n":1.50,"big":12345678901234567890,"null":null,"list":[1,"2",{}]},"config":{"User":"app","Env":["PATH=/bin","A=1","EMPTY=","A=2"],"Cmd":["sh"],"Entrypoint":null,"OnBuild":["RUN x"],"Shell":["bash"],"Healthcheck":{"Test":["CMD","true"],"Interval":30000000000},"Labels":{"z":"1","a":"<é>"},"x":true},"rootfs":{"type":"layers","diff_ids":["{{BaseLayer}}"],"x":1},"history":[{"created_by":"ADD / \u0026\u0026 x"},{"created_by":"ENV","empty_layer":true}]}
        """;

    [Fact]
    public void A_configuration_that_is_only_read_and_written_loses_nothing()
    {
        var written = JsonNode.Parse(Parse(Rich).ToBytes());

        JsonNode.DeepEquals(written, JsonNode.Parse(Rich)).ShouldBeTrue(written!.ToJsonString());
    }

    [Fact]
    public void Numbers_keep_their_digits_and_texts_are_not_escaped_beyond_need()
    {
        var written = Encoding.UTF8.GetString(Parse(Rich).ToBytes());

        written.ShouldContain("1.50");
        written.ShouldContain("12345678901234567890");
        written.ShouldContain("é <a@b> & +");
    }

    [Fact]
    public void Adding_layers_keeps_the_bases_and_everything_else()
    {
        var layer = new LayerRecord(Digest.Of("ours"u8), "app: the application", "containerize");

        var config = WithLayers(Parse(Rich), layer);

        config.DiffIds.ShouldBe([BaseLayer, layer.DiffId]);
        var json = JsonNode.Parse(config.ToBytes())!;
        json["rootfs"]!["diff_ids"]!.AsArray().Select(d => (string?)d).ShouldBe([BaseLayer.ToString(), layer.DiffId.ToString()]);
        ((string?)json["created"]).ShouldBe("2026-01-02T01:04:05Z");
        json["history"]!.AsArray().Count.ShouldBe(3);
        json["history"]![2]!.ToJsonString().ShouldBe("""{"created":"2026-01-02T01:04:05Z","created_by":"app: the application","comment":"containerize"}""");
        JsonNode.DeepEquals(json["x-vendor"], JsonNode.Parse(Rich)!["x-vendor"]).ShouldBeTrue();
        JsonNode.DeepEquals(json["config"]!["Healthcheck"], JsonNode.Parse(Rich)!["config"]!["Healthcheck"]).ShouldBeTrue();
    }

    [Fact]
    public void A_base_with_less_history_than_layers_gets_what_is_missing_before_ours()
    {
        var config = Parse($$$"""{"os":"linux","architecture":"amd64","rootfs":{"type":"layers","diff_ids":["{{{BaseLayer}}}","{{{BaseLayer}}}"]},"history":[{"created_by":"only one"}]}""");

        var json = JsonNode.Parse(WithLayers(config, new LayerRecord(BaseLayer, "ours", "c")).ToBytes())!;

        json["history"]!.AsArray().Select(h => (string?)h!["created_by"]).ShouldBe(["only one", "(base image layer without history)", "ours"]);
    }

    [Theory]
    [InlineData("""[{"created_by":"one"},{"created_by":"ENV","empty_layer":true},{"created_by":"two"}]""", true)]
    [InlineData("""[{"created_by":"one"}]""", false)]
    [InlineData("""[{"created_by":"one"},{"created_by":"two"},{"created_by":"three"}]""", false)]
    [InlineData("null", false)]
    public void A_layer_is_left_out_where_the_history_says_what_made_it(string history, bool isLeftOut)
    {
        var config = Parse($$$"""{"os":"linux","architecture":"amd64","rootfs":{"type":"layers","diff_ids":["{{{BaseLayer}}}","{{{Digest.Of("two"u8)}}}"]},"history":{{{history}}}}""").ToBuilder();

        config.TryLeaveOut(new HashSet<int> { 1 }).ShouldBe(isLeftOut);

        var made = config.Build();
        made.DiffIds.Count.ShouldBe(isLeftOut ? 1 : 2);
        var json = JsonNode.Parse(made.ToBytes())!;
        json["rootfs"]!["diff_ids"]!.AsArray().Select(id => (string?)id).ShouldBe(made.DiffIds.Select(id => id.ToString()));
        if (isLeftOut)
        {
            made.LayerHistory.ShouldBe(["one"]);
            json["history"]![2]!.ToJsonString().ShouldBe("""{"created_by":"two","empty_layer":true}""");
        }
    }

    [Fact]
    public void The_original_is_not_changed_by_a_copy_with_layers()
    {
        var config = Parse(Rich);
        var before = config.ToBytes();

        WithLayers(config, new LayerRecord(BaseLayer, "ours", "c"));

        config.ToBytes().ShouldBe(before);
    }

    [Fact]
    public void The_last_value_of_a_variable_is_the_one_that_counts_and_a_name_is_matched_whole()
    {
        var config = Parse(Rich);

        config.Environment("A").ShouldBe("2");
        config.Environment("EMPTY").ShouldBe(string.Empty);
        config.Environment("PAT").ShouldBeNull();
        config.Environment("a").ShouldBeNull();
    }

    [Fact]
    public void A_variable_that_was_set_reads_back_even_where_the_base_has_it_twice()
    {
        var builder = Parse(Rich).ToBuilder();

        builder.SetEnvironment("A", "new");
        builder.SetEnvironment("B", "x=y");

        var config = builder.Build();
        config.Environment("A").ShouldBe("new");
        config.Environment("B").ShouldBe("x=y");
        config.Environment("PATH").ShouldBe("/bin");
    }

    [Fact]
    public void An_entrypoint_of_ours_drops_the_bases_command()
    {
        var builder = Parse(Rich).ToBuilder();

        builder.SetEntrypoint(["dotnet", "/app/a.dll"]);

        builder.Build().Entrypoint.ShouldBe(["dotnet", "/app/a.dll"]);
        JsonNode.Parse(builder.Build().ToBytes())!["config"]!.AsObject().ContainsKey("Cmd").ShouldBeFalse();
        builder.SetCommand(["--x"]);
        JsonNode.Parse(builder.Build().ToBytes())!["config"]!["Cmd"]!.ToJsonString().ShouldBe("""["--x"]""");
    }

    [Fact]
    public void Maps_are_written_in_one_order_whatever_order_they_were_filled_in()
    {
        byte[] Made(params int[] ports)
        {
            var config = ImageConfig.Empty(new Platform("linux", "amd64")).ToBuilder();
            foreach (var port in ports)
            {
                config.AddPort($"{port}/tcp");
                config.SetLabel($"label.{port}", "v");
                config.AddVolume($"/v{port}");
            }

            config.AddLayers(Time, []);
            return config.Build().ToBytes();
        }

        Made(1, 2, 3).ShouldBe(Made(3, 1, 2));
    }

    [Fact]
    public void An_image_from_nothing_names_its_platform_and_has_no_layers()
    {
        var json = JsonNode.Parse(ImageConfig.Empty(new Platform("linux", "arm", "v7")).ToBytes())!;

        ((string?)json["os"]).ShouldBe("linux");
        ((string?)json["architecture"]).ShouldBe("arm");
        ((string?)json["variant"]).ShouldBe("v7");
        json["rootfs"]!["diff_ids"]!.AsArray().ShouldBeEmpty();
        ImageConfig.Parse(Encoding.UTF8.GetBytes(json.ToJsonString()), "a test").Platform.ShouldBe(new Platform("linux", "arm", "v7"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"rootfs":[]}""")]
    [InlineData("""{"rootfs":{"diff_ids":null}}""")]
    [InlineData("""{"rootfs":{"diff_ids":{}}}""")]
    [InlineData("""{"rootfs":{"diff_ids":[1]}}""")]
    [InlineData("""{"rootfs":{"diff_ids":[{}]}}""")]
    [InlineData("""{"os":1,"rootfs":{"diff_ids":[]}}""")]
    [InlineData("""{"architecture":[],"rootfs":{"diff_ids":[]}}""")]
    [InlineData("""{"variant":{},"rootfs":{"diff_ids":[]}}""")]
    [InlineData("""{"config":{"User":1},"rootfs":{"diff_ids":[]}}""")]
    [InlineData("""{"config":{"Env":[1]},"rootfs":{"diff_ids":[]}}""")]
    [InlineData("""{"config":{"Entrypoint":[{}]},"rootfs":{"diff_ids":[]}}""")]
    [InlineData("""{"history":[{"empty_layer":"yes"}],"rootfs":{"diff_ids":[]}}""")]
    [InlineData("""{"rootfs":{"diff_ids":[]},"rootfs":{"diff_ids":[]}}""")]
    public void A_hostile_configuration_is_one_coded_error(string json)
    {
        var error = Should.Throw<ContainerizeException>(() => Parse(json));

        error.Code.ShouldBe(ErrorCodes.BaseImageUnusable);
        error.Message.ShouldContain("a test");
    }

    [Fact]
    public void A_diffID_that_is_no_digest_is_one_coded_error()
        => Should.Throw<ContainerizeException>(() => Parse("""{"rootfs":{"diff_ids":["sha256:../../x"]}}""")).Code.Id.ShouldStartWith("CTZ");

    [Theory]
    [InlineData("""{"config":[],"rootfs":{"diff_ids":[]}}""")]
    [InlineData("""{"config":"text","rootfs":{"diff_ids":[]}}""")]
    [InlineData("""{"config":null,"rootfs":{"diff_ids":[]}}""")]
    [InlineData("""{"config":{"Env":{},"Labels":[],"ExposedPorts":1,"Volumes":"x"},"history":{},"rootfs":{"diff_ids":[]}}""")]
    [InlineData("""{"history":[null,1,"x",[]],"rootfs":{"diff_ids":[]}}""")]
    public void A_configuration_with_parts_of_the_wrong_kind_can_be_refused_or_built_upon_but_never_crashes(string json)
    {
        try
        {
            var config = Parse(json).ToBuilder();
            config.SetEnvironment("A", "1");
            config.SetLabel("l", "1");
            config.AddPort("1/tcp");
            config.AddVolume("/v");
            config.SetEntrypoint(["x"]);
            config.AddLayers(Time, [new LayerRecord(BaseLayer, "ours", "c")]);
            var made = ImageConfig.Parse(config.Build().ToBytes(), "the result");
            made.Environment("A").ShouldBe("1");
            made.DiffIds.ShouldBe([BaseLayer]);
        }
        catch (ContainerizeException e)
        {
            e.Code.ShouldBe(ErrorCodes.BaseImageUnusable);
        }
    }

    [Fact]
    public void Times_are_written_in_UTC_to_the_second()
        => ImageConfig.FormatTime(new DateTimeOffset(2026, 12, 31, 23, 59, 59, 999, TimeSpan.FromHours(-5))).ShouldBe("2027-01-01T04:59:59Z");

    private static ImageConfig WithLayers(ImageConfig config, params LayerRecord[] layers)
    {
        var builder = config.ToBuilder();
        builder.AddLayers(Time, layers);
        return builder.Build();
    }

    private static ImageConfig Parse(string json) => ImageConfig.Parse(Encoding.UTF8.GetBytes(json), "a test");
}
