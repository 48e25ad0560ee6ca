using System.Text.Json.Nodes;
using Containerize.BaseImages;
using Containerize.Describing;
using Containerize.Diagnostics;
using Containerize.Images;
using Containerize.Oci;
using Containerize.TestKit;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Publishing;

/// <summary>An image that cannot start is an error before it is pushed, where the base says enough to be certain.</summary>
public sealed class BaseFitTests
{
    private const string Runtime = "DOTNET_RUNNING_IN_CONTAINER=true DOTNET_VERSION=10.0.12";

    private const string AspNet = Runtime + " ASPNET_VERSION=10.0.12";

    private const string Nothing = "DOTNET_RUNNING_IN_CONTAINER=true";

    [RanInto("a framework-dependent app on runtime-deps", "pushed; the container finds no dotnet", "CTZ2006")]
    [Fact]
    public void An_app_that_brings_no_runtime_needs_a_base_with_one()
    {
        var misfit = Check("r.example/dotnet/runtime-deps:10.0", Nothing, App()).ShouldHaveSingleItem();

        misfit.Code.ShouldBe(ErrorCodes.RuntimeNotInBase);
        misfit.IsCertain.ShouldBeTrue();
        misfit.Message.ShouldContain("Build upon dotnet/runtime:10.0");
    }

    [RanInto("a web app on dotnet/runtime", "pushed; the container says that Microsoft.AspNetCore.App is missing", "CTZ2006")]
    [Fact]
    public void A_web_app_needs_a_base_with_its_framework()
    {
        var misfit = Check("r.example/mcr/dotnet/runtime:10.0", Runtime, Web()).ShouldHaveSingleItem();

        misfit.Code.ShouldBe(ErrorCodes.RuntimeNotInBase);
        misfit.IsCertain.ShouldBeTrue();
        misfit.Message.ShouldContain("Microsoft.AspNetCore.App 10.0");
        misfit.Message.ShouldContain("Build upon dotnet/aspnet:10.0");
    }

    [RanInto("a base with another framework version", "net10.0 on aspnet:8.0: pushed, does not start", "CTZ2006, but for a RollForward that lets it start")]
    [Theory]
    [InlineData("8.0.20", null, true)]
    [InlineData("8.0.20", "Major", true)]
    [InlineData("11.0.0", null, true)]
    [InlineData("11.0.0", "Major", false)]
    [InlineData("11.0.0", "LatestMajor", false)]
    [InlineData("10.0.0", null, false)]
    [InlineData("10.1.3", null, false)]
    [InlineData("10.0.0-rc.1.25451.107", null, true)]
    [InlineData("unknown", null, false)]
    public void The_bases_version_has_to_serve_the_app(string version, string? rollForward, bool isMisfit)
    {
        var misfits = Check("r.example/dotnet/aspnet:x", $"{Nothing} DOTNET_VERSION={version} ASPNET_VERSION={version}", Web() with { RollForward = rollForward });

        misfits.Count.ShouldBe(isMisfit ? 1 : 0);
        misfits.ShouldAllBe(misfit => misfit.IsCertain && misfit.Code == ErrorCodes.RuntimeNotInBase && misfit.Message.Contains(version, StringComparison.Ordinal));
    }

    [Fact]
    public void A_policy_in_a_variable_of_the_image_is_the_hosts_policy()
        => Check("r.example/dotnet/aspnet:11.0", $"{Nothing} DOTNET_VERSION=11.0.0 ASPNET_VERSION=11.0.0 DOTNET_ROLL_FORWARD=Major", Web()).ShouldBeEmpty();

    [Fact]
    public void Of_a_base_that_somebody_else_made_it_is_only_likely()
    {
        Check("r.example/acme/base:1", $"{Nothing} DOTNET_VERSION=8.0.1 ASPNET_VERSION=8.0.1", Web()).ShouldHaveSingleItem().IsCertain.ShouldBeFalse();
        Check("r.example/acme/base:1", Runtime, Web()).ShouldHaveSingleItem().IsCertain.ShouldBeFalse();
        Check("r.example/acme/base:1", Nothing, App()).ShouldHaveSingleItem().IsCertain.ShouldBeFalse();
    }

    [Theory]
    [InlineData("r.example/acme/base:1", "PATH=/bin")]
    [InlineData("r.example/acme/base:1", "")]
    [InlineData("r.example/dotnet/sdk:10.0", Runtime + " DOTNET_SDK_VERSION=10.0.401")]
    [InlineData("r.example/dotnet/aspnet:10.0", AspNet)]
    [InlineData("r.example/dotnet/aspnet:10.0", Runtime)]
    [InlineData("r.example/dotnet/runtime-deps:10.0", Nothing + " DOTNET_ROOT=/opt/dotnet")]
    public void Where_a_base_says_nothing_against_it_nothing_is_said(string reference, string variables)
        => Check(reference, variables, Web()).ShouldBeEmpty();

    [Fact]
    public void Who_brings_the_runtime_needs_none()
        => Check("r.example/dotnet/runtime-deps:10.0", Nothing, new AppNeeds { IsNative = true, Library = CLibrary.Glibc }).ShouldBeEmpty();

    [Fact]
    public void A_framework_of_Windows_is_in_no_base()
        => Check("r.example/dotnet/runtime:10.0", Runtime, App() with { Frameworks = [KeyValuePair.Create("Microsoft.WindowsDesktop.App", Version)] })
            .ShouldHaveSingleItem().Message.ShouldContain("not there for Linux");

    [RanInto("musl on glibc", "-r linux-musl-x64 on a base without Alpine, or the reverse: exec: no such file", "CTZ2007")]
    [Theory]
    [InlineData("r.example/dotnet/runtime-deps:10.0", false, true)]
    [InlineData("r.example/dotnet/runtime-deps:10.0-noble-chiseled", false, true)]
    [InlineData("r.example/dotnet/runtime-deps:10.0-alpine", true, true)]
    [InlineData("r.example/dotnet/runtime-deps:10.0-alpine3.22-extra", true, true)]
    [InlineData("docker.io/library/alpine:3.22", true, false)]
    public void A_native_app_needs_the_C_library_that_it_was_made_for(string reference, bool isMusl, bool isCertain)
    {
        Check(reference, Nothing, Native(isMusl ? CLibrary.Musl : CLibrary.Glibc)).ShouldBeEmpty();

        var misfit = Check(reference, Nothing, Native(isMusl ? CLibrary.Glibc : CLibrary.Musl)).ShouldHaveSingleItem();
        misfit.Code.ShouldBe(ErrorCodes.OtherCLibrary);
        misfit.IsCertain.ShouldBe(isCertain);
    }

    [Theory]
    [InlineData("RUN /bin/sh -c apk add --no-cache tini # buildkit", CLibrary.Glibc, true)]
    [InlineData("RUN /bin/sh -c apt-get update && apt-get install -y curl", CLibrary.Musl, true)]
    [InlineData("RUN /bin/sh -c tdnf install -y icu", CLibrary.Musl, true)]
    [InlineData("COPY rootfs /", CLibrary.Musl, false)]
    public void What_was_done_to_make_a_base_tells_its_library(string command, object built, bool isMisfit)
        => Check("r.example/acme/base:1", string.Empty, Native((CLibrary)built), command).Any(misfit => misfit is { IsCertain: false } && misfit.Code == ErrorCodes.OtherCLibrary).ShouldBe(isMisfit);

    [Fact]
    public void A_managed_app_runs_with_either_library_but_finds_no_native_ones()
        => Check("r.example/dotnet/runtime:10.0-alpine", Runtime, App() with { Library = CLibrary.Glibc, IsInvariant = true }).ShouldHaveSingleItem().IsCertain.ShouldBeFalse();

    [RanInto("cultures on a base without ICU", "Alpine or chiseled without -extra: every culture is the invariant one", "warning CTZ2008")]
    [Theory]
    [InlineData(null, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void An_app_with_cultures_on_a_base_without_ICU_is_told(bool? isInvariant, bool isMisfit)
    {
        var misfits = Check("r.example/dotnet/runtime:10.0-alpine", Runtime + " DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=true", App() with { IsInvariant = isInvariant });

        misfits.Count.ShouldBe(isMisfit ? 1 : 0);
        misfits.ShouldAllBe(misfit => misfit.Code == ErrorCodes.CulturesNotInBase && !misfit.IsCertain);
    }

    [Fact]
    public void Who_brings_cultures_or_says_that_none_are_needed_is_left_alone()
    {
        const string Alpine = Runtime + " DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=true";

        Check("r.example/dotnet/runtime:10.0-alpine", Alpine, App() with { BringsCultures = true }).ShouldBeEmpty();
        BaseFit.Check(SomeImage.Definition() with { Needs = App(), Environment = [new("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "true")] }, From("r.example/dotnet/runtime:10.0-alpine", Alpine)).ShouldBeEmpty();
    }

    [RanInto("a misspelled variable in a value", "PATH=$PAHT:/opt/tool", "warning CTZ1123")]
    [Fact]
    public void A_reference_to_nothing_is_told()
    {
        var misfit = BaseFit.Check(SomeImage.Definition() with { Environment = [new("PATH", "$PAHT:/opt/tool")] }, From("r.example/acme/base:1", "PATH=/bin")).ShouldHaveSingleItem();

        misfit.Code.ShouldBe(ErrorCodes.VariableUnknown);
        misfit.IsCertain.ShouldBeFalse();
        misfit.Message.ShouldContain("$PAHT");
    }

    [Fact]
    public void A_user_that_refers_to_nothing_is_an_error()
    {
        BaseFit.Check(SomeImage.Definition() with { User = "$APP_UID" }, From("r.example/acme/base:1", "APP_UID=1654")).ShouldBeEmpty();
        BaseFit.Check(SomeImage.Definition() with { User = "$APP_UID" }, From("r.example/acme/base:1", "PATH=/bin")).ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.InvalidUser);
    }

    [Theory]
    [InlineData("""{"runtimeOptions":{"framework":{"name":"Microsoft.NETCore.App","version":"9.0.0"}}}""", "Microsoft.NETCore.App 9.0.0", null, null)]
    [InlineData("""{"runtimeOptions":{"rollForward":"LatestMajor","frameworks":[{"name":"A","version":"9.0.1"},{"name":"B","version":"10.0.0-rc.1"}]}}""", "A 9.0.1 B 10.0.0-rc.1", "LatestMajor", null)]
    [InlineData("""{"runtimeOptions":{"includedFrameworks":[{"name":"A","version":"9.0.1"}],"configProperties":{"System.Globalization.Invariant":true}}}""", "", null, true)]
    [InlineData("""{"runtimeOptions":{"rollForwardOnNoCandidateFx":2,"framework":{"name":"A","version":"2.1.0"},"configProperties":{"System.Globalization.Invariant":false}}}""", "A 2.1.0", "Major", false)]
    [InlineData("""{"runtimeOptions":""", "Microsoft.NETCore.App 10.0.0", null, null)]
    [InlineData("""{"other":1}""", "Microsoft.NETCore.App 10.0.0", null, null)]
    public void The_app_itself_knows_best_what_it_needs(string json, string frameworks, string? rollForward, bool? isInvariant)
    {
        using var folder = new TemporaryFolder();

        var needs = RuntimeConfig.Correct(App(), folder.Write("Shop.runtimeconfig.json", json));

        string.Join(' ', needs.Frameworks.Select(framework => $"{framework.Key} {framework.Value}")).ShouldBe(frameworks);
        needs.RollForward.ShouldBe(rollForward);
        needs.IsInvariant.ShouldBe(isInvariant);
    }

    [Fact]
    public async Task Nothing_is_sent_of_an_image_that_cannot_start()
    {
        await using var bench = await PublishBench.StartAsync();

        var error = await Should.ThrowAsync<ContainerizeException>(() => bench.PublishAsync(definition => definition with { Needs = Web() with { Frameworks = [KeyValuePair.Create("Microsoft.NETCore.App", InferenceVersion.Parse("11.0.0")!)] } }));

        error.Code.ShouldBe(ErrorCodes.RuntimeNotInBase);
        bench.Registry.Requests.All.ShouldAllBe(request => request.Method == "GET" || request.Method == "HEAD");
    }

    private static InferenceVersion Version => InferenceVersion.Parse("10.0.0")!;

    private static AppNeeds App() => new() { Frameworks = [KeyValuePair.Create("Microsoft.NETCore.App", Version)] };

    private static AppNeeds Web() => new() { Frameworks = [KeyValuePair.Create("Microsoft.NETCore.App", Version), KeyValuePair.Create("Microsoft.AspNetCore.App", Version)] };

    private static AppNeeds Native(CLibrary library) => new() { IsNative = true, Library = library, IsInvariant = true };

    private static IReadOnlyList<Misfit> Check(string reference, string variables, AppNeeds needs, string? command = null)
        => [.. BaseFit.Check(SomeImage.Definition() with { Needs = needs }, From(reference, variables, command))];

    private static Image From(string reference, string variables, string? command = null)
    {
        ImageReference.TryParse(reference, out var parsed).ShouldBeTrue();
        var json = new JsonObject
        {
            ["config"] = new JsonObject { ["Env"] = new JsonArray([.. variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(variable => (JsonNode)variable)]) },
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray() },
            ["history"] = command is null ? new JsonArray() : new JsonArray(new JsonObject { ["created_by"] = command }),
        };
        return new Image { Reference = parsed, Config = ImageConfig.Parse(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()), "the base") };
    }
}
