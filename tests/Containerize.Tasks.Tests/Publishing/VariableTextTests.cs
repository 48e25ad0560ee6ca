using System.Text.Json.Nodes;
using Containerize.Describing;
using Containerize.Diagnostics;
using Containerize.Dockerfiles;
using Containerize.Generating;
using Containerize.Oci;
using Containerize.TestKit;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Publishing;

/// <summary>Variables in values of variables mean what they mean in a Dockerfile, and a $ that means none is left alone.</summary>
public sealed class VariableTextTests
{
    [RanInto("a variable in a variable's value", "PATH=$PATH:/opt/tool was written into the image as it stands, and nothing was found any more", "it means what it means in a Dockerfile")]
    [Theory]
    [InlineData("$PATH:/opt/tool", "/usr/bin:/bin:/opt/tool")]
    [InlineData("/opt/tool:${PATH}", "/opt/tool:/usr/bin:/bin")]
    [InlineData("${PATH}:${HOME}", "/usr/bin:/bin:/home/app")]
    [InlineData("$HOME/.cache", "/home/app/.cache")]
    [InlineData("${NONE:-/opt}", "/opt")]
    [InlineData("${EMPTY:-/opt}", "/opt")]
    [InlineData("${EMPTY-/opt}", "")]
    [InlineData("${HOME:-/opt}", "/home/app")]
    [InlineData("${NONE:-$HOME/x}", "/home/app/x")]
    [InlineData("${NONE:-${HOME}}", "/home/app")]
    [InlineData("${NONE:+/opt}", "")]
    [InlineData("${HOME:+/opt}", "/opt")]
    [InlineData("${PATH:+$PATH:}/opt", "/usr/bin:/bin:/opt")]
    [InlineData(@"\$PATH", "$PATH")]
    [InlineData(@"\${PATH}:/x", "${PATH}:/x")]
    public void A_reference_becomes_the_value(string text, string expected) => VariableText.Expand(text, ValueOf).ShouldBe(expected);

    [Theory]
    [InlineData("pa$$word")]
    [InlineData("pa$word")]
    [InlineData("Server=db;Password=$ecret!;")]
    [InlineData("cost: 5$")]
    [InlineData("$1 $@ $? $")]
    [InlineData("${not closed")]
    [InlineData("${with space}")]
    [InlineData("${}")]
    [InlineData(@"^\d+\$")]
    [InlineData(@"C:\$Recycle.Bin")]
    [InlineData(@"a\b\c")]
    [InlineData("no dollar")]
    [InlineData("")]
    public void What_refers_to_nothing_stays_as_it_is_written(string text) => VariableText.Expand(text, ValueOf).ShouldBe(text);

    [Fact]
    public void Names_that_nobody_knows_are_told()
    {
        var unknown = new List<string>();

        VariableText.Expand(@"$PAHT:${TOOL}:$HOME:\$ESCAPED:${X:-y}", ValueOf, unknown);

        unknown.ShouldBe(["PAHT", "TOOL"]);
    }

    [Fact]
    public void The_order_in_which_variables_are_named_does_not_matter()
    {
        var config = Base("PATH=/bin");

        Values(config, ("A", "$B/a"), ("B", "/b"), ("PATH", "$PATH:$A")).ShouldBe(["A=/b/a", "B=/b", "PATH=/bin:/b/a"]);
    }

    [Fact]
    public void In_its_own_value_a_variable_is_the_bases_and_in_others_the_images()
        => Values(Base("PATH=/bin"), ("OLD", "$PATH"), ("PATH", "$PATH:/opt")).ShouldBe(["OLD=/bin:/opt", "PATH=/bin:/opt"]);

    [Fact]
    public void A_variable_that_adds_to_itself_where_there_was_none_adds_to_nothing()
        => Values(Base(), ("PATH", "$PATH:/opt")).ShouldBe(["PATH=:/opt"]);

    [Fact]
    public void Two_that_refer_to_each_other_are_an_error()
        => Should.Throw<ContainerizeException>(() => Values(Base(), ("A", "$B"), ("B", "$A"))).Code.ShouldBe(ErrorCodes.InvalidEnvironmentVariable);

    [Fact]
    public void What_is_said_to_be_verbatim_is()
    {
        var definition = Definition(("PATH", "$PATH:/opt")) with { VerbatimVariables = new HashSet<string>(StringComparer.Ordinal) { "PATH" } };

        VariableValues.Create(definition, Base("PATH=/bin")).ShouldHaveSingleItem().Value.ShouldBe("$PATH:/opt");
        VariableValues.UnknownIn(definition, Base()).ShouldBeEmpty();
    }

    [Fact]
    public void Who_refers_to_what_is_not_there_is_told_once()
        => VariableValues.UnknownIn(Definition(("A", "$NOPE $NOPE $B"), ("B", "$PATH$A")), Base("PATH=/bin")).ShouldBe([("A", "NOPE")]);

    [Fact]
    public void A_Dockerfile_says_the_value_that_a_publish_writes()
    {
        var reference = new ImageReference { Registry = "r.example", Repository = "dotnet/runtime", Tag = "10.0" };
        var definition = Definition(("PATH", "$PATH:/opt/tool"), ("SECRET", "pa$word")) with { GeneratedLabels = new ImageLabels { Created = false, BaseName = false, BaseDigest = false } };

        FinalStage.Describe(definition, FinalStage.AssumeDotnet(reference, definition.Platform, 10), isAssumed: true, DateTimeOffset.UnixEpoch)
            .OfType<Instruction.Env>().Select(env => $"{env.Name}={env.Value}").ShouldBe(["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/tool", "SECRET=pa$word"]);
    }

    private static string? ValueOf(string name) => name switch
    {
        "PATH" => "/usr/bin:/bin",
        "HOME" => "/home/app",
        "EMPTY" => string.Empty,
        _ => null,
    };

    private static string[] Values(ImageConfig config, params (string Name, string Value)[] variables)
        => [.. VariableValues.Create(Definition(variables), config).Select(variable => $"{variable.Key}={variable.Value}")];

    private static ImageConfig Base(params string[] variables)
    {
        var json = new JsonObject
        {
            ["config"] = new JsonObject { ["Env"] = new JsonArray([.. variables.Select(variable => (JsonNode)variable)]) },
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray() },
        };
        return ImageConfig.Parse(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()), "the base");
    }

    private static ImageDefinition Definition(params (string Name, string Value)[] variables)
        => SomeImage.Definition() with { Environment = [.. variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value))] };
}
