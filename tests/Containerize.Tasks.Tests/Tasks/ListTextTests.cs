using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Tasks;
using Containerize.TestKit;
using Microsoft.Build.Utilities;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Tasks;

/// <summary>One rule for all lists, by whatever shell, file or service they come.</summary>
public sealed class ListTextTests
{
    [RanInto("a list in another spelling", "two platforms with %3B between them made an image of one", "semicolons, commas, line ends, %3B and quotes that a shell left: read as the list that it is")]
    [Theory]
    [InlineData("linux-x64;linux-arm64")]
    [InlineData("linux-x64%3Blinux-arm64")]
    [InlineData("linux-x64%3blinux-arm64")]
    [InlineData("linux-x64,linux-arm64")]
    [InlineData("linux-x64%2Clinux-arm64")]
    [InlineData(" linux-x64 ;\tlinux-arm64 ")]
    [InlineData("linux-x64\nlinux-arm64\n")]
    [InlineData("\r\n    linux-x64;\r\n    linux-arm64;\r\n")]
    [InlineData("\"linux-x64;linux-arm64\"")]
    [InlineData("'linux-x64;linux-arm64'")]
    [InlineData("\\\"linux-x64;linux-arm64\\\"")]
    [InlineData("\\'linux-x64;linux-arm64\\'")]
    [InlineData("`linux-x64;linux-arm64`")]
    [InlineData("“linux-x64;linux-arm64”")]
    [InlineData("\"linux-x64\";\"linux-arm64\"")]
    [InlineData("'linux-x64', 'linux-arm64'")]
    [InlineData("linux-x64;;linux-arm64;")]
    [InlineData(";linux-x64;linux-arm64,")]
    [InlineData("linux-x64;linux-arm64;linux-x64")]
    public void A_list_is_read_in_every_spelling(string text) => ListText.Read(text, "P").ShouldBe(["linux-x64", "linux-arm64"]);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ; , \n")]
    [InlineData("\"\"")]
    public void Nothing_is_an_empty_list(string? text) => ListText.Read(text, "P").ShouldBeEmpty();

    [RanInto("a list that a shell cut in two", "\"linux-x64 with a quote on one side was taken for a platform", "CTZ1115, with the spelling that works in every shell")]
    [Theory]
    [InlineData("\"linux-x64")]
    [InlineData("linux-arm64\"")]
    [InlineData("'linux-x64;linux-arm64")]
    [InlineData("\\\"linux-x64")]
    [InlineData("`linux-x64")]
    [InlineData("“linux-x64")]
    [InlineData("linux-x64”")]
    [InlineData("\"linux-x64;\"linux-arm64\"")]
    public void A_quote_on_one_side_is_an_error_that_says_how_to_write_it(string text)
    {
        var error = Should.Throw<ContainerizeException>(() => ListText.Read(text, "ContainerImageTags"));

        error.Code.ShouldBe(ErrorCodes.InvalidList);
        error.Message.ShouldContain("-p:ContainerImageTags=one%3Btwo");
    }

    [RanInto("a list that a shell cut in two", "a quote that MSBuild took away, so that one platform was pushed under the tag", "CTZ1115, for the command line still has it")]
    [Theory]
    [InlineData("-p:ContainerRuntimeIdentifiers=\"linux-x64")]
    [InlineData("--property:containerimagetags=\"1.0")]
    [InlineData("/p:A=b,ContainerizeCacheFrom=\"x")]
    public void A_quote_that_MSBuild_takes_away_is_seen_on_the_command_line(string argument)
        => Should.Throw<ContainerizeException>(() => CommandLineLists.RequireWhole(["dotnet", "publish", argument, "-c", "Release"])).Code.ShouldBe(ErrorCodes.InvalidList);

    [Theory]
    [InlineData("-p:ContainerRuntimeIdentifiers=\"linux-x64;linux-arm64\"")]
    [InlineData("-p:ContainerRuntimeIdentifiers=linux-x64%3Blinux-arm64")]
    [InlineData("-p:Description=5\" disks")]
    public void A_whole_list_is_not_disturbed(string argument)
        => Should.NotThrow(() => CommandLineLists.RequireWhole(["dotnet", "publish", argument]));

    [Theory]
    [InlineData("--build-arg;X=a,b", "--build-arg|X=a,b")]
    [InlineData("--label;a=b c;\n--label;d='e'", "--label|a=b c|--label|d='e'")]
    public void Arguments_of_a_program_may_hold_what_no_name_can(string text, string expected)
        => string.Join('|', ListText.ReadArguments(text)).ShouldBe(expected);

    [Theory]
    [InlineData("ImageTags", "1.0,latest")]
    [InlineData("ImageTags", "1.0%3Blatest")]
    [InlineData("ImageTags", "'1.0'\n latest\n")]
    public void Tags_are_such_a_list(string name, string value)
        => Read((name, value)).Tags.ShouldBe(["1.0", "latest"]);

    [Fact]
    public void Images_to_take_layers_from_are_such_a_list()
        => CacheFromReader.Read(Properties(("CacheFrom", "a.example/x:1, \"a.example/y:2\"")))
            .Select(image => image.ToString()).ShouldBe(["a.example/x:1", "a.example/y:2"]);

    [Theory]
    [InlineData("linux-x64%3Blinux-musl-x64", "", "linux-x64 linux-musl-x64", "linux-x64, linux-musl-x64")]
    [InlineData("linux-x64,linux-arm64", "linux-arm64; LINUX-X64", "linux-x64 linux-arm64", "")]
    [InlineData("\"ubuntu.22.04-x64;alpine-arm64\"", "alpine-arm64", "ubuntu.22.04-x64 alpine-arm64", "ubuntu.22.04-x64")]
    public void Platforms_are_such_a_list_and_so_are_those_that_were_restored(string named, string restored, string expected, string missing)
    {
        var engine = new RecordingEngine();
        using var task = new ReadPlatforms { BuildEngine = engine, ProjectFile = "/src/Shop/Shop.csproj", Identifiers = named, Restored = restored };

        task.Execute().ShouldBeTrue();

        string.Join(' ', task.Platforms).ShouldBe(expected);
        task.First.ShouldBe(task.Platforms[0]);
        task.ArePublishedOneByOne = true;
        task.Execute().ShouldBe(missing.Length == 0);
        string.Concat(engine.Errors.Select(error => error.Message)).ShouldContain(missing.Length == 0 ? string.Empty : $"names {missing}, which RuntimeIdentifiers does not");
    }

    [Theory]
    [InlineData("linux-x64;nonsense", "CTZ1109")]
    [InlineData("linux-x64Blinux-arm64", "CTZ1109")]
    [InlineData("linux-x64;linux-bionic-arm64", "CTZ1109")]
    [InlineData("linux-x64 linux-arm64", "CTZ1109")]
    [InlineData("linux-x64:linux-arm64", "CTZ1109")]
    [InlineData("linux-x64|linux-arm64", "CTZ1109")]
    [InlineData("\"linux-x64", "CTZ1115")]
    [InlineData(";", "CTZ1115")]
    public void What_is_no_list_of_platforms_is_one_error(string named, string code)
    {
        var engine = new RecordingEngine();
        using var task = new ReadPlatforms { BuildEngine = engine, ProjectFile = "/src/Shop/Shop.csproj", Identifiers = named };

        task.Execute().ShouldBeFalse();

        engine.Errors.ShouldHaveSingleItem().Code.ShouldBe(code);
    }

    private static ImageTarget Read((string Name, string Value) property)
        => new TargetReader(Properties(property), [], new ProjectPaths("/src/Shop.csproj")).Read("/src/bin").ShouldHaveSingleItem();

    private static ImageProperties Properties((string Name, string Value) property)
    {
        var item = new TaskItem("image");
        item.SetMetadata("AssemblyName", "Shop");
        item.SetMetadata(property.Name, property.Value);
        return new ImageProperties(item, new ProjectPaths("/src/Shop.csproj"));
    }
}
